package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.RowLocks;
import dev.headrace.engine.database.Transaction;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowProjector;
import dev.headrace.model.Rows;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.PlannedLocking;
import dev.headrace.sql.RowLocking;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the queries of a statement that lock their rows. The rows come in the order of the result
 * and are locked one after the other, until there are as many as LIMIT and OFFSET ask for.
 */
final class LockingRunner {
  private final Supplier<Transaction> transaction;
  private final Patience patience;

  /** Runs a plan over what a statement sees. */
  @FunctionalInterface
  interface Runner {
    Segments run(CachedPlan plan, ReadView view);
  }

  LockingRunner(Supplier<Transaction> transaction, Patience patience) {
    this.transaction = transaction;
    this.patience = patience;
  }

  /**
   * The view with the rows that are locked.
   *
   * @throws OvertakenException if the statement has to look again
   */
  ReadView lock(QueryPlan plan, ParameterRow parameters, ReadView view, Runner runner) {
    ReadView seen = view;
    for (LockingPlan query : plan.locking()) {
      seen = seen.with(query.relation(), new Run(query, parameters, seen, runner).rows());
    }
    return seen;
  }

  private final class Run {
    private final LockingPlan query;
    private final ReadView view;
    private final Runner runner;
    private final RowLocks locks;
    private final RowLayout layout;
    private final RowProjector result;
    private final List<Image> images = new ArrayList<>();
    private final long offset;
    private final long wanted;
    private final Batch rows = new Batch(256);
    private long locked;
    private boolean skipped;

    /** Where a row to lock is in a row of the query. */
    private record Image(
        BaseRelation table, RowProjector projector, PlannedLocking.Target target, Batch row) {}

    Run(LockingPlan query, ParameterRow parameters, ReadView view, Runner runner) {
      this.query = query;
      this.view = view;
      this.runner = runner;
      this.locks = transaction.get().lockRowsOf(view, patience);
      this.layout = query.all().rowLayout();
      this.result = new RowProjector(layout, 0, query.relation().layout());
      for (PlannedLocking.Target target : query.targets()) {
        BaseRelation table = (BaseRelation) view.catalog().require(target.relation().name());
        RowProjector projector = new RowProjector(layout, target.column(), table.layout());
        images.add(new Image(table, projector, target, new Batch(64)));
      }
      offset = count(query.offset(), parameters, 0);
      long limit = count(query.limit(), parameters, Long.MAX_VALUE);
      wanted = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : limit + offset;
    }

    private static long count(@Nullable Expr expr, ParameterRow parameters, long otherwise) {
      Object value = expr == null ? null : new Interpreter().evaluate(expr, parameters);
      return value == null ? otherwise : Math.max(0, (Long) value);
    }

    Segments rows() {
      for (Image image : images) {
        if (!locks.lockTable(image.table)) {
          throw new OvertakenException();
        }
      }
      lockAll(runner.run(query.first(), view));
      if (skipped && locked < wanted) {
        // there may be others in the place of those that were skipped
        rows.clear();
        locked = 0;
        lockAll(runner.run(query.all(), view));
      }
      return Segments.of(rows);
    }

    private void lockAll(Segments found) {
      for (int i = 0; i < found.size() && locked < wanted; i++) {
        byte[] slab = found.slab(i);
        for (int row = found.from(i);
            row < found.to(i) && locked < wanted;
            row += Rows.length(slab, row)) {
          if (!lock(slab, row)) {
            skipped = true;
            continue;
          }
          long copies = Math.min(Rows.weight(slab, row), wanted - locked);
          long shown = Math.min(copies, locked + copies - offset);
          locked += copies;
          if (shown > 0) {
            result.append(slab, row, rows, Math.toIntExact(shown));
          }
        }
      }
    }

    private boolean lock(byte[] slab, int row) {
      for (Image image : images) {
        image.row.clear();
        image.projector.append(slab, row, image.row, 1);
        RowLocking.Strength strength = image.target.strength();
        switch (locks.lock(image.table, image.row.bytes(), 0, strength, image.target.onLocked())) {
          case LOCKED -> {}
          case SKIPPED -> {
            return false;
          }
          case CHANGED -> throw new OvertakenException();
        }
      }
      return true;
    }
  }
}
