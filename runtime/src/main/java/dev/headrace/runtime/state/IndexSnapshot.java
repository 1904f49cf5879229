package dev.headrace.runtime.state;

import dev.headrace.model.Rows;
import dev.headrace.model.Slice;

/**
 * The rows of a {@link RowSnapshot} in the order of one of its indexes. Any number of threads may
 * read it for as long as the snapshot.
 */
public final class IndexSnapshot {
  /** Up to how many rows {@link #estimate} counts. */
  static final int COUNTED = 128;

  private final RowSnapshot snapshot;
  private final KeySnapshot keys;

  IndexSnapshot(RowSnapshot snapshot, KeySnapshot keys) {
    this.snapshot = snapshot;
    this.keys = keys;
  }

  KeySnapshot keys() {
    return keys;
  }

  /** Whether who keeps rows has to copy them; see {@link RowSnapshot#isCached}. */
  public boolean isCached() {
    return snapshot.isCached();
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
    if (address == KeyTree.ABSENT) {
      return false;
    }
    snapshot.page(address).row(address, consumer);
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
    TreeCursor cursor = keys.cursor();
    int count = 0;
    for (boolean on = cursor.ceiling(prefix, offset, length);
        on && cursor.hasPrefix(prefix, offset, length);
        on = cursor.next()) {
      snapshot.page(cursor.value()).row(cursor.value(), consumer);
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

  /**
   * How the entries agree with the rows of the snapshot.
   *
   * @param found how many rows have an entry that leads to them
   * @param lost how many should have one and have not
   */
  public record Agreement(long found, long lost) {}

  /** Compares the entries with all rows, of which it reads each page once. */
  public Agreement agreement(IndexDefinition.Encoder encoder) {
    Slice key = new Slice();
    long[] counts = new long[2];
    snapshot.forEach(
        (page, bytes, row) -> {
          if (encoder.encode(bytes, row, key) != IndexDefinition.Entry.NONE) {
            counts[leadsTo(key, RowPages.address(page, row)) ? 0 : 1]++;
          }
        });
    return new Agreement(counts[0], counts[1]);
  }

  private boolean leadsTo(Slice key, long address) {
    if (keys.get(key.base(), key.offset(), key.length()) == address) {
      return true;
    }
    SecondaryIndex.appendAddress(key, address);
    return keys.get(key.base(), key.offset(), key.length()) == address;
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
