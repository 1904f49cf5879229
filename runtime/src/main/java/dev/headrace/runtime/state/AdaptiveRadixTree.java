package dev.headrace.runtime.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@link KeyTree} in memory (Leis, Kemper, Neumann: The Adaptive Radix Tree, ICDE 2013).
 *
 * <p>Nodes have room for 4, 16, 48 or 256 children, hold the bytes their keys share (path
 * compression), and a key that is alone in its subtree is a leaf directly below (lazy expansion).
 *
 * <p>One writer changes the tree. {@link #snapshot()} hands out the root as it is and starts a new
 * epoch: from then on a node of an older epoch is copied before its first change, nodes made since
 * are changed in place. So a snapshot never changes and may be read by any thread it was safely
 * published to, without locks, while the writer goes on.
 */
public final class AdaptiveRadixTree implements KeyTree {
  private @Nullable Object root;
  private long size;
  private long bytes;
  private long epoch;

  /** The state of a tree at one moment. Immutable. */
  public static final class Snapshot implements KeySnapshot {
    /** Of a tree without keys. */
    public static final Snapshot EMPTY = new Snapshot(null, 0, 0, 0);

    private final @Nullable Object root;
    private final long size;
    private final long bytes;
    private final long epoch;

    private Snapshot(@Nullable Object root, long size, long bytes, long epoch) {
      this.root = root;
      this.size = size;
      this.bytes = bytes;
      this.epoch = epoch;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public long get(byte[] key, int offset, int length) {
      return find(root, key, offset, length);
    }

    @Override
    public RadixCursor cursor() {
      return new RadixCursor(root);
    }

    @Override
    public double partBefore(KeyPosition position) {
      return AdaptiveRadixTree.partBefore(root, position);
    }

    @Override
    public KeyTree fork() {
      return new AdaptiveRadixTree(this);
    }
  }

  public AdaptiveRadixTree() {}

  /**
   * A tree that starts as a snapshot of another one, and goes its own way from there. The other one
   * may do so too: each copies the nodes they share before it changes them.
   */
  public AdaptiveRadixTree(Snapshot start) {
    root = start.root;
    size = start.size;
    bytes = start.bytes;
    epoch = start.epoch + 1;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** The tree as it is now; later changes do not show. */
  public Snapshot snapshot() {
    return new Snapshot(root, size, bytes, epoch++);
  }

  @Override
  public Snapshot commit(long sequence) {
    return snapshot();
  }

  /** Goes back to any snapshot of this tree. */
  @Override
  public void restore(KeySnapshot snapshot) {
    Snapshot back = (Snapshot) snapshot;
    epoch++;
    root = back.root;
    size = back.size;
    bytes = back.bytes;
  }

  /** Does nothing: the collector finds what no snapshot has. */
  @Override
  public void release(Readers readers) {}

  /** Does nothing: it takes nothing of a cache. */
  @Override
  public void discard() {}

  @Override
  public void clear() {
    restore(Snapshot.EMPTY);
  }

  @Override
  public long get(byte[] key, int offset, int length) {
    return find(root, key, offset, length);
  }

  /** A cursor over the keys as they are now; the next change invalidates it. */
  public RadixCursor cursor() {
    return new RadixCursor(root);
  }

  /** A cursor over the keys of a range as they are now; the next change invalidates it. */
  public KeyCursor scan(KeyRange range, boolean descending) {
    return new KeyCursor(cursor(), range, descending);
  }

  /** Lets a cursor start over on the keys as they are now. */
  public void restart(RadixCursor cursor) {
    cursor.restart(root);
  }

  private static long find(@Nullable Object start, byte[] key, int offset, int length) {
    Object current = start;
    int depth = 0;
    while (current instanceof RadixNode node) {
      int shared = node.prefix.length;
      if (length - depth <= shared
          || (shared > 0 && mismatch(node, key, offset + depth, length - depth) < shared)) {
        return ABSENT;
      }
      depth += shared;
      current = node.child(key[offset + depth] & 0xff);
      depth++;
    }
    return current instanceof byte[] leaf && RadixLeaf.hasKey(leaf, key, offset, length)
        ? RadixLeaf.value(leaf)
        : ABSENT;
  }

  private static double partBefore(@Nullable Object start, KeyPosition position) {
    byte[] key = position.bytes();
    Object current = start;
    double before = 0;
    double part = 1;
    int depth = 0;
    while (current instanceof RadixNode node) {
      int shared = mismatch(node, key, depth, key.length - depth);
      if (depth + shared == key.length) {
        return position.behind() ? before + part : before;
      }
      if (shared < node.prefix.length) {
        boolean less = (node.prefix[shared] & 0xff) < (key[depth + shared] & 0xff);
        return less ? before + part : before;
      }
      depth += shared;
      int label = key[depth++] & 0xff;
      part /= node.count;
      before += part * node.rank(label);
      current = node.child(label);
    }
    boolean less =
        current instanceof byte[] leaf
            && (RadixLeaf.compare(leaf, key, 0, key.length) < 0
                || position.behind() && RadixLeaf.startsWith(leaf, key, 0, key.length));
    return less ? before + part : before;
  }

  /** How many bytes of a node's prefix the key has. */
  private static int mismatch(RadixNode node, byte[] key, int offset, int length) {
    byte[] prefix = node.prefix;
    int compared = Math.min(prefix.length, length);
    int at = Arrays.mismatch(prefix, 0, compared, key, offset, offset + compared);
    return at < 0 ? compared : at;
  }

  /**
   * Maps a key to a value.
   *
   * @return the value it had, or {@link #ABSENT}
   * @throws IllegalArgumentException if the key is a prefix of one that is there or the reverse
   */
  @Override
  public long put(byte[] key, int offset, int length, long value) {
    if (value == ABSENT) {
      throw new IllegalArgumentException("the value that means absence");
    }
    RadixNode parent = null;
    int label = 0;
    int depth = 0;
    Object current = root;
    while (current instanceof RadixNode node) {
      int shared = mismatch(node, key, offset + depth, length - depth);
      if (depth + shared == length) {
        throw prefixOfAnother();
      }
      if (shared < node.prefix.length) {
        link(parent, label, split(node, shared, key, offset, length, depth, value));
        size++;
        return ABSENT;
      }
      depth += shared;
      int next = key[offset + depth] & 0xff;
      Object child = node.child(next);
      RadixNode own = child == null && node.isFull() ? replaced(node, node.grow(epoch)) : own(node);
      if (own != node) {
        link(parent, label, own);
      }
      if (child == null) {
        own.add(next, leaf(key, offset, length, value));
        size++;
        return ABSENT;
      }
      parent = own;
      label = next;
      depth++;
      current = child;
    }
    if (!(current instanceof byte[] leaf)) {
      root = leaf(key, offset, length, value);
      size++;
      return ABSENT;
    }
    return putAtLeaf(leaf, parent, label, key, offset, length, depth, value);
  }

  private long putAtLeaf(
      byte[] leaf,
      @Nullable RadixNode parent,
      int label,
      byte[] key,
      int offset,
      int length,
      int depth,
      long value) {
    int from = RadixLeaf.KEY_OFFSET + depth;
    int shared = Arrays.mismatch(leaf, from, leaf.length, key, offset + depth, offset + length);
    if (shared < 0) {
      // same key, so the same size
      link(parent, label, RadixLeaf.of(key, offset, length, value));
      return RadixLeaf.value(leaf);
    }
    if (from + shared == leaf.length || depth + shared == length) {
      throw prefixOfAnother();
    }
    RadixNode fork =
        new RadixNode.Sorted(epoch, prefix(key, offset + depth, offset + depth + shared));
    fork.add(leaf[from + shared] & 0xff, leaf);
    fork.add(key[offset + depth + shared] & 0xff, leaf(key, offset, length, value));
    bytes += fork.bytes();
    link(parent, label, fork);
    size++;
    return ABSENT;
  }

  /** A node in place of one whose prefix the key leaves after some bytes. */
  private RadixNode split(
      RadixNode node, int shared, byte[] key, int offset, int length, int depth, long value) {
    byte[] old = node.prefix;
    RadixNode fork = new RadixNode.Sorted(epoch, prefix(old, 0, shared));
    RadixNode below = own(node);
    bytes -= below.prefixBytes();
    below.prefix = prefix(old, shared + 1, old.length);
    bytes += below.prefixBytes() + fork.bytes();
    fork.add(old[shared] & 0xff, below);
    fork.add(key[offset + depth + shared] & 0xff, leaf(key, offset, length, value));
    return fork;
  }

  private static IllegalArgumentException prefixOfAnother() {
    return new IllegalArgumentException("a key is a prefix of another");
  }

  private static byte[] prefix(byte[] source, int from, int to) {
    return from == to ? RadixNode.NO_BYTES : Arrays.copyOfRange(source, from, to);
  }

  private byte[] leaf(byte[] key, int offset, int length, long value) {
    byte[] leaf = RadixLeaf.of(key, offset, length, value);
    bytes += RadixLeaf.bytes(leaf);
    return leaf;
  }

  private RadixNode own(RadixNode node) {
    return node.epoch == epoch ? node : node.copy(epoch);
  }

  private RadixNode replaced(RadixNode node, RadixNode by) {
    bytes += by.bytes() - node.bytes();
    return by;
  }

  private void link(@Nullable RadixNode parent, int label, Object child) {
    if (parent == null) {
      root = child;
    } else {
      parent.replace(label, child);
    }
  }

  @Override
  public long remove(byte[] key, int offset, int length) {
    long value = find(root, key, offset, length);
    if (value != ABSENT) {
      removePresent(key, offset, length);
      size--;
    }
    return value;
  }

  private void removePresent(byte[] key, int offset, int length) {
    RadixNode above = null;
    RadixNode parent = null;
    int labelAbove = 0;
    int label = 0;
    int depth = 0;
    Object current = root;
    while (current instanceof RadixNode node) {
      RadixNode own = own(node);
      if (own != node) {
        link(parent, label, own);
      }
      above = parent;
      labelAbove = label;
      parent = own;
      depth += own.prefix.length;
      label = key[offset + depth] & 0xff;
      depth++;
      current = own.child(label);
    }
    bytes -= RadixNode.arrayBytes(RadixLeaf.KEY_OFFSET + length, 1);
    if (parent == null) {
      root = null;
      return;
    }
    parent.remove(label);
    if (parent.count == 1) {
      link(above, labelAbove, onlyChild(parent));
    } else if (parent.isSparse()) {
      link(above, labelAbove, replaced(parent, parent.shrink(epoch)));
    }
  }

  /** What takes the place of a node with one child. */
  private Object onlyChild(RadixNode node) {
    bytes -= node.bytes();
    int label = node.ceiling(0);
    Object child = node.child(label);
    if (child instanceof RadixNode below) {
      RadixNode own = own(below);
      byte[] head = node.prefix;
      byte[] joined = Arrays.copyOf(head, head.length + 1 + own.prefix.length);
      joined[head.length] = (byte) label;
      System.arraycopy(own.prefix, 0, joined, head.length + 1, own.prefix.length);
      bytes -= own.prefixBytes();
      own.prefix = joined;
      bytes += own.prefixBytes();
      return own;
    }
    if (child == null) {
      throw new IllegalStateException("label without a child");
    }
    return child;
  }
}
