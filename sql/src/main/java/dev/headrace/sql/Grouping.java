package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** The groups of a query: what is grouped by, and where each aggregate call's result is. */
final class Grouping {
  private final List<Expr> keys;
  private final IdentityHashMap<SqlNode, Expr.Column> aggregates;
  private final List<Expr.Column> keyColumns;
  private final boolean expressionKeys;
  private final ExpressionBinder ungrouped;

  /**
   * @param keys over the rows before grouping
   * @param keyColumns where the groups have them
   * @param aggregates by the node of the call
   * @param ungrouped binds expressions over the rows before grouping
   */
  Grouping(
      List<Expr> keys,
      List<Expr.Column> keyColumns,
      IdentityHashMap<SqlNode, Expr.Column> aggregates,
      ExpressionBinder ungrouped) {
    this.keys = keys;
    this.keyColumns = keyColumns;
    this.aggregates = aggregates;
    this.ungrouped = ungrouped;
    this.expressionKeys = keys.stream().anyMatch(k -> !(k instanceof Expr.Column));
  }

  Expr.@Nullable Column aggregate(SqlNode node) {
    return aggregates.get(node);
  }

  /** The column of a whole expression that is grouped by; null if this is none. */
  Expr.@Nullable Column key(SqlNode node) {
    if (!expressionKeys || AggregateNames.anyCall(node) || Subqueries.any(node)) {
      return null;
    }
    return ungrouped.bind(node) instanceof Operand.Typed(Expr expr, var _) ? keyOf(expr) : null;
  }

  private Expr.@Nullable Column keyOf(Expr expr) {
    int at = keys.indexOf(expr);
    return at < 0 ? null : keyColumns.get(at);
  }

  /** A column that must be grouped by. */
  Expr.Column column(Expr.Column column, SqlNode place, Scope scope) {
    Expr.Column key = keyOf(column);
    if (key == null) {
      throw ungrouped(column, place, scope);
    }
    return key;
  }

  /** The error about a column that has no one value in a group. */
  static SqlException ungrouped(Expr.Column column, SqlNode place, Scope scope) {
    return scope
        .analysis()
        .error(
            ErrorCode.GROUPING_ERROR,
            "column "
                + SqlException.quote(scope.describe(column.index()))
                + " must appear in the GROUP BY clause or be used in an aggregate function",
            place);
  }
}
