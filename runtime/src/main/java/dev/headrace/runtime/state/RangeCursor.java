package dev.headrace.runtime.state;

/**
 * Walks the rows of a range of keys, once, in ascending or descending order of the keys. It starts
 * before the first row. Each thread needs its own.
 */
public final class RangeCursor {
  private final RowSnapshot snapshot;
  private final RadixCursor keys;
  private final KeyRange range;
  private final boolean descending;
  private boolean started;
  private boolean ended;

  RangeCursor(RowSnapshot snapshot, RadixCursor keys, KeyRange range, boolean descending) {
    this.snapshot = snapshot;
    this.keys = keys;
    this.range = range;
    this.descending = descending;
  }

  /** Moves to the next row; returns whether there is one. */
  public boolean next() {
    if (ended) {
      return false;
    }
    boolean found;
    if (!started) {
      started = true;
      found = descending ? range.to().moveBefore(keys) : range.from().moveBehind(keys);
    } else {
      found = descending ? keys.previous() : keys.next();
    }
    ended = !found || (descending ? !range.from().isBefore(keys) : range.to().isBefore(keys));
    return !ended;
  }

  /** The slab with the current row; not to be changed. */
  public byte[] slab() {
    return snapshot.page(keys.value()).bytes;
  }

  /** Where the current row starts in its slab. */
  public int row() {
    return RowPages.offset(keys.value());
  }

  /** The array that holds the current key at {@link #keyOffset()}; not to be changed. */
  public byte[] keyBytes() {
    return keys.keyBytes();
  }

  public int keyOffset() {
    return keys.keyOffset();
  }

  /** Whether the current row's key starts with these bytes. */
  public boolean hasPrefix(byte[] prefix, int offset, int length) {
    return keys.hasPrefix(prefix, offset, length);
  }
}
