package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Case.Branch;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code x > ANY (query)} and {@code x > ALL (query)} as values: comparisons with the least or the
 * greatest row. Without rows ANY is false and ALL is true; else a NULL that is compared makes them
 * unknown, unless another row decides.
 */
final class Quantified {
  private final ExpressionBinder binder;
  private final SqlKind comparison;
  private final boolean all;

  Quantified(ExpressionBinder binder, SqlKind comparison, boolean all) {
    this.binder = binder;
    this.comparison = comparison;
    this.all = all;
  }

  /**
   * The value.
   *
   * @param rows of the query: how many, how many are not NULL, the least, the greatest
   */
  Expr of(Operand value, List<Expr> rows, SqlCall call) {
    Literal unknown = new Literal(null, SqlType.BOOLEAN);
    Literal decided = all ? Literal.FALSE : Literal.TRUE;
    Literal otherwise = all ? Literal.TRUE : Literal.FALSE;
    Expr none =
        new Comparison(Comparison.Operator.EQUAL, rows.get(0), new Literal(0L, SqlType.BIGINT));
    Expr anyNull = new Comparison(Comparison.Operator.NOT_EQUAL, rows.get(0), rows.get(1));
    Expr compared = compared(value, rows.get(2), rows.get(3), call);
    List<Branch> branches = new ArrayList<>();
    branches.add(new Branch(none, otherwise));
    branches.add(new Branch(all ? new Expr.Not(compared) : compared, decided));
    branches.add(new Branch(anyNull, unknown));
    branches.add(new Branch(new Expr.IsNull(compared), unknown));
    return new Expr.Case(branches, otherwise, SqlType.BOOLEAN);
  }

  private Expr compared(Operand value, Expr least, Expr greatest, SqlCall call) {
    return switch (comparison) {
      case GREATER_THAN, GREATER_THAN_OR_EQUAL -> compare(value, all ? greatest : least, call);
      case LESS_THAN, LESS_THAN_OR_EQUAL -> compare(value, all ? least : greatest, call);
      default -> {
        // equal to all: to both ends; different from some: from one of the ends
        List<Expr> ends = List.of(compare(value, least, call), compare(value, greatest, call));
        yield all ? Conditions.and(ends) : Conditions.or(ends);
      }
    };
  }

  private Expr compare(Operand value, Expr row, SqlCall call) {
    SqlParserPos place = binder.operatorPlace(call, comparison.sql);
    return binder
        .operators()
        .comparison(
            ExpressionBinder.comparison(comparison),
            comparison.sql,
            value,
            new Operand.Typed(row, call.getParserPosition()),
            place);
  }
}
