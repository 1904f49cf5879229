package dev.headrace.engine.statement;

import dev.headrace.engine.constraint.ConstraintTiming;
import dev.headrace.engine.constraint.ForeignKeys;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.PlannedChange;
import dev.headrace.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes rows of tables for a session: INSERT, UPDATE, DELETE, MERGE and TRUNCATE, and what they
 * mean for constraints.
 */
final class ChangeRunner {
  /** A savepoint's name that no text can spell. */
  private static final String BATCH = "\0batch";

  private final PlanRunner plans;
  private final RelRunner rels;
  private final TransactionControl transactions;
  private final DefinitionRunner definitions;
  private final CursorRunner cursors;
  private final Patience patience;

  ChangeRunner(
      PlanRunner plans,
      RelRunner rels,
      TransactionControl transactions,
      DefinitionRunner definitions,
      CursorRunner cursors,
      Patience patience) {
    this.plans = plans;
    this.rels = rels;
    this.transactions = transactions;
    this.definitions = definitions;
    this.cursors = cursors;
    this.patience = patience;
  }

  /** Runs an INSERT, UPDATE, DELETE or MERGE of a table. */
  Outcome run(Prepared prepared, String name, List<? extends @Nullable Object> values) {
    return run(prepared, name, view -> plans.run(prepared, values, view, transactions.time()));
  }

  private Outcome run(Prepared prepared, String name, Function<ReadView, PlanRunner.Rows> source) {
    Statement statement = prepared.parsed().statement();
    String command =
        switch (statement) {
          case Statement.Insert insert -> "INSERT";
          case Statement.Update update -> "UPDATE";
          case Statement.Delete delete -> "DELETE";
          default -> "MERGE";
        };
    transactions.requireWritable(command);
    Transaction open = transactions.current();
    while (true) {
      BaseRelation table = prepared.target(transactions.names(), name);
      open.lock(table, Transaction.modeOf(table, statement instanceof Statement.Insert), patience);
      try (ReadView view = open.read()) {
        // while it waited for the table, another may have taken its place
        if (view.catalog().holds(table)) {
          PlanRunner.Rows rows = source.apply(view);
          PlannedChange change = Objects.requireNonNull(rows.plan().plan().change());
          DmlRunner runner = DmlRunner.of(table, view.catalog(), rows);
          if (runner.applyTo(open, view, patience)) {
            enforce(table, runner, open);
            change.current().ifPresent(row -> cursors.changed(row, table, runner.delta()));
            String tag = command.equals("INSERT") ? "INSERT 0" : command;
            return change.returning().isEmpty()
                ? Outcome.Done.of(tag, runner.rows())
                : new Outcome.Rows(tag, change.returning(), runner.returned());
          }
        }
      } catch (OvertakenException _) {
        // once more, with what its queries have locked
        transactions.current();
      }
    }
  }

  /** What the change means for other tables. */
  void enforce(BaseRelation table, DmlRunner runner, Transaction open) {
    if (ForeignKeys.concern(table, open.catalog())) {
      ForeignKeys.enforce(table, runner.delta(), runner.updates(), open, patience, rels::rows);
    }
  }

  /** Checks what was left to the end of the transaction. */
  void checkDeferred(Transaction open) {
    ConstraintTiming.check(ConstraintTiming.all(open.catalog()), open, patience, rels::rows);
  }

  /** Runs SET CONSTRAINTS. */
  Outcome setConstraints(Statement.SetConstraints set) {
    Outcome.Done done = Outcome.Done.of("SET CONSTRAINTS");
    Optional<Notice> useless = transactions.constraintsOutsideBlock();
    Transaction open = transactions.current();
    ConstraintTiming.Some due = ConstraintTiming.set(set, open, transactions.names());
    ConstraintTiming.check(due, open, patience, rels::rows);
    return useless.map(done::with).orElse(done);
  }

