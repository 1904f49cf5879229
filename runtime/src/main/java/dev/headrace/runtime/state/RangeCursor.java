package dev.headrace.runtime.state;

/**
 * Walks the rows of a range of keys, once, in ascending or descending order of the keys. It starts
 * before the first row. Each thread needs its own.
 */
public final class RangeCursor {
  private final RowSnapshot snapshot;
  private final KeyCursor keys;

  RangeCursor(RowSnapshot snapshot, KeyCursor keys) {
    this.snapshot = snapshot;
    this.keys = keys;
  }

  /** Moves to the next row; returns whether there is one. */
  public boolean next() {
    return keys.next();
  }

  /** The slab with the current row; not to be changed. */
  public byte[] slab() {
    return snapshot.page(keys.value()).bytes();
  }

  /** Where the current row starts in its slab. */
  public int row() {
    return snapshot.pageOf(keys.value()).offset(keys.value());
  }

  /** Whether the current row's key starts with these bytes. */
  public boolean hasPrefix(byte[] prefix, int offset, int length) {
    return keys.hasPrefix(prefix, offset, length);
  }
}
