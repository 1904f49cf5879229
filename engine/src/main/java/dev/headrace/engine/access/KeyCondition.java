package dev.headrace.engine.access;

import dev.headrace.ir.Expr;
import java.util.List;
import java.util.Map;

/**
 * What a filter asks of the first columns of a key, and which of its conjuncts say so.
 *
 * @param columns for each of them; all but the last are points
 * @param used the conjuncts
 * @param assumptions values that parameters must have for the key to be what the filter is about
 */
record KeyCondition(
    List<ColumnCondition> columns, List<Expr> used, Map<Expr.Parameter, Object> assumptions) {
  KeyCondition {
    columns = List.copyOf(columns);
    used = List.copyOf(used);
    assumptions = Map.copyOf(assumptions);
  }

  /** Number of leading columns that have single values. */
  int points() {
    int points = 0;
    while (points < columns.size() && columns.get(points).isPoint()) {
      points++;
    }
    return points;
  }
}
