package dev.headrace.runtime.state;

/**
 * Walks the rows of a snapshot in the order of their keys, in both directions.
 *
 * <p>It stands on a row, before the first or behind the last; a move returns whether it ended on a
 * row. A new cursor stands before the first. A range is walked by moving to its start, then {@link
 * #next} until {@link #compareKey} or {@link #hasPrefix} says that it is left.
 */
public final class RowCursor {
  private final RowSnapshot snapshot;
  private final RadixCursor keys;

  RowCursor(RowSnapshot snapshot, RadixCursor keys) {
    this.snapshot = snapshot;
    this.keys = keys;
  }

  /** The slab with the current row; not to be changed. */
  public byte[] slab() {
    return snapshot.page(keys.value()).bytes;
  }

  /** Where the current row starts in its slab. */
  public int row() {
    return RowPages.offset(keys.value());
  }

  /** Order of the current row's key against another, as unsigned bytes. */
  public int compareKey(byte[] key, int offset, int length) {
    return keys.compareKey(key, offset, length);
  }

  /** Whether the current row's key starts with these bytes. */
  public boolean hasPrefix(byte[] prefix, int offset, int length) {
    return keys.hasPrefix(prefix, offset, length);
  }

  /** Moves to the first row. */
  public boolean first() {
    return keys.first();
  }

  /** Moves to the last row. */
  public boolean last() {
    return keys.last();
  }

  /** Moves to the next row. */
  public boolean next() {
    return keys.next();
  }

  /** Moves to the previous row. */
  public boolean previous() {
    return keys.previous();
  }

  /** Moves to the first row whose key is at least the given bytes, a key or a prefix of keys. */
  public boolean ceiling(byte[] key, int offset, int length) {
    return keys.ceiling(key, offset, length);
  }

  /** Moves to the first row behind all those whose keys start with the given bytes. */
  public boolean behind(byte[] prefix, int offset, int length) {
    return keys.behind(prefix, offset, length);
  }

  /** Moves to the last row whose key is at most the given bytes or starts with them. */
  public boolean floor(byte[] key, int offset, int length) {
    return keys.floor(key, offset, length);
  }

  /** Moves to the last row whose key is less than the given bytes. */
  public boolean lower(byte[] key, int offset, int length) {
    return keys.lower(key, offset, length);
  }
}
