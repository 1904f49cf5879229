package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.ir.WindowCall;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.grammar.PostgresOperators;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/**
 * FETCH FIRST n ROWS WITH TIES: the rows before which, in the order, stand less than n.
 *
 * <pre>
 *   ORDER BY x FETCH FIRST 2 ROWS WITH TIES  →  rank() OVER (ORDER BY x) &lt;= 2, ORDER BY x
 * </pre>
 */
final class WithTies {
  private WithTies() {}

  /** Whether a row count says WITH TIES. */
  static boolean is(SqlNode fetch) {
    return fetch instanceof SqlCall call && call.getOperator().equals(PostgresOperators.WITH_TIES);
  }

  /** The count that such a clause has. */
  static SqlNode count(SqlNode fetch) {
    return ((SqlCall) fetch).operand(0);
  }

  /**
   * @param rel what is behind the OFFSET
   */
  static Rel of(Rel rel, List<SortKey> order, NumberedRows.Count count) {
    if (order.isEmpty()) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR, "WITH TIES cannot be specified without ORDER BY clause");
    }
    if (count.isNull()) {
      throw new SqlException(
          ErrorCode.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE,
          "row count cannot be null in FETCH FIRST ... WITH TIES clause");
    }
    int width = rel.fields().size();
    Rel ranked = NumberedRows.numbered(rel, order, WindowCall.Function.RANK);
    Expr rank = Projections.column(ranked, width);
    Expr first = OuterColumns.shift(count.count(), ranked.fields().size());
    Rel wide = count.beside(ranked);
    Rel kept =
        Projections.columns(
            Joins.filter(wide, NumberedRows.conditions(rank, first, null)),
            Projections.range(0, width));
    return new Rel.Sort(kept, order, null, null);
  }
}
