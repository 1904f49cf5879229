package dev.headrace.runtime.state;

import dev.headrace.model.Rows;

/**
 * The rows of a {@link RowSnapshot} in the order of one of its indexes. Any number of threads may
 * read it for as long as the snapshot.
 */
public final class IndexSnapshot {
  /** Up to how many rows {@link #estimate} counts. */
  static final int COUNTED = 128;

  private final RowSnapshot snapshot;
  private final AdaptiveRadixTree.Snapshot keys;

  IndexSnapshot(RowSnapshot snapshot, AdaptiveRadixTree.Snapshot keys) {
    this.snapshot = snapshot;
    this.keys = keys;
  }

  AdaptiveRadixTree.Snapshot keys() {
    return keys;
  }

  /** Number of entries; rows that are in the store several times count once. */
  public long size() {
    return keys.size();
  }

  /**
   * Hands over the row with a key of its own.
   *
   * @return whether there is one
   */
  public boolean get(byte[] key, int offset, int length, RowConsumer consumer) {
    long address = keys.get(key, offset, length);
    if (address == AdaptiveRadixTree.ABSENT) {
      return false;
    }
    RowPage page = snapshot.page(address);
    consumer.accept(page.bytes(), page.offset(address));
    return true;
  }

  /** Walks the rows of a range. */
  public RangeCursor scan(KeyRange range, boolean descending) {
    return new RangeCursor(snapshot, keys.scan(range, descending));
  }

  /**
   * Hands over all rows whose keys start with the given bytes, in order.
   *
   * @return how many there are, rows that are in the store several times counted once
   */
  public int forEach(byte[] prefix, int offset, int length, RowConsumer consumer) {
    if (get(prefix, offset, length, consumer)) {
      return 1;
    }
    RadixCursor cursor = keys.cursor();
    int count = 0;
    for (boolean on = cursor.ceiling(prefix, offset, length);
        on && cursor.hasPrefix(prefix, offset, length);
        on = cursor.next()) {
      RowPage page = snapshot.page(cursor.value());
      consumer.accept(page.bytes(), page.offset(cursor.value()));
      count++;
    }
    return count;
  }

  /**
   * About how many entries a range has. Small numbers are exact; others are what they would be if
   * the keys were spread evenly below each node of the tree.
   */
  public long estimate(KeyRange range) {
    KeyCursor cursor = keys.scan(range, false);
    int counted = 0;
    while (cursor.next()) {
      if (++counted == COUNTED) {
        double part = keys.partBefore(range.to()) - keys.partBefore(range.from());
        return Math.clamp(Math.round(part * keys.size()), COUNTED, keys.size());
      }
    }
    return counted;
  }

  /** Number of rows in a range: the sum of their multiplicities. */
  public long count(KeyRange range) {
    long rows = 0;
    RangeCursor cursor = scan(range, false);
    while (cursor.next()) {
      rows += Rows.weight(cursor.slab(), cursor.row());
    }
    return rows;
  }
}
