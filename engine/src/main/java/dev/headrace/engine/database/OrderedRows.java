package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.IndexSnapshot;
import dev.headrace.runtime.state.KeyRange;
import dev.headrace.runtime.state.RangeCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement sees of a relation in one of its orders: the rows of a commit, and what its
 * transaction has changed of them.
 */
public final class OrderedRows {
  private final IndexSnapshot committed;
  private final @Nullable TableChanges own;
  private final KeyOrder order;

  OrderedRows(IndexSnapshot committed, @Nullable TableChanges own, KeyOrder order) {
    this.committed = committed;
    this.own = own;
    this.order = order;
  }

  /** About how many rows a range has; exact for few. */
  public long estimate(KeyRange range) {
    return committed.estimate(range);
  }

  /** How many rows a range has, if the transaction has not changed any; else -1. */
  public long count(KeyRange range) {
    return own == null ? committed.count(range) : -1;
  }

  /** Adds all rows of a range; returns how many, those that are there several times once. */
  public int addTo(KeyRange range, Segments target) {
    if (own == null && range.isPrefix()) {
      byte[] prefix = range.from().bytes();
      return committed.forEach(prefix, 0, prefix.length, (slab, row) -> add(slab, row, target));
    }
    int count = 0;
    for (RowWalk walk : walks(range, false)) {
      while (walk.next()) {
        add(walk.slab(), walk.row(), target);
        count++;
      }
    }
    return count;
  }

  /** Whether who keeps rows of walks has to copy them: they would keep whole pages. */
  public boolean isCached() {
    return committed.isCached();
  }

  private void add(byte[] slab, int row, Segments target) {
    if (committed.isCached()) {
      target.addCopy(slab, row);
    } else {
      target.add(slab, row, row + Rows.length(slab, row));
    }
  }

  /** Adds the row with a whole key, if there is one. */
  public void addKey(byte[] key, int length, Segments target) {
    if (own == null) {
      committed.get(key, 0, length, (slab, row) -> add(slab, row, target));
    } else {
      addTo(KeyRange.prefix(Arrays.copyOf(key, length)), target);
    }
  }

  /** Whether there is a row with a key. */
  public boolean contains(Slice key) {
    if (own == null) {
      return committed.get(key.base(), key.offset(), key.length(), (slab, row) -> {});
    }
    for (RowWalk walk : walks(KeyRange.prefix(key.toBytes()), false)) {
      if (walk.next()) {
        return true;
      }
    }
    return false;
  }

  /** Walks that together have all rows of a range, each of them in order. */
  public List<RowWalk> walks(KeyRange range, boolean descending) {
    List<RowWalk> walks = new ArrayList<>();
    RangeCursor cursor = committed.scan(range, descending);
    if (own == null) {
      walks.add(new Committed(cursor));
    } else {
      walks.add(new Remaining(cursor, own));
      walks.add(own.walk(order, range, descending));
    }
    return walks;
  }

  /** The rows of a commit. */
  private record Committed(RangeCursor cursor) implements RowWalk {
    @Override
    public boolean next() {
      return cursor.next();
    }

    @Override
    public byte[] slab() {
      return cursor.slab();
    }

    @Override
    public int row() {
      return cursor.row();
    }

    @Override
    public boolean hasPrefix(byte[] prefix) {
      return cursor.hasPrefix(prefix, 0, prefix.length);
    }
  }

  /** The rows of a commit that the transaction has left. */
  private static final class Remaining implements RowWalk {
    private final RangeCursor cursor;
    private final TableChanges own;
    private byte[] slab = new byte[0];
    private int row;

    Remaining(RangeCursor cursor, TableChanges own) {
      this.cursor = cursor;
      this.own = own;
    }

    @Override
    public boolean next() {
      while (cursor.next()) {
        slab = cursor.slab();
        row = cursor.row();
        long removed = own.removed(slab, row);
        long left = Rows.weight(slab, row) - removed;
        if (left > 0) {
          if (removed > 0) {
            Batch rest = new Batch(Rows.length(slab, row));
            rest.append(slab, row, Math.toIntExact(left));
            slab = rest.bytes();
            row = 0;
          }
          return true;
        }
      }
      return false;
    }

    @Override
    public byte[] slab() {
      return slab;
    }

    @Override
    public int row() {
      return row;
    }

    @Override
    public boolean hasPrefix(byte[] prefix) {
      return cursor.hasPrefix(prefix, 0, prefix.length);
    }
  }
}
