package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.TypeOids;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlNode;

/** SQL values as JSON, as PostgreSQL's {@code to_jsonb} has them. */
final class JsonValues {
  private static final Expr ZONE =
      new Expr.Call(ScalarFunctions.SESSION_TIME_ZONE, List.of(), SqlType.TEXT);

  private JsonValues() {}

  static Expr of(Operand operand, ExpressionBinder binder, SqlNode place) {
    Expr value = binder.coercion().standalone(operand);
    return switch (value.type().kind()) {
      case JSONB -> value;
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, NUMERIC ->
          cast(text(value, binder, place), SqlType.JSONB, binder, place);
      case TEXT, VARCHAR, CHAR, UUID, DATE, TIME, INTERVAL, BYTEA ->
          quoted(text(value, binder, place));
      case REAL, DOUBLE, TIMESTAMP -> converted(value);
      case TIMESTAMPTZ -> converted(value, ZONE);
      case ARRAY -> {
        int element = TypeOids.oid(Types.element(value.type()));
        yield converted(value, new Literal(element, SqlType.INTEGER), ZONE);
      }
    };
  }

  /** JSON_BUILD_OBJECT of names and values in turn. */
  static Expr object(List<Operand> operands, ExpressionBinder binder, SqlNode place) {
    Expr text = literal("{");
    for (int i = 0; i < operands.size(); i += 2) {
      if (operands.get(i) instanceof Operand.Null) {
        throw binder
            .analysis()
            .error(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "argument " + (i + 1) + ": key must not be null",
                place);
      }
      Expr name =
          binder.coercion().explicit(operands.get(i), SqlType.TEXT, place.getParserPosition());
      Expr value = text(of(operands.get(i + 1), binder, place), binder, place);
      text = joined(text, literal(i == 0 ? "" : ","));
      text = joined(text, text(quoted(name), binder, place));
      text = joined(text, literal(":"));
      text = joined(text, new Expr.Coalesce(List.of(value, literal("null")), SqlType.TEXT));
    }
    return cast(joined(text, literal("}")), SqlType.JSONB, binder, place);
  }

  /** JSON_BUILD_ARRAY. */
  static Expr array(List<Operand> operands, ExpressionBinder binder, SqlNode place) {
    Expr text = literal("[");
    for (int i = 0; i < operands.size(); i++) {
      Expr value = text(of(operands.get(i), binder, place), binder, place);
      text = joined(text, literal(i == 0 ? "" : ","));
      text = joined(text, new Expr.Coalesce(List.of(value, literal("null")), SqlType.TEXT));
    }
    return cast(joined(text, literal("]")), SqlType.JSONB, binder, place);
  }

  private static Expr converted(Expr... arguments) {
    Kind[] kinds =
        Stream.of(arguments).map(argument -> argument.type().kind()).toArray(Kind[]::new);
    return new Expr.Call(
        ScalarFunctions.require("to_jsonb", kinds), List.of(arguments), SqlType.JSONB);
  }

  private static Expr joined(Expr left, Expr right) {
    return new Expr.Call(ScalarFunctions.CONCAT, List.of(left, right), SqlType.TEXT);
  }

  private static Expr text(Expr value, ExpressionBinder binder, SqlNode place) {
    return cast(value, SqlType.TEXT, binder, place);
  }

  private static Expr cast(Expr value, SqlType type, ExpressionBinder binder, SqlNode place) {
    Operand operand = new Operand.Typed(value, place.getParserPosition());
    return binder.coercion().explicit(operand, type, place.getParserPosition());
  }

  private static Expr quoted(Expr text) {
    return new Expr.Call(
        ScalarFunctions.require("to_jsonb", Kind.TEXT), List.of(text), SqlType.JSONB);
  }

  private static Literal literal(String text) {
    return new Literal(Slice.of(text), SqlType.TEXT);
  }
}
