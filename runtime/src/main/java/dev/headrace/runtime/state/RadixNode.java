package dev.headrace.runtime.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An inner node of an {@link AdaptiveRadixTree}: the bytes all keys below share (path compression),
 * then up to 256 children by their next byte. A child is another node or a leaf ({@code byte[]}).
 *
 * <p>A node belongs to the epoch that made it. The writer changes nodes of its own epoch in place;
 * to others it is frozen.
 */
abstract sealed class RadixNode {
  static final byte[] NO_BYTES = new byte[0];

  // sizes of HotSpot's objects with compressed references
  private static final int ARRAY_HEADER_BYTES = 16;
  private static final int REFERENCE_BYTES = 4;
  private static final int NODE_BYTES = 40;

  final long epoch;
  byte[] prefix;
  int count;

  RadixNode(long epoch, byte[] prefix) {
    this.epoch = epoch;
    this.prefix = prefix;
  }

  /** The child under a byte (0 to 255), or null. */
  abstract @Nullable Object child(int label);

  /** The smallest label with a child that is at least {@code label}, or -1. */
  abstract int ceiling(int label);

  /** The largest label with a child that is at most {@code label}, or -1. */
  abstract int floor(int label);

  abstract boolean isFull();

  /** Puts a child under a label that has one. */
  abstract void replace(int label, Object child);

  /** Puts a child under a label that has none; the node is not full. */
  abstract void add(int label, Object child);

  abstract void remove(int label);

  /** Whether the next smaller kind of node would do, with some room left. */
  abstract boolean isSparse();

  /** A copy of the same kind. */
  abstract RadixNode copy(long newEpoch);

  /** A copy of the next larger kind. */
  abstract RadixNode grow(long newEpoch);

  /** A copy of the next smaller kind. */
  abstract RadixNode shrink(long newEpoch);

  /** Bytes of memory it takes, children not counted. */
  abstract int bytes();

  static int arrayBytes(int length, int elementBytes) {
    return ARRAY_HEADER_BYTES + (length * elementBytes + 7 & -8);
  }

  int prefixBytes() {
    return prefix.length == 0 ? 0 : arrayBytes(prefix.length, 1);
  }

  /** How many children have smaller labels. */
  int rank(int label) {
    int smaller = 0;
    for (int at = ceiling(0); at >= 0 && at < label; at = ceiling(at + 1)) {
      smaller++;
    }
    return smaller;
  }

  /** Adds this node's children to a larger or smaller one. */
  final RadixNode copyChildren(RadixNode target) {
    for (int label = ceiling(0); label >= 0; label = label == 255 ? -1 : ceiling(label + 1)) {
      Object child = child(label);
      if (child != null) {
        target.add(label, child);
      }
    }
    return target;
  }

  /** Four or sixteen children, their labels in ascending order. */
  static final class Sorted extends RadixNode {
    private static final int SMALL = 4;
    private static final int LARGE = 16;

    private final byte[] labels;
    private final @Nullable Object[] children;

    Sorted(long epoch, byte[] prefix) {
      this(epoch, prefix, SMALL);
    }

    private Sorted(long epoch, byte[] prefix, int capacity) {
      super(epoch, prefix);
      this.labels = new byte[capacity];
      this.children = new Object[capacity];
    }

    private Sorted(Sorted source, long epoch, int capacity) {
      super(epoch, source.prefix);
      this.labels = Arrays.copyOf(source.labels, capacity);
      this.children = Arrays.copyOf(source.children, capacity);
      this.count = source.count;
    }

    private int index(int label) {
      byte wanted = (byte) label;
      for (int i = 0; i < count; i++) {
        if (labels[i] == wanted) {
          return i;
        }
      }
      return -1;
    }

    @Override
    int rank(int label) {
      int i = 0;
      while (i < count && (labels[i] & 0xff) < label) {
        i++;
      }
      return i;
    }

    @Override
    @Nullable Object child(int label) {
      int i = index(label);
      return i < 0 ? null : children[i];
    }

    @Override
    int ceiling(int label) {
      int i = rank(label);
      return i < count ? labels[i] & 0xff : -1;
    }

    @Override
    int floor(int label) {
      int i = rank(label + 1);
      return i > 0 ? labels[i - 1] & 0xff : -1;
    }

    @Override
    boolean isFull() {
      return count == labels.length;
    }

    @Override
    void replace(int label, Object child) {
      children[index(label)] = child;
    }

    @Override
    void add(int label, Object child) {
      int i = rank(label);
      System.arraycopy(labels, i, labels, i + 1, count - i);
      System.arraycopy(children, i, children, i + 1, count - i);
      labels[i] = (byte) label;
      children[i] = child;
      count++;
    }

    @Override
    void remove(int label) {
      int i = index(label);
      count--;
      System.arraycopy(labels, i + 1, labels, i, count - i);
      System.arraycopy(children, i + 1, children, i, count - i);
      children[count] = null;
    }

