package dev.headrace.engine.statement;

import dev.headrace.engine.cursor.Cursor;
import dev.headrace.engine.cursor.Cursors;
import dev.headrace.engine.cursor.ShownRows;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowProjector;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.CurrentRow;
import dev.headrace.sql.CursorQuery;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.RowLocking;
import dev.headrace.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DECLARE, FETCH, MOVE and CLOSE. */
final class CursorRunner {
  private final TransactionControl transactions;
  private final Cursors cursors;
  private final Preparation preparation;
  private final Queries queries;

  /** Runs the query of a cursor. */
  @FunctionalInterface
  interface Queries {
    Outcome.Rows run(Prepared query, List<? extends @Nullable Object> values);
  }

  /** Prepares the query of a cursor. */
  @FunctionalInterface
  interface Preparation {
    Prepared prepare(ParsedStatement query, List<? extends @Nullable SqlType> types);
  }

  CursorRunner(TransactionControl transactions, Preparation preparation, Queries queries) {
    this.transactions = transactions;
    this.preparation = preparation;
    this.cursors = transactions.cursors();
    this.queries = queries;
  }

  Outcome run(
      Prepared prepared, Statement.Cursor statement, List<? extends @Nullable Object> values) {
    return switch (statement) {
      case Statement.DeclareCursor declare -> declare(prepared, declare, values);
      case Statement.FetchCursor fetch -> fetch(prepared, fetch);
      case Statement.CloseCursor close -> close(close);
    };
  }

  private Outcome declare(
      Prepared prepared, Statement.DeclareCursor declare, List<? extends @Nullable Object> values) {
    if (!declare.hold()) {
      transactions.requireBlockOrSeveral("DECLARE CURSOR");
    }
    requireReadOnlyIfMore(declare);
    cursors.requireUnknown(declare.name());
    Statement.Select select = (Statement.Select) declare.query().statement();
    CursorQuery changeable =
        CursorQuery.of(select.query(), new PlannerCatalog(transactions.names())).orElse(null);
    ParsedStatement query =
        changeable == null
            ? declare.query()
            : new ParsedStatement(
                new Statement.Select(changeable.query(), select.locking()),
                declare.query().text(),
                declare.query().offset());
    Outcome.Rows result =
        queries.run(preparation.prepare(query, prepared.parameterTypes()), values);
    List<ShownRows.Target> targets = targets(declare.name(), changeable);
    int further = targets.stream().mapToInt(ShownRows.Target::columns).sum();
    List<Field> shown = result.fields().subList(0, result.fields().size() - further);
    ShownRows rows =
        new ShownRows(result.layout(), result.rows(), shown, targets, !select.locking().isEmpty());
    cursors.add(new Cursor(declare, prepared.parsed().text(), rows, transactions.time()));
    return Outcome.Done.of("DECLARE CURSOR");
  }

  private List<ShownRows.Target> targets(String name, @Nullable CursorQuery query) {
    return query == null
        ? List.of()
        : query.targets().stream()
            .map(
                target ->
                    new ShownRows.Target(
                        transactions.catalog().require(target.relation().name()).oid(),
                        target.column(),
                        new CurrentRow(name, target.relation()).fields()))
            .toList();
  }

  private static void requireReadOnlyIfMore(Statement.DeclareCursor declare) {
    List<RowLocking> locking =
        declare.query().statement() instanceof Statement.Select select
            ? select.locking()
            : List.of();
    boolean scrolls = declare.scroll().orElse(false);
    if (!locking.isEmpty() && (declare.hold() || scrolls)) {
      String what = declare.hold() ? "DECLARE CURSOR WITH HOLD" : "DECLARE SCROLL CURSOR";
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              what + " ... " + locking.getFirst().strength().clause() + " is not supported")
          .withDetail((declare.hold() ? "Holdable" : "Scrollable") + " cursors must be READ ONLY.");
    }
  }

  private Outcome fetch(Prepared prepared, Statement.FetchCursor fetch) {
    Cursor cursor = cursors.require(fetch.name());
    if (fetch.move()) {
      return Outcome.Done.of("MOVE", cursor.move(fetch));
    }
    if (!PlanRunner.sameTypes(prepared.fields(), cursor.fields())) {
      throw PlanRunner.changedType();
    }
    return new Outcome.Rows("FETCH", cursor.fields(), cursor.layout(), cursor.fetch(fetch));
  }

  /** The row that a cursor is on has been changed, or deleted. */
  void changed(CurrentRow row, BaseRelation table, Batch delta) {
    Batch identity = null;
    for (int at = 0; at < delta.end(); at = delta.next(at)) {
      if (Rows.weight(delta.bytes(), at) > 0) {
        identity = new Batch(64);
        new RowProjector(table.layout(), CurrentRow.identity(row.target()))
            .append(delta.bytes(), at, identity, 1);
      }
    }
    if (!delta.isEmpty()) {
      cursors.changed(row.cursor(), table.oid(), identity);
    }
  }

  private Outcome close(Statement.CloseCursor close) {
    if (close.name().isPresent()) {
      cursors.close(close.name().get());
      return Outcome.Done.of("CLOSE CURSOR");
    }
    cursors.closeAll();
    return Outcome.Done.of("CLOSE CURSOR ALL");
  }
}
