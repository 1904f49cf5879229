package dev.headrace.runtime.state;

/**
 * Walks the keys of a {@link KeyTree} or a snapshot of one in both directions.
 *
 * <p>It stands on a key, before the first or, after a failed move forward, behind the last; a move
 * returns whether it ended on a key. A new cursor stands before the first.
 */
public sealed interface TreeCursor permits RadixCursor, BlockCursor {
  /** The array that holds the current key at {@link #keyOffset()}; not to be changed. */
  byte[] keyBytes();

  int keyOffset();

  int keyLength();

  /** The current key's value. */
  long value();

  /** Order of the current key against another. */
  int compareKey(byte[] key, int offset, int length);

  /** Whether the current key starts with these bytes. */
  boolean hasPrefix(byte[] prefix, int offset, int length);

  /** Moves to the first key. */
  boolean first();

  /** Moves to the last key. */
  boolean last();

  /**
   * Moves to the first key that is not less than the bytes.
   *
   * @param pastPrefix whether a key that starts with the bytes counts as less
   */
  boolean seek(byte[] key, int offset, int length, boolean pastPrefix);

  /** Moves to the first key that is at least the given bytes, which may be a key or a prefix. */
  default boolean ceiling(byte[] key, int offset, int length) {
    return seek(key, offset, length, false);
  }

  /** Moves to the first key behind all those that start with the given bytes. */
  default boolean behind(byte[] prefix, int offset, int length) {
    return seek(prefix, offset, length, true);
  }

  /** Moves to the last key that is at most the given bytes or starts with them. */
  default boolean floor(byte[] key, int offset, int length) {
    seek(key, offset, length, true);
    return previous();
  }

  /** Moves to the last key that is less than the given bytes. */
  default boolean lower(byte[] key, int offset, int length) {
    seek(key, offset, length, false);
    return previous();
  }

  /** Moves to the next key. */
  boolean next();

  /** Moves to the previous key. */
  boolean previous();
}
