package dev.headrace.runtime.state;

/** The state of a {@link KeyTree} at one moment. Immutable. */
public sealed interface KeySnapshot permits AdaptiveRadixTree.Snapshot, BlockSnapshot {
  /** Number of keys. */
  long size();

  /** The value of a key, or {@link KeyTree#ABSENT}. */
  long get(byte[] key, int offset, int length);

  /** A cursor over the keys, not positioned yet. */
  TreeCursor cursor();

  /** A cursor over the keys of a range. */
  default KeyCursor scan(KeyRange range, boolean descending) {
    return new KeyCursor(cursor(), range, descending);
  }

  /**
   * About which part of the keys, 0 to 1, is before a position: exact if the children of each node
   * have equally many keys below.
   */
  double partBefore(KeyPosition position);

  /**
   * A tree that starts as this snapshot, and goes its own way from there. The one it was taken of
   * may do so too: each copies what they share before it changes that.
   */
  KeyTree fork();
}
