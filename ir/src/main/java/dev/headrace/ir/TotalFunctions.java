package dev.headrace.ir;

import dev.headrace.model.Slice;
import dev.headrace.model.SqlType.Kind;
import java.util.List;
import java.util.Set;

/**
 * Calls that never raise an error, whatever the row: predicates on them may be moved below joins
 * and filters. A function that is not known here is taken to be able to fail, which is always safe.
 */
final class TotalFunctions {
  /** Total for all arguments. */
  static final Set<String> NAMES =
      Set.of(
          "->",
          "->>",
          "?",
          "^@",
          "ascii",
          "atan",
          "atan2",
          "bit_length",
          "btrim",
          "ceil",
          "ceiling",
          "char_length",
          "character_length",
          "floor",
          "initcap",
          "jsonb_typeof",
          "left",
          "length",
          "lower",
          "ltrim",
          "md5",
          "min_scale",
          "octet_length",
          "reverse",
          "right",
          "rtrim",
          "scale",
          "sha256",
          "sign",
          "starts_with",
          "strpos",
          "to_hex",
          "translate",
          "trim_scale",
          "upper");

  private TotalFunctions() {}

  /** Whether evaluating the call itself, its arguments given, cannot fail. */
  static boolean contains(Expr.Call call) {
    List<Expr> arguments = call.arguments();
    return switch (call.function().name()) {
      case "like", "ilike" -> arguments.size() == 2 && isPlainPattern(arguments.get(1));
      case "substring", "substr" ->
          arguments.get(1).type().kind() == Kind.INTEGER
              && (arguments.size() == 2 || isLength(arguments.get(2)));
      case String name -> NAMES.contains(name);
    };
  }

  /** Only an escape character at a pattern's end is an error. */
  private static boolean isPlainPattern(Expr pattern) {
    return pattern instanceof Expr.Literal literal
        && (!(literal.value() instanceof Slice text) || text.toString().indexOf('\\') < 0);
  }

  private static boolean isLength(Expr length) {
    return length instanceof Expr.Literal literal
        && (!(literal.value() instanceof Integer count) || count >= 0);
  }
}
