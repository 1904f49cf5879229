package dev.headrace.runtime.state;

import java.util.Arrays;

/**
 * An inner node of a {@link BlockTree}: children, which are all branches or all {@link KeyBlock}s,
 * and between each two of them the bytes that the keys of the right one are not less than. Changed
 * in place in the epoch in which it was made, never after that.
 */
final class BlockBranch {
  /** How many children it has room for. */
  static final int FANOUT = 128;

  private static final int OBJECT_BYTES = 48 + 2 * (16 + 4 * FANOUT);
  private static final int ARRAY_BYTES = 16;
  private static final byte[] LEAST = {};

  final long epoch;
  int count;
  // the first one is never looked at
  private final byte[][] bounds;
  private final Object[] children;

  private BlockBranch(long epoch, int count, byte[][] bounds, Object[] children) {
    this.epoch = epoch;
    this.count = count;
    this.bounds = bounds;
    this.children = children;
  }

  /** A branch with one child. */
  static BlockBranch of(long epoch, Object child) {
    byte[][] bounds = new byte[FANOUT][];
    Object[] children = new Object[FANOUT];
    bounds[0] = LEAST;
    children[0] = child;
    return new BlockBranch(epoch, 1, bounds, children);
  }

  BlockBranch copy(long newEpoch) {
    return new BlockBranch(newEpoch, count, bounds.clone(), children.clone());
  }

  /** Bytes of memory, but for those of bounds. */
  static int bytes() {
    return OBJECT_BYTES;
  }

  /** Bytes of memory that a bound takes. */
  static int bytes(byte[] bound) {
    return bound.length == 0 ? 0 : ARRAY_BYTES + bound.length;
  }

  Object child(int place) {
    return children[place];
  }

  byte[] bound(int place) {
    return bounds[place];
  }

  boolean isFull() {
    return count == FANOUT;
  }

  /**
   * The last child that may have keys which are not greater than some bytes.
   *
   * @param pastPrefix whether keys that start with the bytes count as not greater
   */
  int find(byte[] key, int offset, int length, boolean pastPrefix) {
    int low = 1;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      byte[] bound = bounds[middle];
      int compared = pastPrefix ? Math.min(bound.length, length) : bound.length;
      if (Arrays.compareUnsigned(bound, 0, compared, key, offset, offset + length) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  void replace(int place, Object child) {
    children[place] = child;
  }

  void insert(int place, byte[] bound, Object child) {
    System.arraycopy(bounds, place, bounds, place + 1, count - place);
    System.arraycopy(children, place, children, place + 1, count - place);
    bounds[place] = bound;
    children[place] = child;
    count++;
  }

  /** Removes a child; the one behind it takes over its bound if it was the first. */
  void remove(int place) {
    count--;
    System.arraycopy(bounds, place + 1, bounds, place, count - place);
    System.arraycopy(children, place + 1, children, place, count - place);
    children[count] = LEAST;
    bounds[count] = LEAST;
    bounds[0] = LEAST;
  }

  /** Moves the children from one on to a new branch. */
  BlockBranch split(int place) {
    byte[][] rightBounds = new byte[FANOUT][];
    Object[] rightChildren = new Object[FANOUT];
    int moved = count - place;
    System.arraycopy(bounds, place, rightBounds, 0, moved);
    System.arraycopy(children, place, rightChildren, 0, moved);
    Arrays.fill(bounds, place, count, LEAST);
    Arrays.fill(children, place, count, LEAST);
    count = place;
    rightBounds[0] = LEAST;
    return new BlockBranch(epoch, moved, rightBounds, rightChildren);
  }
}
