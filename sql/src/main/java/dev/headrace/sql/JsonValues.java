package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.JsonText;
import dev.headrace.model.text.TypeOids;
import java.util.ArrayList;
import java.util.Collection;
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
      case TEXT, VARCHAR, CHAR, UUID, DATE, TIME, INTERVAL, BYTEA, ENUM ->
          quoted(text(value, binder, place));
      case REAL, DOUBLE, TIMESTAMP -> converted(value);
      case TIMESTAMPTZ -> converted(value, ZONE);
      case ARRAY -> {
        int element = TypeOids.reference(Types.element(value.type()));
        yield converted(value, new Literal(element, SqlType.INTEGER), ZONE);
      }
    };
  }

  /**
   * A column of a row.
   *
   * @param name the name that its value has in the object
   */
  record Member(String name, Expr value) {}

  /** JSON_BUILD_OBJECT of names and values in turn. */
  static Expr object(List<Operand> operands, ExpressionBinder binder, SqlNode place) {
    Pieces pieces = new Pieces("{");
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
      pieces.add(i == 0 ? "" : ",");
      pieces.add(text(quoted(name), binder, place));
      pieces.add(":");
      pieces.add(orNull(operands.get(i + 1), binder, place));
    }
    return pieces.toJson("}", binder, place);
  }

  /** A row. */
  static Expr object(Collection<Member> columns, ExpressionBinder binder, SqlNode place) {
    Pieces pieces = new Pieces("{");
    String separator = "";
    for (Member column : columns) {
      ByteOutput name = new ByteOutput();
      JsonText.writeString(Slice.of(column.name()), name);
      pieces.add(separator + name.toSlice() + ":");
      pieces.add(orNull(binder.typed(column.value(), place), binder, place));
      separator = ",";
    }
    return pieces.toJson("}", binder, place);
  }

  /** JSON_BUILD_ARRAY. */
  static Expr array(List<Operand> operands, ExpressionBinder binder, SqlNode place) {
    Pieces pieces = new Pieces("[");
    for (int i = 0; i < operands.size(); i++) {
      pieces.add(i == 0 ? "" : ",");
      pieces.add(orNull(operands.get(i), binder, place));
    }
    return pieces.toJson("]", binder, place);
  }

  private static Expr orNull(Operand operand, ExpressionBinder binder, SqlNode place) {
    Expr value = text(of(operand, binder, place), binder, place);
    return value.nullable()
        ? new Expr.Coalesce(List.of(value, literal("null")), SqlType.TEXT)
        : value;
  }

  /** Pieces of a JSON text, joined so that the expression does not get deep. */
  private static final class Pieces {
    private final List<Expr> pieces = new ArrayList<>();
    private final StringBuilder constant = new StringBuilder();

    Pieces(String start) {
      constant.append(start);
    }

    void add(String text) {
      constant.append(text);
    }

    void add(Expr text) {
      endConstant();
      pieces.add(text);
    }

    private void endConstant() {
      if (!constant.isEmpty()) {
        pieces.add(literal(constant.toString()));
        constant.setLength(0);
      }
    }

    Expr toJson(String end, ExpressionBinder binder, SqlNode place) {
      add(end);
      endConstant();
      return cast(joined(pieces), SqlType.JSONB, binder, place);
    }

    private static Expr joined(List<Expr> some) {
      if (some.size() == 1) {
        return some.getFirst();
      }
      int half = some.size() / 2;
      return new Expr.Call(
          ScalarFunctions.CONCAT,
          List.of(joined(some.subList(0, half)), joined(some.subList(half, some.size()))),
          SqlType.TEXT);
    }
  }

  /** What a function that makes JSON gives. */
  static SqlType type(String function) {
    return function.contains("jsonb") ? SqlType.JSONB : CatalogTypes.JSON;
  }

  /** A JSON value as such a function gives it. */
  static Expr typed(Expr value, String function) {
    SqlType type = type(function);
    return type.equals(value.type()) ? value : new Expr.Cast(value, type);
  }

  private static Expr converted(Expr... arguments) {
    Kind[] kinds =
        Stream.of(arguments).map(argument -> argument.type().kind()).toArray(Kind[]::new);
    return new Expr.Call(
        ScalarFunctions.require("to_jsonb", kinds), List.of(arguments), SqlType.JSONB);
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
