package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code (a, b) OVERLAPS (c, d)}: whether two periods have a time in common. The ends of one may be
 * given in any order, the second as an interval. A period that is a point is within another that
 * begins with it; the end of a period is not in it.
 */
final class Overlaps {
  private final ExpressionBinder binder;
  private final Coercion coercion;

  Overlaps(ExpressionBinder binder) {
    this.binder = binder;
    this.coercion = binder.coercion();
  }

  /** Where a period begins, which is known if one of its ends is, and where it ends. */
  private record Period(Expr start, Expr end) {}

  Expr bind(SqlCall call) {
    List<Operand> ends = new ArrayList<>(ends(call.operand(0)));
    ends.addAll(ends(call.operand(1)));
    @Nullable SqlType common = null;
    for (Operand end : ends) {
      SqlType type = coercion.type(end);
      if (type != null) {
        SqlType known = common == null ? Types.unmodified(type) : common;
        common = Operators.comparable(known, type);
      }
      if (type != null && (common == null || !isTime(common.kind()))) {
        throw undefined(ends, call);
      }
    }
    if (common == null) {
      throw undefined(ends, call);
    }
    SqlType type = common;
    List<Expr> values = ends.stream().map(end -> coercion.implicit(end, type)).toList();
    return overlap(period(values.get(0), values.get(1)), period(values.get(2), values.get(3)));
  }

  private static boolean isTime(Kind kind) {
    return kind == Kind.DATE
        || kind == Kind.TIME
        || kind == Kind.TIMESTAMP
        || kind == Kind.TIMESTAMPTZ;
  }

  private List<Operand> ends(SqlNode node) {
    if (node.getKind() != SqlKind.ROW || ((SqlCall) node).operandCount() != 2) {
      throw binder
          .analysis()
          .error(
              ErrorCode.SYNTAX_ERROR,
              "wrong number of parameters on one side of OVERLAPS expression",
              node);
    }
    Operand from = binder.bind(((SqlCall) node).operand(0));
    Operand to = binder.bind(((SqlCall) node).operand(1));
    SqlType type = coercion.type(to);
    if (type != null && type.kind() == Kind.INTERVAL) {
      to = binder.typed(binder.operators().binary("+", from, to, node.getParserPosition()), node);
    }
    return List.of(from, to);
  }

  private RuntimeException undefined(List<Operand> ends, SqlCall call) {
    List<String> types = ends.stream().map(end -> Types.name(coercion.type(end))).toList();
    return binder
        .analysis()
        .error(
            ErrorCode.UNDEFINED_FUNCTION,
            "function pg_catalog.overlaps(" + String.join(", ", types) + ") does not exist",
            call)
        .withHint(
            "No function matches the given name and argument types. You might need to add explicit"
                + " type casts.");
  }

  private static Period period(Expr one, Expr other) {
    SqlType type = one.type();
    Expr swapped = compare(Comparison.Operator.GREATER, one, other);
    Expr start =
        new Expr.Case(
            List.of(new Expr.Case.Branch(swapped, other)),
            new Expr.Coalesce(List.of(one, other), type),
            type);
    Expr end =
        new Expr.Case(
            List.of(
                new Expr.Case.Branch(swapped, one),
                new Expr.Case.Branch(new Expr.IsNull(one), one)),
            other,
            type);
    return new Period(start, end);
  }

  private static Expr overlap(Period one, Period other) {
    Expr bothKnown =
        Conditions.and(
            List.of(
                compare(Comparison.Operator.EQUAL, one.end, one.end),
                compare(Comparison.Operator.EQUAL, other.end, other.end)));
    return new Expr.Case(
        List.of(
            new Expr.Case.Branch(
                compare(Comparison.Operator.GREATER, one.start, other.start), within(one, other)),
            new Expr.Case.Branch(
                compare(Comparison.Operator.LESS, one.start, other.start), within(other, one)),
            new Expr.Case.Branch(
                compare(Comparison.Operator.EQUAL, one.start, other.start), bothKnown)),
        new Literal(null, SqlType.BOOLEAN),
        SqlType.BOOLEAN);
  }

  /** Whether the later period begins within the earlier; NULL if not and its own end is unknown. */
  private static Expr within(Period later, Period earlier) {
    return Conditions.or(
        List.of(
            compare(Comparison.Operator.LESS, later.start, earlier.end),
            compare(Comparison.Operator.NOT_EQUAL, later.end, later.end)));
  }

  private static Expr compare(Comparison.Operator operator, Expr left, Expr right) {
    return new Comparison(operator, left, right);
  }
}
