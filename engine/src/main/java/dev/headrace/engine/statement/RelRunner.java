package dev.headrace.engine.statement;

import dev.headrace.engine.database.ReadView;
import dev.headrace.ir.Rel;
import dev.headrace.runtime.circuit.Segments;
import java.util.List;

/** Runs relations that no statement spells, for a session: what constraints and definitions ask. */
record RelRunner(PlanRunner plans, TransactionControl transactions, SessionParameters parameters) {
  /** The rows of a relation that no statement spells. */
  Segments rows(Rel rel) {
    try (ReadView view = transactions.current().read()) {
      return rows(rel, view);
    }
  }

  /** The same in a view that is open. */
  Segments rows(Rel rel, ReadView view) {
    CachedPlan plan =
        CachedPlan.once(
            QueryPlanner.plan(rel, rel.fields(), List.of(), view.catalog(), expanded -> false));
    ParameterRow row = ParameterRow.of(plan, List.of(), List.of(), transactions.time(), parameters);
    return plans.run(plan, row, view).segments();
  }
}