  /** Runs TRUNCATE. */
  Outcome truncate(Statement.Truncate truncate) {
    transactions.requireWritable("TRUNCATE TABLE");
    Transaction open = transactions.current();
    Set<String> names = new LinkedHashSet<>();
    for (String name : truncate.names()) {
      transactions.names().requireSchemaOf(name);
      BaseRelation table = StatementPlanner.table(transactions.names(), name, "truncate");
      names.add(table.name());
    }
    List<Notice> notices = addReferring(truncate, names, open.catalog());
    for (String name : names) {
      open.lock((BaseRelation) open.catalog().require(name), LockMode.ACCESS_EXCLUSIVE, patience);
    }
    try (ReadView view = open.read()) {
      for (String name : names) {
        BaseRelation table = (BaseRelation) view.catalog().require(name);
        Segments all = view.scan(table, Objects.requireNonNull(table.store()));
        DmlRunner runner = new DmlRunner(table).delete(all);
        if (!runner.applyTo(open, view, patience)) {
          throw new IllegalStateException("a locked table was changed");
        }
      }
    }
    if (truncate.restartIdentity()) {
      definitions.restartSequences(names);
    }
    return new Outcome.Done("TRUNCATE TABLE", -1, notices);
  }

  /** Tables that refer to truncated ones must be truncated with them. */
  private static List<Notice> addReferring(
      Statement.Truncate truncate, Set<String> names, Catalog catalog) {
    List<Notice> notices = new ArrayList<>();
    Deque<String> next = new ArrayDeque<>(names);
    while (!next.isEmpty()) {
      Relation table = catalog.require(next.remove());
      for (ForeignKey key : catalog.foreignKeysTo(table)) {
        String child = catalog.relation(key.relation()).orElseThrow().name();
        if (names.contains(child)) {
          continue;
        }
        if (!truncate.cascade()) {
          throw new SqlException(
                  ErrorCode.FEATURE_NOT_SUPPORTED,
                  "cannot truncate a table referenced in a foreign key constraint")
              .withDetail(
                  "Table "
                      + SqlException.quote(child)
                      + " references "
                      + SqlException.quote(table.simpleName())
                      + ".")
              .withHint(
                  "Truncate table "
                      + SqlException.quote(child)
                      + " at the same time, or use TRUNCATE ... CASCADE.");
        }
        notices.add(Notice.of("truncate cascades to table " + SqlException.quote(child)));
        names.add(child);
        next.add(child);
      }
    }
    return notices;
  }

  /**
   * Inserts the rows of a batch as those of one INSERT, if that is the same: it makes one row of
   * its parameters each time, and looks at no others.
   *
   * @return false if it was not done, be it that one of them cannot be inserted
   */
  boolean insertTogether(
      Prepared prepared, List<? extends List<? extends @Nullable Object>> batch) {
    CachedPlan plan = prepared.plan();
    if (batch.size() < 2
        || plan == null
        || !plan.insertsOneRow()
        || !(prepared.parsed().statement() instanceof Statement.Insert insert)) {
      return false;
    }
    Transaction open = transactions.current();
    open.savepoint(BATCH, () -> {});
    boolean done = false;
    try {
      run(
          prepared,
          insert.table(),
          view -> plans.runEach(prepared, batch, view, transactions.time()));
      done = true;
    } catch (SqlException _) {
      // one by one, it shows which of them it is
    } finally {
      if (!done) {
        open.rollbackTo(BATCH);
      }
      open.releaseSavepoint(BATCH);
    }
    return done;
  }

  /** Puts the rows of CREATE TABLE AS into the table. */
  Outcome fill(Statement.CreateTableAs create, Segments rows, ReadView view) {
    BaseRelation table =
        StatementPlanner.table(transactions.names(view.catalog()), create.name(), "insert into");
    DmlRunner runner = new DmlRunner(table).insert(rows);
    runner.applyTo(transactions.current(), view, patience);
    return Outcome.Done.of("SELECT", runner.rows());
  }
}
