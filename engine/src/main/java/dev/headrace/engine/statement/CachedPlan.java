package dev.headrace.engine.statement;

import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.List;

/**
 * The plan of a statement as sessions share it.
 *
 * @param fields of the statement's result; empty if it has none
 * @param parameterLayout layout of the row with all parameters
 * @param circuits ready to be run
 */
record CachedPlan(
    QueryPlan plan, List<Field> fields, RowLayout parameterLayout, CircuitPool circuits) {
  CachedPlan {
    fields = List.copyOf(fields);
  }

  static CachedPlan of(QueryPlan plan, List<Field> fields) {
    return new CachedPlan(plan, fields, plan.parameterLayout(), new CircuitPool());
  }

  List<SqlType> parameterTypes() {
    return plan.parameterTypes();
  }
}
