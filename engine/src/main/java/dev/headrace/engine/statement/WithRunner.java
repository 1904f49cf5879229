package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Transaction;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.PlannedChange;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements whose WITH clause changes data. All parts see the rows of before, and of each
 * other what they return. They run to their end, whether or not anybody reads that: first what the
 * main statement reads, then itself, then the others from the last to the first, which is the order
 * that PostgreSQL has. Of several that change one row, the first does.
 */
final class WithRunner {
  /** A savepoint's name that no text can spell. */
  private static final String MARK = "\0with";

  private final PlanRunner plans;
  private final TransactionControl transactions;
  private final Patience patience;
  private final CopyRunner.Enforcement enforcement;

  WithRunner(
      PlanRunner plans,
      TransactionControl transactions,
      Patience patience,
      CopyRunner.Enforcement enforcement) {
    this.plans = plans;
    this.transactions = transactions;
    this.patience = patience;
    this.enforcement = enforcement;
  }

  Outcome run(
      Prepared prepared, Statement.With statement, List<? extends @Nullable Object> values) {
    List<Statement> changes = new ArrayList<>(statement.with().changes());
    if (!(statement.main() instanceof Statement.Select)) {
      changes.add(statement.main());
    }
    transactions.requireWritable(command(statement.main()));
    Transaction open = transactions.current();
    while (true) {
      List<BaseRelation> tables = new ArrayList<>();
      for (Statement change : changes) {
        BaseRelation table =
            StatementPlanner.table(transactions.names(), tableName(change), "change");
        open.lock(table, Transaction.modeOf(table, change instanceof Statement.Insert), patience);
        tables.add(table);
      }
      try (ReadView view = open.read()) {
        // while it waited for a table, another may have taken its place
        if (tables.stream().allMatch(view.catalog()::holds)) {
          Run run = new Run(tables, view, plans.bind(prepared, values, view, transactions.time()));
          run.runAll();
          if (run.applyTo(open)) {
            return run.outcome(prepared, statement.main());
          }
        }
      }
    }
  }

  private static String tableName(Statement change) {
    return switch (change) {
      case Statement.Insert insert -> insert.table();
      case Statement.Update update -> update.table();
      case Statement.Delete delete -> delete.table();
      case Statement.Merge merge -> merge.table();
      default -> throw new IllegalStateException("not a change: " + change);
    };
  }

  private static String command(Statement change) {
    return switch (change) {
      case Statement.Insert _ -> "INSERT";
      case Statement.Update _ -> "UPDATE";
      case Statement.Delete _ -> "DELETE";
      case Statement.Merge _ -> "MERGE";
      case Statement.Select _ -> "SELECT";
      default -> throw new IllegalStateException("not a change: " + change);
    };
  }

  /** One attempt. */
  private final class Run {
    private final List<BaseRelation> tables;
    private final ReadView view;
    private final PlanRunner.Bound bound;
    private final List<WithPlans.Part> parts;

    // of the clause's changes, and of the main statement behind them if it is one
    private final @Nullable DmlRunner[] done;
    private final boolean[] read;
    private final List<Integer> order = new ArrayList<>();
    private final Map<Integer, RowSet> changed = new HashMap<>();
    private ReadView visible;
    private Segments selected = new Segments();

    Run(List<BaseRelation> tables, ReadView view, PlanRunner.Bound bound) {
      this.tables = tables;
      this.view = view;
      this.visible = view;
      this.bound = bound;
      this.parts = bound.plan().parts();
      this.done = new DmlRunner[tables.size()];
      this.read = new boolean[parts.size()];
    }

    void runAll() {
      CachedPlan main = bound.plan();
      runReadBy(main);
      if (main.plan().change() == null) {
        selected = plans.run(main, bound.row(main), visible).segments();
      } else {
        change(tables.size() - 1, main);
      }
      // a query runs only if it is read
      for (int i = parts.size() - 1; i >= 0; i--) {
        if (!parts.get(i).isQuery()) {
          runPart(i);
        }
      }
    }

    /** Runs the parts that a plan reads. */
    private void runReadBy(CachedPlan plan) {
      for (Rel.Scan scan : plan.scans()) {
        for (int i = 0; i < parts.size(); i++) {
          BaseRelation rows = parts.get(i).rows();
          if (rows != null && rows.name().equals(scan.relation())) {
            runPart(i);
          }
        }
      }
    }

    private void runPart(int index) {
      if (read[index]) {
        return;
      }
      read[index] = true;
      WithPlans.Part part = parts.get(index);
      runReadBy(part.plan());
      Segments rows =
          part.isQuery()
              ? plans.run(part.plan(), bound.row(part.plan()), visible).segments()
              : change(changesBefore(index), part.plan()).returned();
      if (part.rows() != null) {
        visible = visible.with(part.rows(), rows);
      }
    }

    private int changesBefore(int index) {
      return (int) parts.subList(0, index).stream().filter(part -> !part.isQuery()).count();
    }

    private DmlRunner change(int index, CachedPlan plan) {
      BaseRelation table = tables.get(index);
      PlanRunner.Rows rows = plans.run(plan, bound.row(plan), visible);
      RowSet before = changed.computeIfAbsent(table.oid(), _ -> new RowSet(table.layout()));
      DmlRunner runner = DmlRunner.of(table, view.catalog(), rows, before);
      Batch delta = runner.delta();
      for (int row = 0; row < delta.end(); row = delta.next(row)) {
        if (Rows.weight(delta.bytes(), row) < 0) {
          before.add(delta.bytes(), row);
        }
      }
      done[index] = runner;
      order.add(index);
      return runner;
    }

    /** Makes the changes part of a transaction, all or none; false if they must be made anew. */
    boolean applyTo(Transaction open) {
      open.savepoint(MARK, () -> {});
      boolean applied = true;
      for (int i = 0; i < order.size() && applied; i++) {
        applied = runner(order.get(i)).applyTo(open, view, patience);
      }
      if (!applied) {
        open.rollbackTo(MARK);
      }
      open.releaseSavepoint(MARK);
      if (applied) {
        order.forEach(i -> enforcement.enforce(tables.get(i), runner(i), open));
      }
      return applied;
    }

    private DmlRunner runner(int index) {
      return Objects.requireNonNull(done[index]);
    }

    Outcome outcome(Prepared prepared, Statement main) {
      PlannedChange change = bound.plan().plan().change();
      if (change == null) {
        return new Outcome.Rows("SELECT", prepared.fields(), prepared.layout(), selected);
      }
      DmlRunner runner = runner(tables.size() - 1);
      String tag = main instanceof Statement.Insert ? "INSERT 0" : command(main);
      return change.returning().isEmpty()
          ? Outcome.Done.of(tag, runner.rows())
          : new Outcome.Rows(tag, change.returning(), runner.returned());
    }
  }
}
