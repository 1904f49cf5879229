package dev.headrace.engine.statement;

import dev.headrace.engine.cursor.Cursor;
import dev.headrace.engine.cursor.Cursors;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.RowLocking;
import dev.headrace.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DECLARE, FETCH, MOVE and CLOSE. */
final class CursorRunner {
  private final TransactionControl transactions;
  private final Cursors cursors;
  private final Queries queries;

  /** Runs the query of a cursor. */
  @FunctionalInterface
  interface Queries {
    Outcome.Rows run(
        Statement.DeclareCursor declare, Prepared cursor, List<? extends @Nullable Object> values);
  }

  CursorRunner(TransactionControl transactions, Queries queries) {
    this.transactions = transactions;
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
    Outcome.Rows result = queries.run(declare, prepared, values);
    cursors.add(
        new Cursor(
            declare,
            prepared.parsed().text(),
            result.fields(),
            result.layout(),
            result.rows(),
            transactions.time()));
    return Outcome.Done.of("DECLARE CURSOR");
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

  private Outcome close(Statement.CloseCursor close) {
    if (close.name().isPresent()) {
      cursors.close(close.name().get());
      return Outcome.Done.of("CLOSE CURSOR");
    }
    cursors.closeAll();
    return Outcome.Done.of("CLOSE CURSOR ALL");
  }
}
