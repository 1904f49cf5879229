package dev.headrace.engine.statement;

import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Scans;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.RowStore;
import java.util.List;

/**
 * A plan as sessions share it.
 *
 * @param parameterLayout layout of the row with all parameters
 * @param relations that it reads
 * @param scanned those of them that it reads as a whole, once for each time
 * @param circuits ready to be run
 */
record CachedPlan(
    QueryPlan plan,
    RowLayout parameterLayout,
    List<String> relations,
    List<String> scanned,
    CircuitPool circuits) {
  static CachedPlan of(QueryPlan plan) {
    List<Rel.Scan> scans = Scans.of(plan.rel());
    return new CachedPlan(
        plan,
        plan.parameterLayout(),
        scans.stream().map(Rel.Scan::relation).toList(),
        scans.stream()
            .filter(scan -> plan.isScan(scan.identity()))
            .map(Rel.Scan::relation)
            .toList(),
        new CircuitPool());
  }

  /** Columns of the statement's result; empty if it has none. */
  List<Field> fields() {
    return plan.fields();
  }

  List<SqlType> parameterTypes() {
    return plan.parameterTypes();
  }

  /** How many records a run has to look at, about. */
  long records(ReadView view) {
    long records = 1;
    for (int i = 0; i < scanned.size(); i++) {
      RowStore store = view.catalog().require(scanned.get(i)).store();
      records += store == null ? 0 : store.at(view.sequence()).rows();
    }
    return records;
  }
}
