package dev.headrace.sql;

import dev.headrace.ir.ConstantFolding;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Arithmetic;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Infix and prefix operators. */
final class Operators {
  private static final Map<String, Arithmetic.Operator> ARITHMETIC =
      Map.of(
          "+", Arithmetic.Operator.ADD,
          "-", Arithmetic.Operator.SUBTRACT,
          "*", Arithmetic.Operator.MULTIPLY,
          "/", Arithmetic.Operator.DIVIDE,
          "%", Arithmetic.Operator.REMAINDER);

  /** Operators that take two arrays for sets. */
  private static final Set<String> SETS = Set.of("@>", "<@", "&&");

  private static final String HINT =
      "No operator matches the given name and argument types. You might need to add explicit type"
          + " casts.";

  private final SourceText source;
  private final Coercion coercion;

  Operators(Analysis analysis) {
    source = analysis.source();
    coercion = analysis.coercion();
  }

  /** A binary operator that is no comparison. */
  Expr binary(String name, Operand left, Operand right, SqlParserPos place) {
    SqlType l = coercion.type(left);
    SqlType r = coercion.type(right);
    Arithmetic.Operator operator = ARITHMETIC.get(name);
    if (operator != null
        && isNumberOrUnknown(l)
        && isNumberOrUnknown(r)
        && (l != null || r != null)) {
      SqlType common = numeric(l == null ? Objects.requireNonNull(r) : l, r == null ? l : r);
      boolean floating = common.kind().isFloat();
      if (!(operator == Arithmetic.Operator.REMAINDER && floating)) {
        return new Arithmetic(
            operator, coercion.implicit(left, common), coercion.implicit(right, common), common);
      }
    }
    if (name.equals("||") && isConcatenation(l, r)) {
      return function(name, List.of(asText(left), asText(right)), place);
    }
    if (name.equals("||") && (isArray(l) || isArray(r))) {
      return ArrayCalls.concatenate(left, right, coercion, this, place);
    }
    if (SETS.contains(name) && (isArray(l) || isArray(r))) {
      return ArrayCalls.compared(name, left, right, coercion, this, place);
    }
    return function(name, List.of(left, right), place);
  }

  private static boolean isArray(@Nullable SqlType type) {
    return type != null && type.kind() == Kind.ARRAY;
  }

  private static boolean isNumberOrUnknown(@Nullable SqlType type) {
    return type == null || type.kind().isNumber();
  }

  /** The type two numbers are computed in, without modifiers. */
  private static SqlType numeric(SqlType left, @Nullable SqlType right) {
    Kind l = left.kind();
    Kind r = right == null ? l : right.kind();
    if (l == r) {
      return Types.of(l);
    }
    if (l.isFloat() || r.isFloat()) {
      return SqlType.DOUBLE;
    }
    if (l == Kind.NUMERIC || r == Kind.NUMERIC) {
      return SqlType.NUMERIC;
    }
    return l == Kind.BIGINT || r == Kind.BIGINT ? SqlType.BIGINT : SqlType.INTEGER;
  }

  /** Text with anything that is no array, jsonb or bytes. */
  private static boolean isConcatenation(@Nullable SqlType left, @Nullable SqlType right) {
    boolean anyText =
        left == null || right == null || left.kind().isText() || right.kind().isText();
    return anyText && isTextual(left) && isTextual(right);
  }

  private static boolean isTextual(@Nullable SqlType type) {
    return type == null
        || !(type.kind() == Kind.ARRAY || type.kind() == Kind.JSONB || type.kind() == Kind.BYTEA);
  }

  private Operand asText(Operand operand) {
    SqlType type = coercion.type(operand);
    return type == null || type.kind().isText()
        ? operand
        : new Operand.Typed(
            coercion.explicit(operand, SqlType.TEXT, operand.place()), operand.place());
  }

