package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/**
 * Functions that take any number of arguments of any type, and NULL as well. As the functions of
 * the registry do not see NULLs, these arguments are given as an array of texts.
 */
final class VariadicCalls {
  private final ExpressionBinder binder;
  private final Coercion coercion;

  VariadicCalls(ExpressionBinder binder) {
    this.binder = binder;
    this.coercion = binder.coercion();
  }

  Expr bind(String name, List<Operand> operands, SqlNode place) {
    int fixed = name.equals("concat") ? 0 : 1;
    int least = name.equals("format") ? 1 : fixed + 1;
    if (operands.size() < least) {
      throw binder
          .analysis()
          .error(ErrorCode.UNDEFINED_FUNCTION, "function " + name + "() does not exist", place)
          .withHint(
              "No function matches the given name and argument types. You might need to add"
                  + " explicit type casts.");
    }
    Expr texts = texts(operands.subList(fixed, operands.size()), place);
    return switch (name) {
      case "concat" -> joined(literal(""), texts, place);
      case "concat_ws" -> joined(first(operands, SqlType.TEXT), texts, place);
      case "format" ->
          new Expr.Call(
              ScalarFunctions.require("format", Kind.TEXT, Kind.ARRAY),
              List.of(first(operands, SqlType.TEXT), texts),
              SqlType.TEXT);
      case String path -> {
        boolean text = path.endsWith("_text");
        yield new Expr.Call(
            ScalarFunctions.require(text ? "#>>" : "#>", Kind.JSONB, Kind.ARRAY),
            List.of(first(operands, SqlType.JSONB), texts),
            text ? SqlType.TEXT : SqlType.JSONB);
      }
    };
  }

  /** QUOTE_LITERAL and QUOTE_NULLABLE of a value's text. */
  Expr quoted(String name, Operand operand, SqlNode place) {
    Expr quoted =
        new Expr.Call(
            ScalarFunctions.require("quote_literal", Kind.TEXT),
            List.of(output(operand, place)),
            SqlType.TEXT);
    return name.equals("quote_nullable") && quoted.nullable()
        ? new Expr.Coalesce(List.of(quoted, literal("NULL")), SqlType.TEXT)
        : quoted;
  }

  private Expr first(List<Operand> operands, SqlType type) {
    return coercion.implicit(operands.getFirst(), type);
  }

  private Expr joined(Expr separator, Expr texts, SqlNode place) {
    Operand array = binder.typed(texts, place);
    return new ArrayCalls(binder, new Conditionals(binder))
        .toText(List.of(array, binder.typed(separator, place)), place);
  }

  private Expr texts(List<Operand> operands, SqlNode place) {
    List<Expr> texts = new ArrayList<>();
    operands.forEach(operand -> texts.add(output(operand, place)));
    return ArrayCalls.of(texts, SqlType.TEXT);
  }

  // as a type's output function has it, which for booleans is not what a cast to text gives
  private Expr output(Operand operand, SqlNode place) {
    if (!SqlType.BOOLEAN.equals(coercion.type(operand))) {
      return coercion.explicit(operand, SqlType.TEXT, place.getParserPosition());
    }
    Expr value = coercion.explicit(operand, SqlType.BOOLEAN, place.getParserPosition());
    return new Expr.Case(
        List.of(
            new Expr.Case.Branch(value, literal("t")),
            new Expr.Case.Branch(new Expr.Not(value), literal("f"))),
        new Literal(null, SqlType.TEXT),
        SqlType.TEXT);
  }

  private static Literal literal(String text) {
    return new Literal(Slice.of(text), SqlType.TEXT);
  }
}
