package dev.headrace.engine.cursor;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Segments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session's open cursors. They end with the transaction that declares them, unless they are
 * holdable and it commits.
 */
public final class Cursors {
  private final Map<String, Open> open = new LinkedHashMap<>();
  // of cursors and of changes by means of them
  private long declared;
  // cursors with smaller numbers have outlived their transaction
  private long firstOfTransaction;

  private record Open(Cursor cursor, long number) {}

  /** Throws if there is a cursor of the name. */
  public void requireUnknown(String name) {
    if (open.containsKey(name)) {
      throw new SqlException(
          ErrorCode.DUPLICATE_CURSOR, "cursor " + SqlException.quote(name) + " already exists");
    }
  }

  public void add(Cursor cursor) {
    open.put(cursor.name(), new Open(cursor, declared++));
  }

  public boolean isOpen(String name) {
    return open.containsKey(name);
  }

  public Cursor require(String name) {
    Open found = open.get(name);
    if (found == null) {
      throw unknown(name);
    }
    return found.cursor();
  }

  /**
   * The row of a table that a cursor is on, for a statement that changes it: the columns by which
   * it is found, or nothing if it has been deleted by means of the cursor.
   *
   * @param table its OID
   * @param tableName as messages show it
   * @param columns those of the table by which it is to be found
   */
  public Segments currentRow(String name, int table, String tableName, List<Field> columns) {
    Cursor cursor = require(name);
    if (Objects.requireNonNull(open.get(name)).number() < firstOfTransaction) {
      throw new SqlException(
          ErrorCode.INVALID_CURSOR_STATE,
          "cursor " + SqlException.quote(name) + " is held from a previous transaction");
    }
    return cursor.currentRow(table, tableName, columns);
  }

  /**
   * The row of a table that a cursor is on has been changed by means of the cursor.
   *
   * @param now the columns by which it is found from now on; null if it has been deleted
   */
  public void changed(String name, int table, @Nullable Batch now) {
    require(name).changed(table, declared++, now);
  }

  private static SqlException unknown(String name) {
    return new SqlException(
        ErrorCode.INVALID_CURSOR_NAME, "cursor " + SqlException.quote(name) + " does not exist");
  }

  /** All of them, the oldest first. */
  public List<Cursor> all() {
    List<Cursor> cursors = new ArrayList<>();
    open.values().forEach(each -> cursors.add(each.cursor()));
    return cursors;
  }

  public void close(String name) {
    if (open.remove(name) == null) {
      throw unknown(name);
    }
  }

  public void closeAll() {
    open.clear();
  }

  /** What {@link #rollbackTo} goes back to. */
  public long mark() {
    return declared;
  }

  /** Closes what was declared since a mark was taken, and forgets what was changed. */
  public void rollbackTo(long mark) {
    open.values().removeIf(each -> each.number() >= mark);
    open.values().forEach(each -> each.cursor().rollbackTo(mark));
  }

  /** The transaction ends. */
  public void endTransaction(boolean commit) {
    if (commit) {
      open.values().removeIf(each -> !each.cursor().isHoldable());
    } else {
      rollbackTo(firstOfTransaction);
    }
    firstOfTransaction = declared;
  }
}