  /** An operator of the registry. */
  Expr function(String name, List<Operand> operands, SqlParserPos place) {
    List<@Nullable SqlType> types = types(operands);
    FunctionResolver.Choice choice = FunctionResolver.choose(name, assumed(name, types));
    FunctionResolver.Candidate found = choice.found();
    if (found != null) {
      return FunctionResolver.call(found, operands, coercion);
    }
    if (choice.ambiguous() || (ARITHMETIC.containsKey(name) && allUnknown(types))) {
      throw source
          .error(
              ErrorCode.AMBIGUOUS_FUNCTION, "operator is not unique: " + call(name, types), place)
          .withHint(
              "Could not choose a best candidate operator. You might need to add explicit type"
                  + " casts.");
    }
    throw undefined(name, types, place);
  }

  private static boolean allUnknown(List<@Nullable SqlType> types) {
    return types.stream().allMatch(Objects::isNull);
  }

  /** Beside a known operand, an unknown one is taken to be of its type if that operator exists. */
  private static List<@Nullable SqlType> assumed(String name, List<@Nullable SqlType> types) {
    if (types.size() != 2 || (types.get(0) == null) == (types.get(1) == null)) {
      return types;
    }
    SqlType known = types.get(0) == null ? types.get(1) : types.get(0);
    List<@Nullable SqlType> same = new java.util.ArrayList<>();
    same.add(known);
    same.add(known);
    FunctionResolver.Candidate found = FunctionResolver.choose(name, same).found();
    boolean exact =
        found != null
            && known != null
            && found.parameter(0) == known.kind()
            && found.parameter(1) == known.kind();
    return exact ? same : types;
  }

  private List<@Nullable SqlType> types(List<Operand> operands) {
    List<@Nullable SqlType> types = new java.util.ArrayList<>();
    operands.forEach(operand -> types.add(coercion.type(operand)));
    return types;
  }

  private static String call(String name, List<@Nullable SqlType> types) {
    return types.size() == 1
        ? name + " " + Types.name(types.getFirst())
        : Types.name(types.get(0)) + " " + name + " " + Types.name(types.get(1));
  }

  SqlException undefined(String name, List<@Nullable SqlType> types, SqlParserPos place) {
    return source
        .error(ErrorCode.UNDEFINED_FUNCTION, "operator does not exist: " + call(name, types), place)
        .withHint(HINT);
  }

  Expr comparison(
      Comparison.Operator operator, String name, Operand left, Operand right, SqlParserPos place) {
    SqlType common = comparable(name, left, right, place);
    return new Comparison(
        operator, coercion.implicit(left, common), coercion.implicit(right, common));
  }

  Expr distinctFrom(Operand left, Operand right, SqlParserPos place) {
    SqlType common = comparable("=", left, right, place);
    return new Expr.DistinctFrom(coercion.implicit(left, common), coercion.implicit(right, common));
  }

  /** The type two operands are compared in. */
  SqlType comparable(String name, Operand left, Operand right, SqlParserPos place) {
    SqlType l = coercion.type(left);
    SqlType r = coercion.type(right);
    if (CatalogTypes.JSON.equals(l) || CatalogTypes.JSON.equals(r)) {
      throw undefined(name, Arrays.asList(l, r), place);
    }
    if (l == null && r == null) {
      return SqlType.TEXT;
    }
    if (l == null || r == null) {
      return Types.unmodified(l == null ? Objects.requireNonNull(r) : l);
    }
    SqlType common = comparable(l, r);
    if (common == null) {
      throw undefined(name, List.of(l, r), place);
    }
    return common;
  }

  /** As {@link #comparable}, null if there is no such operator. */
  static @Nullable SqlType comparable(SqlType left, SqlType right) {
    Kind l = left.kind();
    Kind r = right.kind();
    if (l.isNumber() && r.isNumber()) {
      return numeric(left, right);
    }
    if (l.isText() && r.isText()) {
      return l == r ? Types.of(l) : SqlType.TEXT;
    }
    if (l == r) {
      SqlType unmodified = Types.unmodified(left);
      return unmodified.equals(Types.unmodified(right)) ? unmodified : null;
    }
    if (l == Kind.ARRAY || r == Kind.ARRAY) {
      return null;
    }
    return Types.isImplicit(left, right)
        ? Types.of(r)
        : Types.isImplicit(right, left) ? Types.of(l) : null;
  }

  /** Unary minus. */
  Expr negated(Operand operand, SqlParserPos place) {
    Expr negated = function("-", List.of(operand), place);
    return ConstantFolding.fold(negated);
  }
}