    @Override
    boolean isSparse() {
      return labels.length == LARGE && count < SMALL;
    }

    @Override
    RadixNode copy(long newEpoch) {
      return new Sorted(this, newEpoch, labels.length);
    }

    @Override
    RadixNode grow(long newEpoch) {
      return labels.length == SMALL
          ? new Sorted(this, newEpoch, LARGE)
          : copyChildren(new Indexed(newEpoch, prefix));
    }

    @Override
    RadixNode shrink(long newEpoch) {
      return new Sorted(this, newEpoch, SMALL);
    }

    @Override
    int bytes() {
      return NODE_BYTES
          + prefixBytes()
          + arrayBytes(labels.length, 1)
          + arrayBytes(children.length, REFERENCE_BYTES);
    }
  }

  /** Up to 48 children, found through an array over all labels. */
  static final class Indexed extends RadixNode {
    private static final int CAPACITY = 48;
    private static final int SPARSE = 12;

    // index of the label's child plus one
    private final byte[] indexes;
    private final @Nullable Object[] children;

    Indexed(long epoch, byte[] prefix) {
      super(epoch, prefix);
      this.indexes = new byte[256];
      this.children = new Object[CAPACITY];
    }

    private Indexed(Indexed source, long epoch) {
      super(epoch, source.prefix);
      this.indexes = source.indexes.clone();
      this.children = source.children.clone();
      this.count = source.count;
    }

    @Override
    @Nullable Object child(int label) {
      int i = indexes[label] - 1;
      return i < 0 ? null : children[i];
    }

    @Override
    int ceiling(int label) {
      int i = label;
      while (i < 256 && indexes[i] == 0) {
        i++;
      }
      return i < 256 ? i : -1;
    }

    @Override
    int floor(int label) {
      int i = label;
      while (i >= 0 && indexes[i] == 0) {
        i--;
      }
      return i;
    }

    @Override
    boolean isFull() {
      return count == CAPACITY;
    }

    @Override
    void replace(int label, Object child) {
      children[indexes[label] - 1] = child;
    }

    @Override
    void add(int label, Object child) {
      int i = count;
      if (children[i] != null) {
        i = 0;
        while (children[i] != null) {
          i++;
        }
      }
      children[i] = child;
      indexes[label] = (byte) (i + 1);
      count++;
    }

    @Override
    void remove(int label) {
      children[indexes[label] - 1] = null;
      indexes[label] = 0;
      count--;
    }

    @Override
    boolean isSparse() {
      return count <= SPARSE;
    }

    @Override
    RadixNode copy(long newEpoch) {
      return new Indexed(this, newEpoch);
    }

    @Override
    RadixNode grow(long newEpoch) {
      return copyChildren(new Full(newEpoch, prefix));
    }

    @Override
    RadixNode shrink(long newEpoch) {
      return copyChildren(new Sorted(newEpoch, prefix, Sorted.LARGE));
    }

    @Override
    int bytes() {
      return NODE_BYTES
          + prefixBytes()
          + arrayBytes(256, 1)
          + arrayBytes(CAPACITY, REFERENCE_BYTES);
    }
  }

  /** Room for all 256 children. */
  static final class Full extends RadixNode {
    private static final int SPARSE = 36;

    private final @Nullable Object[] children;

    Full(long epoch, byte[] prefix) {
      super(epoch, prefix);
      this.children = new Object[256];
    }

    private Full(Full source, long epoch) {
      super(epoch, source.prefix);
      this.children = source.children.clone();
      this.count = source.count;
    }

    @Override
    @Nullable Object child(int label) {
      return children[label];
    }

    @Override
    int ceiling(int label) {
      int i = label;
      while (i < 256 && children[i] == null) {
        i++;
      }
      return i < 256 ? i : -1;
    }

    @Override
    int floor(int label) {
      int i = label;
      while (i >= 0 && children[i] == null) {
        i--;
      }
      return i;
    }

    @Override
    boolean isFull() {
      return false;
    }

    @Override
    void replace(int label, Object child) {
      children[label] = child;
    }

    @Override
    void add(int label, Object child) {
      children[label] = child;
      count++;
    }

    @Override
    void remove(int label) {
      children[label] = null;
      count--;
    }

    @Override
    boolean isSparse() {
      return count <= SPARSE;
    }

    @Override
    RadixNode copy(long newEpoch) {
      return new Full(this, newEpoch);
    }

    @Override
    RadixNode grow(long newEpoch) {
      throw new IllegalStateException("there is no larger node");
    }

    @Override
    RadixNode shrink(long newEpoch) {
      return copyChildren(new Indexed(newEpoch, prefix));
    }

    @Override
    int bytes() {
      return NODE_BYTES + prefixBytes() + arrayBytes(256, REFERENCE_BYTES);
    }
  }
}
