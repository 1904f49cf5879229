package dev.headrace.sql;

import dev.headrace.ir.ConstantFolding;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/** {@code generate_series(1, 10)} of constant integers: written out as values. */
final class Series {
  private static final int MAX_ROWS = 100_000;

  private Series() {}

  static Rel of(SqlCall call, ExpressionBinder binder) {
    if (call.operandCount() < 2 || call.operandCount() > 3) {
      throw binder
          .analysis()
          .error(
              ErrorCode.UNDEFINED_FUNCTION,
              "function generate_series does not take " + call.operandCount() + " arguments",
              call);
    }
    List<Long> arguments = new ArrayList<>();
    SqlType type = SqlType.INTEGER;
    for (SqlNode node : call.getOperandList()) {
      Expr value =
          binder.bind(node) instanceof Operand.Typed(Expr expr, var _)
              ? ConstantFolding.fold(expr)
              : Literal.FALSE;
      if (!(value instanceof Literal literal)
          || !(literal.value() instanceof Number number)
          || !(value.type().kind() == Kind.INTEGER || value.type().kind() == Kind.BIGINT)) {
        throw binder
            .analysis()
            .unsupported("generate_series of anything but constant integers", node);
      }
      type = value.type().kind() == Kind.BIGINT ? SqlType.BIGINT : type;
      arguments.add(number.longValue());
    }
    return values(call, binder, arguments, type);
  }

  private static Rel values(
      SqlCall call, ExpressionBinder binder, List<Long> arguments, SqlType type) {
    long start = arguments.get(0);
    long end = arguments.get(1);
    long step = arguments.size() == 3 ? arguments.get(2) : 1;
    if (step == 0) {
      throw binder
          .analysis()
          .error(ErrorCode.INVALID_PARAMETER_VALUE, "step size cannot equal zero", call);
    }
    List<List<Expr>> rows = new ArrayList<>();
    for (long value = start; step > 0 ? value <= end : value >= end; value += step) {
      if (rows.size() == MAX_ROWS) {
        throw binder
            .analysis()
            .unsupported("generate_series of more than " + MAX_ROWS + " rows", call);
      }
      Object carrier = type.kind() == Kind.BIGINT ? (Object) value : (Object) (int) value;
      rows.add(List.of(new Literal(carrier, type)));
    }
    return new Rel.Values(rows, List.of(Field.notNull("generate_series", type)));
  }
}
