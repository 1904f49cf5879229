package dev.headrace.runtime.state;

/**
 * A place between the keys of an index: before all keys that are at least the bytes, or behind
 * those that start with them as well.
 *
 * <p>As keys of several columns stand one after the other, the keys with given values in the first
 * columns are those between the two positions of these values' bytes.
 *
 * @param bytes a key or the start of one; not to be changed
 * @param behind whether keys that start with the bytes are before this position
 */
@SuppressWarnings("ArrayRecordComponent") // is never compared, and copies would cost each lookup
public record KeyPosition(byte[] bytes, boolean behind) {
  /** Before all keys. */
  public static final KeyPosition START = new KeyPosition(RadixNode.NO_BYTES, false);

  /** Behind all keys. */
  public static final KeyPosition END = new KeyPosition(RadixNode.NO_BYTES, true);

  /** Moves a cursor to the first key behind this position. */
  boolean moveBehind(TreeCursor cursor) {
    return behind ? cursor.behind(bytes, 0, bytes.length) : cursor.ceiling(bytes, 0, bytes.length);
  }

  /** Moves a cursor to the last key before this position. */
  boolean moveBefore(TreeCursor cursor) {
    return behind ? cursor.floor(bytes, 0, bytes.length) : cursor.lower(bytes, 0, bytes.length);
  }

  /** Whether the key that a cursor stands on is behind this position. */
  boolean isBefore(TreeCursor cursor) {
    return cursor.compareKey(bytes, 0, bytes.length) >= 0
        && !(behind && cursor.hasPrefix(bytes, 0, bytes.length));
  }
}
