package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.TableInput;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.sql.PlannedLocking;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A query that locks its rows, planned.
 *
 * @param relation what the statement reads its rows as; it has none of its own
 * @param all the query without LIMIT and OFFSET, with images of the rows to lock
 * @param first the same without rows that are not wanted if none has to be skipped
 */
record LockingPlan(
    BaseRelation relation,
    CachedPlan all,
    CachedPlan first,
    @Nullable Expr limit,
    @Nullable Expr offset,
    List<PlannedLocking.Target> targets) {
  // nothing else has OIDs like this
  private static final int LAST_OID = -1000;

  LockingPlan {
    targets = List.copyOf(targets);
  }

  static LockingPlan of(PlannedLocking query, int number, Function<Rel, CachedPlan> planner) {
    return new LockingPlan(
        relation(query.relation(), LAST_OID - number, query.fields()),
        planner.apply(query.all()),
        planner.apply(query.first()),
        query.limit(),
        query.offset(),
        query.targets());
  }

  private static BaseRelation relation(String name, int oid, List<Field> fields) {
    return new BaseRelation(
        oid,
        name,
        BaseRelation.Kind.TABLE,
        fields,
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        RowStore.bag(RowLayout.of(fields), MemoryBudget.unlimited()),
        TableInput.of(new InputOperator(name, 1)),
        Map.of(),
        null);
  }
}
