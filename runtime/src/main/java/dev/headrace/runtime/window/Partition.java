package dev.headrace.runtime.window;

import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rows of one partition, in order, from 0. Reused for one partition after the other. */
public final class Partition {
  private OrderedRows all;
  private int from;
  private int size;
  private int[] groups = new int[16];
  private int[] groupStarts = new int[17];
  private int groupCount = -1;

  /** An empty partition of some rows. */
  public Partition(OrderedRows all) {
    this.all = all;
  }

  /** Stands for the rows in {@code [first, end)} from now on. */
  public void set(OrderedRows rows, int first, int end) {
    all = rows;
    from = first;
    size = end - first;
    groupCount = -1;
  }

  /** Number of rows. */
  public int size() {
    return size;
  }

  public byte[] slab() {
    return all.slab();
  }

  public RowLayout layout() {
    return all.layout();
  }

  /** Where a row stands in the slab. */
  public int row(int index) {
    return all.row(from + index);
  }

  public boolean isNull(int index, int column) {
    return Rows.isNull(all.slab(), row(index), column);
  }

  /** A row's value as its carrier, a copy; null for NULL. */
  @Nullable Object value(int index, int column) {
    Object value = new RowReader(all.layout()).get(all.slab(), row(index), column);
    return value instanceof Slice slice ? slice.copy() : value;
  }

  /** A row's SMALLINT, INTEGER or BIGINT, which is not NULL. */
  long integer(int index, int column) {
    int at = row(index) + all.layout().offset(column);
    return switch (all.layout().type(column).storage()) {
      case INT16 -> Rows.getShort(all.slab(), at);
      case INT32 -> Rows.getInt(all.slab(), at);
      default -> Rows.getLong(all.slab(), at);
    };
  }

  /** A row's REAL or DOUBLE, which is not NULL. */
  double number(int index, int column) {
    int at = row(index) + all.layout().offset(column);
    return all.layout().type(column).kind() == SqlType.Kind.REAL
        ? Rows.getFloat(all.slab(), at)
        : Rows.getDouble(all.slab(), at);
  }

  /** Whether a row's BOOLEAN column is TRUE; of a column below 0 it always is. */
  boolean isTrue(int index, int column) {
    if (column < 0) {
      return true;
    }
    int row = row(index);
    return !Rows.isNull(all.slab(), row, column)
        && all.slab()[row + all.layout().offset(column)] != 0;
  }

  /** The number, from 0, of the group of rows that are equal in the order. */
  int group(int index) {
    findGroups();
    return groups[index];
  }

  int groupCount() {
    findGroups();
    return groupCount;
  }

  /** Where a group starts; that of {@link #groupCount()} is where the last ends. */
  int groupStart(int group) {
    findGroups();
    return groupStarts[group];
  }

  int groupEnd(int group) {
    return groupStart(group + 1);
  }

  private void findGroups() {
    if (groupCount >= 0) {
      return;
    }
    if (groups.length < size) {
      groups = new int[Math.max(size, 2 * groups.length)];
      groupStarts = new int[groups.length + 1];
    }
    int group = -1;
    for (int i = 0; i < size; i++) {
      if (i == 0 || !all.samePeers(from + i - 1, from + i)) {
        groupStarts[++group] = i;
      }
      groups[i] = group;
    }
    groupCount = group + 1;
    groupStarts[groupCount] = size;
  }

  /** Order of a row against one of another partition that is ordered alike. */
  public int compare(int index, Partition other, int otherIndex) {
    return all.compare(from + index, other.all, other.from + otherIndex);
  }

  /** Whether two rows of one layout have the same value in a column. */
  boolean sameValue(int row, int column, byte[] otherSlab, int otherRow, int otherColumn) {
    byte[] bytes = all.slab();
    boolean none = Rows.isNull(bytes, row, column);
    if (none || Rows.isNull(otherSlab, otherRow, otherColumn)) {
      return none && Rows.isNull(otherSlab, otherRow, otherColumn);
    }
    int at = row + all.layout().offset(column);
    int otherAt = otherRow + all.layout().offset(otherColumn);
    int width = all.layout().type(column).storage().width();
    if (!all.layout().type(column).storage().isVariable()) {
      return Arrays.equals(bytes, at, at + width, otherSlab, otherAt, otherAt + width);
    }
    int start = row + Rows.getInt(bytes, at);
    int otherStart = otherRow + Rows.getInt(otherSlab, otherAt);
    return Arrays.equals(
        bytes,
        start,
        start + Rows.getInt(bytes, at + 4),
        otherSlab,
        otherStart,
        otherStart + Rows.getInt(otherSlab, otherAt + 4));
  }
}
