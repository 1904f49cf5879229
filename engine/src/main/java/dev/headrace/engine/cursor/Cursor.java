package dev.headrace.engine.cursor;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.Statement.DeclareCursor;
import dev.headrace.sql.Statement.FetchCursor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result and a position in it: before its first row, on one of its rows, or behind the last. */
public final class Cursor {
  private final DeclareCursor declaration;
  private final String text;
  private final ShownRows rows;
  private final Instant created;
  private long position;

  /** Rows that are asked for, by numbers; none if the last comes before the first. */
  private record Span(long first, long last, boolean backward) {
    static final Span NONE = new Span(1, 0, false);

    long count() {
      return Math.max(0, last - first + 1);
    }
  }

  /**
   * A cursor before its first row.
   *
   * @param text of the statement that declares it
   */
  public Cursor(DeclareCursor declaration, String text, ShownRows rows, Instant created) {
    this.declaration = declaration;
    this.text = text;
    this.rows = rows;
    this.created = created;
  }

  public String name() {
    return declaration.name();
  }

  /** The statement that declares it. */
  public String text() {
    return text;
  }

  public List<Field> fields() {
    return rows.fields();
  }

  public RowLayout layout() {
    return rows.layout();
  }

  public Instant created() {
    return created;
  }

  /** Whether it outlives its transaction. */
  public boolean isHoldable() {
    return declaration.hold();
  }

  /** Whether a plain FETCH is answered in the protocol's binary format. */
  public boolean isBinary() {
    return declaration.binary();
  }

  /** Whether it goes back. */
  public boolean isScrollable() {
    return declaration.scroll().orElse(true);
  }

  /**
   * Moves on and gives the rows on the way.
   *
   * @throws SqlException {@link ErrorCode#OBJECT_NOT_IN_PREREQUISITE_STATE} if that is backward and
   *     the cursor cannot
   */
  public Segments fetch(FetchCursor fetch) {
    if (isCurrent(fetch) && isOnRow()) {
      requireScrollable();
    }
    Span span = advance(fetch);
    return rows.between(span.first(), span.last(), span.backward());
  }

  /** Moves on and gives the number of rows on the way; throws as {@link #fetch} does. */
  public long move(FetchCursor move) {
    return advance(move).count();
  }

  /** The row of a table that it is on: what finds it, which may be nothing any more. */
  Segments currentRow(int table, String tableName, List<Field> columns) {
    return rows.identity(name(), table, tableName, columns, isOnRow() ? position : 0);
  }

  void changed(int table, long number, @Nullable Batch now) {
    rows.changed(table, position, number, now);
  }

  void rollbackTo(long number) {
    rows.rollbackTo(number);
  }

  private static boolean isCurrent(FetchCursor fetch) {
    return fetch.count() == 0 && fetch.direction() != FetchCursor.Direction.ABSOLUTE;
  }

  private boolean isOnRow() {
    return position >= 1 && position <= rows.count();
  }

  private Span advance(FetchCursor fetch) {
    long count = fetch.count();
    return switch (fetch.direction()) {
      case FORWARD -> count < 0 ? backward(-count) : forward(count);
      case BACKWARD -> count < 0 ? forward(-count) : backward(count);
      case ABSOLUTE -> absolute(count);
      case RELATIVE -> relative(count);
    };
  }

  private Span forward(long count) {
    if (count == 0) {
      return current();
    }
    long first = position + 1;
    position = count > rows.count() - position ? rows.count() + 1 : position + count;
    return new Span(first, Math.min(position, rows.count()), false);
  }

  private Span backward(long count) {
    if (count == 0) {
      return current();
    }
    requireScrollable();
    long last = position - 1;
    position = count >= position ? 0 : position - count;
    return new Span(Math.max(position, 1), last, true);
  }

  private Span current() {
    return isOnRow() ? new Span(position, position, false) : Span.NONE;
  }

  private Span absolute(long number) {
    if (number < 0 || (number <= position && position > 0)) {
      requireScrollable();
    }
    return to(number < 0 ? rows.count() + 1 + number : number);
  }

  private Span relative(long distance) {
    if (distance == 0) {
      return current();
    }
    if (distance < 0) {
      requireScrollable();
    }
    return to(distance > rows.count() - position ? rows.count() + 1 : position + distance);
  }

  private Span to(long number) {
    position = Math.max(0, Math.min(number, rows.count() + 1));
    return current();
  }

  private void requireScrollable() {
    if (!isScrollable()) {
      throw new SqlException(
              ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward")
          .withHint("Declare it with SCROLL option to enable backward scan.");
    }
  }
}
