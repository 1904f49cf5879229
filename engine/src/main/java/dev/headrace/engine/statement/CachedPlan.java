package dev.headrace.engine.statement;

import dev.headrace.engine.database.Scans;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.List;

/**
 * A plan as sessions share it.
 *
 * @param parameterLayout layout of the row with all parameters
 * @param scans of the plan
 * @param circuits ready to be run
 */
record CachedPlan(
    QueryPlan plan, RowLayout parameterLayout, List<Rel.Scan> scans, CircuitPool circuits) {
  CachedPlan {
    scans = List.copyOf(scans);
  }

  static CachedPlan of(QueryPlan plan) {
    return new CachedPlan(plan, plan.parameterLayout(), Scans.of(plan.rel()), new CircuitPool());
  }

  /** Columns of the statement's result; empty if it has none. */
  List<Field> fields() {
    return plan.fields();
  }

  List<SqlType> parameterTypes() {
    return plan.parameterTypes();
  }
}
