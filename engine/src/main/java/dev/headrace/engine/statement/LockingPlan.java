package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.sql.PlannedLocking;
import java.util.List;
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
        GivenRows.relation(LAST_OID - number, query.relation(), query.fields()),
        planner.apply(query.all()),
        planner.apply(query.first()),
        query.limit(),
        query.offset(),
        query.targets());
  }
}
