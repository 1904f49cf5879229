package dev.headrace.engine.cursor;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowProjector;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Segments;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a cursor, which may have more columns than clients see: those by which the rows of
 * tables are found that can be changed by means of it.
 *
 * <p>A row that is changed like that may be found by other values afterwards, or not at all; this
 * is remembered until the transaction returns to a savepoint before.
 */
public final class ShownRows {
  private final NumberedRows rows;
  private final RowLayout stored;
  private final List<Field> fields;
  private final RowLayout layout;
  private final @Nullable RowProjector shown;
  private final List<Target> targets;
  private final boolean locking;
  private final Map<Place, Deque<Change>> changes = new HashMap<>();

  /**
   * A table whose rows can be changed.
   *
   * @param oid the table's
   * @param column where the columns begin that find its rows, from 0, behind those that are shown
   * @param identity what they are in the table
   */
  public record Target(int oid, int column, List<Field> identity) {
    public Target {
      identity = List.copyOf(identity);
    }

    /** How many columns find its rows. */
    public int columns() {
      return identity.size();
    }

    // those of a table that has been altered since may be others
    private boolean hasIdentity(List<Field> fields) {
      boolean same = fields.size() == identity.size();
      for (int i = 0; same && i < fields.size(); i++) {
        Field field = fields.get(i);
        Field known = identity.get(i);
        same = field.name().equals(known.name()) && field.type().equals(known.type());
      }
      return same;
    }
  }

  private record Place(int table, long position) {}

  private record Change(long number, @Nullable Batch now) {}

  /**
   * @param stored layout of the rows
   * @param fields the columns that are shown, which are the first
   * @param locking whether the rows are locked
   */
  public ShownRows(
      RowLayout stored, Segments rows, List<Field> fields, List<Target> targets, boolean locking) {
    this.rows = new NumberedRows(rows);
    this.stored = stored;
    this.fields = List.copyOf(fields);
    this.layout = RowLayout.of(fields);
    this.shown = targets.isEmpty() ? null : new RowProjector(stored, 0, layout);
    this.targets = List.copyOf(targets);
    this.locking = locking;
  }

  List<Field> fields() {
    return fields;
  }

  RowLayout layout() {
    return layout;
  }

  long count() {
    return rows.count();
  }

  /** As {@link NumberedRows#between}, of the columns that are shown. */
  Segments between(long first, long last, boolean backward) {
    Segments found = rows.between(first, last, backward);
    return shown == null ? found : projected(found, shown);
  }

  private static Segments projected(Segments found, RowProjector columns) {
    Batch projected = new Batch(256);
    for (int i = 0; i < found.size(); i++) {
      byte[] slab = found.slab(i);
      for (int row = found.from(i); row < found.to(i); row += Rows.length(slab, row)) {
        columns.append(slab, row, projected, Rows.weight(slab, row));
      }
    }
    return Segments.of(projected);
  }

  /**
   * What finds the row of a table that is shown at a position; no row if it has been deleted.
   *
   * @param cursor the name of the cursor
   * @param columns those of the table that are to find it
   * @param position from 1; 0 for none
   */
  Segments identity(
      String cursor, int table, String tableName, List<Field> columns, long position) {
    Target target = target(cursor, table, tableName);
    if (!target.hasIdentity(columns)) {
      throw state(
              "cursor "
                  + SqlException.quote(cursor)
                  + " is not a simply updatable scan of table "
                  + SqlException.quote(tableName))
          .withDetail("The table has been altered since the cursor was declared.");
    }
    if (position == 0) {
      throw state("cursor " + SqlException.quote(cursor) + " is not positioned on a row");
    }
    Deque<Change> changed = changes.get(new Place(table, position));
    if (changed != null) {
      Batch now = changed.getLast().now();
      return now == null ? new Segments() : Segments.of(now);
    }
    int from = fields.size() + target.column();
    List<Integer> places = IntStream.range(from, from + target.columns()).boxed().toList();
    return projected(rows.between(position, position, false), new RowProjector(stored, places));
  }

  private Target target(String cursor, int table, String tableName) {
    List<Target> found = targets.stream().filter(target -> target.oid() == table).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    String what =
        !locking
            ? " is not a simply updatable scan of table "
            : found.isEmpty()
                ? " does not have a FOR UPDATE/SHARE reference to table "
                : " has multiple FOR UPDATE/SHARE references to table ";
    throw state("cursor " + SqlException.quote(cursor) + what + SqlException.quote(tableName));
  }

  private static SqlException state(String message) {
    return new SqlException(ErrorCode.INVALID_CURSOR_STATE, message);
  }

  /**
   * The row of a table that is shown at a position is found by other values.
   *
   * @param number larger than those of changes before
   * @param now the values; null if there is no such row any more
   */
  void changed(int table, long position, long number, @Nullable Batch now) {
    changes
        .computeIfAbsent(new Place(table, position), _ -> new ArrayDeque<>())
        .add(new Change(number, now));
  }

  /** Forgets the changes from a number on. */
  void rollbackTo(long number) {
    changes.values().forEach(each -> each.removeIf(change -> change.number() >= number));
    changes.values().removeIf(Deque::isEmpty);
  }
}
