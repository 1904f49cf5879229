package dev.headrace.engine.statement;

import dev.headrace.codegen.circuit.StraightPlan;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Lookups;
import dev.headrace.engine.database.Scans;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.sql.PlannedInsert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan as sessions share it.
 *
 * @param lookups what of a catalog it was made of; null for a plan of one catalog only
 * @param parameterLayout layout of the row with all parameters
 * @param rowLayout of the rows that running it gives
 * @param resultLayout of the rows that a client gets
 * @param scans of the plan
 * @param straight the plan if it has one pipeline only
 * @param repeatable whether the same relations and parameters make for the same rows
 * @param circuits ready to be run
 * @param parts of a WITH clause that changes data
 */
record CachedPlan(
    QueryPlan plan,
    @Nullable Lookups lookups,
    RowLayout parameterLayout,
    RowLayout rowLayout,
    RowLayout resultLayout,
    List<Rel.Scan> scans,
    @Nullable StraightPlan straight,
    boolean repeatable,
    CircuitPool circuits,
    List<WithPlans.Part> parts) {
  CachedPlan {
    parts = List.copyOf(parts);
    scans = List.copyOf(scans);
  }

  /** A plan that is run at once and never again. */
  static CachedPlan once(QueryPlan plan) {
    return of(plan, null);
  }

  static CachedPlan of(QueryPlan plan, @Nullable Lookups lookups) {
    return new CachedPlan(
        plan,
        lookups,
        plan.parameterLayout(),
        RowLayout.of(plan.rel().fields()),
        RowLayout.of(plan.fields()),
        Scans.of(plan.rel()),
        StraightPlan.of(plan.rel()).orElse(null),
        ResultCache.suits(plan),
        new CircuitPool(),
        List.of());
  }

  /** The plan of a statement behind a WITH clause that changes data. */
  CachedPlan with(List<WithPlans.Part> others) {
    return new CachedPlan(
        plan,
        lookups,
        parameterLayout,
        rowLayout,
        resultLayout,
        scans,
        straight,
        repeatable,
        circuits,
        others);
  }

  /** Whether a catalog would have made the same plan. */
  boolean holds(Catalog catalog) {
    return lookups != null && lookups.hold(catalog);
  }

  /** Columns of the statement's result; empty if it has none. */
  List<Field> fields() {
    return plan.fields();
  }

  /** Whether it is an INSERT of one row that is made of parameters. */
  boolean insertsOneRow() {
    return plan.change() instanceof PlannedInsert insert
        && insert.conflict().isEmpty()
        && insert.returning().isEmpty()
        && straight != null
        && straight.leaf() instanceof Rel.Values values
        && values.rows().size() == 1
        && straight.isPlain();
  }

  List<SqlType> parameterTypes() {
    return plan.parameterTypes();
  }
}
