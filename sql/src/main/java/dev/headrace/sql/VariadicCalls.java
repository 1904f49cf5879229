package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.sql.grammar.PostgresOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/**
 * Functions that take any number of arguments of any type, and NULL as well. As the functions of
 * the registry do not see NULLs, these arguments are given as an array of texts.
 */
final class VariadicCalls {
  private static final Set<String> CALLS =
      Set.of(
          "concat",
          "concat_ws",
          "format",
          "json_extract_path",
          "jsonb_extract_path",
          "json_extract_path_text",
          "jsonb_extract_path_text");

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
      throw undefined(name, place);
    }
    Expr texts = texts(operands.subList(fixed, operands.size()), place);
    return switch (name) {
      case "concat" -> joined(literal(""), binder.typed(texts, place), place);
      case "concat_ws" -> joined(first(operands, SqlType.TEXT), binder.typed(texts, place), place);
      case "format" -> formatted(operands, texts);
      default -> path(name, operands, texts);
    };
  }

  /** Whether the last argument is an array of the arguments: {@code f(x, VARIADIC array)}. */
  static boolean isWhole(SqlCall call) {
    int count = call.operandCount();
    return count > 0
        && call.getOperandList().get(count - 1) instanceof SqlCall last
        && last.getOperator().equals(PostgresOperators.VARIADIC);
  }

  /** A call with VARIADIC. */
  Expr whole(String name, SqlCall call) {
    int count = call.operandCount();
    SqlNode place = call.operand(count - 1);
    Operand array = binder.bind(((SqlCall) place).operand(0));
    SqlType type = coercion.type(array);
    if (type == null || type.kind() != Kind.ARRAY) {
      throw binder
          .analysis()
          .error(ErrorCode.DATATYPE_MISMATCH, "VARIADIC argument must be an array", place);
    }
    List<Operand> before = new ArrayList<>();
    call.getOperandList().subList(0, count - 1).forEach(node -> before.add(binder.bind(node)));
    int fixed = name.equals("concat") ? 0 : 1;
    boolean known = CALLS.contains(name) && before.size() == fixed;
    boolean booleans = name.equals("format") && SqlType.BOOLEAN.equals(Types.element(type));
    if (!known || booleans) {
      throw binder.analysis().unsupported("VARIADIC in a call of " + name, place);
    }
    return switch (name) {
      case "concat" -> joined(literal(""), array, place);
      case "concat_ws" -> joined(first(before, SqlType.TEXT), array, place);
      case "format" -> {
        SqlType texts = SqlType.array(SqlType.TEXT);
        Expr values = coercion.explicit(array, texts, place.getParserPosition());
        Expr none = of(List.of());
        yield formatted(
            before, values.nullable() ? new Expr.Coalesce(List.of(values, none), texts) : values);
      }
      default -> path(name, before, coercion.implicit(array, SqlType.array(SqlType.TEXT)));
    };
  }

  /** NUM_NULLS and NUM_NONNULLS. */
  Expr counted(String name, List<Operand> operands, SqlNode place) {
    Literal one = new Literal(1, SqlType.INTEGER);
    Literal none = new Literal(0, SqlType.INTEGER);
    boolean nulls = name.equals("num_nulls");
    Expr count = null;
    for (Operand operand : operands) {
      Expr isNull = new Expr.IsNull(coercion.standalone(coercion.current(operand)));
      Expr each =
          new Expr.Case(
              List.of(new Expr.Case.Branch(isNull, nulls ? one : none)),
              nulls ? none : one,
              SqlType.INTEGER);
      count =
          count == null
              ? each
              : new Expr.Arithmetic(Expr.Arithmetic.Operator.ADD, count, each, SqlType.INTEGER);
    }
    if (count == null) {
      throw undefined(name, place);
    }
    return count;
  }

  private RuntimeException undefined(String name, SqlNode place) {
    return binder
        .analysis()
        .error(ErrorCode.UNDEFINED_FUNCTION, "function " + name + "() does not exist", place)
        .withHint(
            "No function matches the given name and argument types. You might need to add"
                + " explicit type casts.");
  }

  private Expr formatted(List<Operand> operands, Expr texts) {
    return new Expr.Call(
        ScalarFunctions.require("format", Kind.TEXT, Kind.ARRAY),
        List.of(first(operands, SqlType.TEXT), texts),
        SqlType.TEXT);
  }

  private Expr path(String name, List<Operand> operands, Expr texts) {
    boolean text = name.endsWith("_text");
    return new Expr.Call(
        ScalarFunctions.require(text ? "#>>" : "#>", Kind.JSONB, Kind.ARRAY),
        List.of(first(operands, SqlType.JSONB), texts),
        text ? SqlType.TEXT : SqlType.JSONB);
  }

  private static Expr of(List<Expr> texts) {
    return ArrayCalls.of(texts, SqlType.TEXT);
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

  private Expr joined(Expr separator, Operand array, SqlNode place) {
    return new ArrayCalls(binder, new Conditionals(binder))
        .toText(List.of(array, binder.typed(separator, place)), place);
  }

  private Expr texts(List<Operand> operands, SqlNode place) {
    List<Expr> texts = new ArrayList<>();
    operands.forEach(operand -> texts.add(output(operand, place)));
    return of(texts);
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
