package dev.headrace.sql;

import dev.headrace.ir.ConstantFolding;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.ir.WindowFrame;
import dev.headrace.ir.WindowFrame.Bound;
import dev.headrace.ir.WindowFrame.Unit;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Interval;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWindow;

/** The frame of a window function. */
final class FrameBinder {
  private final ExpressionBinder binder;
  private final ToIntFunction<Expr> input;

  /**
   * @param input makes an expression a column and tells which
   */
  FrameBinder(ExpressionBinder binder, ToIntFunction<Expr> input) {
    this.binder = binder;
    this.input = input;
  }

  WindowFrame bind(WindowSpecifications.Specification over, List<SortKey> order) {
    WindowSpecifications.FrameClause clause = over.frame();
    if (clause == null) {
      return WindowFrame.DEFAULT;
    }
    Unit unit =
        clause.rows().getValue() == null
            ? Unit.GROUPS
            : clause.rows().booleanValue() ? Unit.ROWS : Unit.RANGE;
    if (unit == Unit.GROUPS && order.isEmpty()) {
      throw error("GROUPS mode requires an ORDER BY clause", clause.lower());
    }
    SqlNode upper = clause.upper();
    check(clause.lower(), upper);
    return new WindowFrame(
        unit,
        bound(unit, clause.lower(), over, order, true),
        upper == null ? new Bound.CurrentRow() : bound(unit, upper, over, order, false),
        clause.exclusion());
  }

  private SqlException error(String message, SqlNode place) {
    return binder.analysis().error(ErrorCode.WINDOWING_ERROR, message, place);
  }

  private void check(SqlNode lower, @org.jspecify.annotations.Nullable SqlNode upper) {
    if (SqlWindow.isUnboundedFollowing(lower)) {
      throw error("frame start cannot be UNBOUNDED FOLLOWING", lower);
    }
    if (upper != null && SqlWindow.isUnboundedPreceding(upper)) {
      throw error("frame end cannot be UNBOUNDED PRECEDING", upper);
    }
    boolean endsBefore = upper != null && upper.getKind() == SqlKind.PRECEDING;
    if (SqlWindow.isCurrentRow(lower) && endsBefore) {
      throw error("frame starting from current row cannot have preceding rows", lower);
    }
    if (lower.getKind() == SqlKind.FOLLOWING) {
      if (endsBefore) {
        throw error("frame starting from following row cannot have preceding rows", lower);
      }
      if (upper == null || SqlWindow.isCurrentRow(upper)) {
        throw error("frame starting from following row cannot end with current row", lower);
      }
    }
  }

  private Bound bound(
      Unit unit,
      SqlNode node,
      WindowSpecifications.Specification over,
      List<SortKey> order,
      boolean isStart) {
    if (SqlWindow.isCurrentRow(node)) {
      return new Bound.CurrentRow();
    }
    if (SqlWindow.isUnboundedPreceding(node) || SqlWindow.isUnboundedFollowing(node)) {
      return new Bound.Unbounded(SqlWindow.isUnboundedFollowing(node));
    }
    boolean following = node.getKind() == SqlKind.FOLLOWING;
    SqlNode distance = ((SqlCall) node).operand(0);
    if (unit != Unit.RANGE) {
      return new Bound.Offset(count(distance, unit), following);
    }
    if (order.size() != 1) {
      throw error(
          "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column", distance);
    }
    OrderItem item = over.order().getFirst();
    return value(item, distance, following != item.descending(), isStart);
  }

  private Expr count(SqlNode node, Unit unit) {
    Expr count =
        ConstantFolding.fold(binder.coercion().implicit(binder.bind(node), SqlType.BIGINT));
    if (dev.headrace.ir.ExprProperties.usedColumns(count).isEmpty()) {
      return count;
    }
    throw binder
        .analysis()
        .error(
            ErrorCode.INVALID_COLUMN_REFERENCE,
            "argument of " + unit + " must not contain variables",
            node);
  }

  /** Where the order's column reaches its value in the row plus or minus a distance. */
  private Bound value(OrderItem item, SqlNode distance, boolean plus, boolean isStart) {
    Operand operand = binder.bind(item.node());
    SqlType type = binder.coercion().standalone(operand).type();
    SqlType compared;
    SqlType distanceType;
    switch (type.kind()) {
      // in NUMERIC a bound cannot overflow
      case SMALLINT, INTEGER, BIGINT, NUMERIC -> {
        compared = SqlType.NUMERIC;
        distanceType = SqlType.NUMERIC;
      }
      case REAL, DOUBLE -> {
        compared = SqlType.DOUBLE;
        distanceType = SqlType.DOUBLE;
      }
      case DATE, TIMESTAMP -> {
        compared = SqlType.TIMESTAMP;
        distanceType = SqlType.INTERVAL;
      }
      case TIMESTAMPTZ, INTERVAL -> {
        compared = type;
        distanceType = SqlType.INTERVAL;
      }
      default ->
          throw binder
              .analysis()
              .unsupported(
                  "RANGE with offset PRECEDING/FOLLOWING for column type " + Types.name(type),
                  distance);
    }
    Expr away =
        ConstantFolding.fold(binder.coercion().implicit(binder.bind(distance), distanceType));
    check(away, distance, isStart);
    Expr column = binder.coercion().explicit(operand, compared, operand.place());
    Expr value =
        binder
            .operators()
            .binary(
                plus ? "+" : "-",
                new Operand.Typed(column, operand.place()),
                new Operand.Typed(away, distance.getParserPosition()),
                distance.getParserPosition());
    Expr reached =
        away instanceof Literal(Double number, var _) && number.isInfinite()
            ? infinitelyFar(column, value, plus, isStart != item.descending())
            : value;
    return new Bound.Value(input.applyAsInt(reached), input.applyAsInt(column));
  }

  /**
   * What lies infinitely far from an infinity towards the other one: no number, and everything else
   * is nearer. So the bound is where it leaves out nothing.
   *
   * @param least whether rows with less than the bound are outside
   */
  private static Expr infinitelyFar(Expr column, Expr value, boolean plus, boolean least) {
    double from = plus ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    double to = least ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    return new Expr.Case(
        List.of(
            new Expr.Case.Branch(
                new Expr.Comparison(
                    Expr.Comparison.Operator.EQUAL, column, new Literal(from, SqlType.DOUBLE)),
                new Literal(to, SqlType.DOUBLE))),
        value,
        SqlType.DOUBLE);
  }

  private void check(Expr distance, SqlNode place, boolean isStart) {
    if (!(distance instanceof Literal literal)) {
      throw binder.analysis().unsupported("a RANGE offset that is not constant", place);
    }
    Object value = literal.value();
    if (value == null) {
      throw binder
          .analysis()
          .error(
              ErrorCode.NULL_VALUE_NOT_ALLOWED,
              "frame " + (isStart ? "starting" : "ending") + " offset must not be null",
              place);
    }
    boolean negative =
        switch (value) {
          case BigDecimal number -> number.signum() < 0;
          case Double number -> !(number >= 0);
          case Interval interval -> interval.compareTo(new Interval(0, 0, 0)) < 0;
          default -> throw new IllegalStateException("an offset of " + distance.type());
        };
    if (negative) {
      throw binder
          .analysis()
          .error(
              ErrorCode.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
              "invalid preceding or following size in window function",
              place);
    }
  }
}
