package dev.headrace.runtime.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks the keys of an {@link AdaptiveRadixTree} or a snapshot of one. */
public final class RadixCursor implements TreeCursor {
  private enum Place {
    BEFORE,
    ON,
    BEHIND
  }

  private @Nullable Object root;
  private RadixNode[] nodes = new RadixNode[8];
  private int[] labels = new int[8];
  private int depth;
  private byte[] leaf = RadixNode.NO_BYTES;
  private Place place = Place.BEFORE;

  RadixCursor(@Nullable Object root) {
    this.root = root;
  }

  /** Starts over, on another root. */
  void restart(@Nullable Object newRoot) {
    root = newRoot;
    depth = 0;
    before();
  }

  @Override
  public byte[] keyBytes() {
    return leaf;
  }

  @Override
  public int keyOffset() {
    return RadixLeaf.KEY_OFFSET;
  }

  @Override
  public int keyLength() {
    return leaf.length - RadixLeaf.KEY_OFFSET;
  }

  @Override
  public long value() {
    return RadixLeaf.value(leaf);
  }

  @Override
  public int compareKey(byte[] key, int offset, int length) {
    return RadixLeaf.compare(leaf, key, offset, length);
  }

  @Override
  public boolean hasPrefix(byte[] prefix, int offset, int length) {
    return RadixLeaf.startsWith(leaf, prefix, offset, length);
  }

  @Override
  public boolean first() {
    depth = 0;
    return root == null ? behind() : leftmost(root);
  }

  @Override
  public boolean last() {
    depth = 0;
    return root == null ? before() : rightmost(root);
  }

  @Override
  public boolean next() {
    return switch (place) {
      case BEFORE -> first();
      case BEHIND -> false;
      case ON -> {
        while (depth > 0) {
          RadixNode node = nodes[depth - 1];
          int label = labels[depth - 1];
          int next = label == 255 ? -1 : node.ceiling(label + 1);
          if (next >= 0) {
            labels[depth - 1] = next;
            yield leftmost(child(node, next));
          }
          depth--;
        }
        yield behind();
      }
    };
  }

  @Override
  public boolean previous() {
    return switch (place) {
      case BEFORE -> false;
      case BEHIND -> last();
      case ON -> {
        while (depth > 0) {
          RadixNode node = nodes[depth - 1];
          int label = labels[depth - 1];
          int previous = label == 0 ? -1 : node.floor(label - 1);
          if (previous >= 0) {
            labels[depth - 1] = previous;
            yield rightmost(child(node, previous));
          }
          depth--;
        }
        yield before();
      }
    };
  }

  @Override
  public boolean seek(byte[] key, int offset, int length, boolean pastPrefix) {
    depth = 0;
    Object current = root;
    int matched = 0;
    while (current instanceof RadixNode node) {
      byte[] prefix = node.prefix;
      int rest = length - matched;
      int compared = Math.min(prefix.length, rest);
      int from = offset + matched;
      int at = Arrays.mismatch(prefix, 0, compared, key, from, from + compared);
      if (at >= 0) {
        return (prefix[at] & 0xff) > (key[from + at] & 0xff) ? leftmost(node) : skip();
      }
      if (rest <= prefix.length) {
        return pastPrefix ? skip() : leftmost(node);
      }
      matched += prefix.length;
      int wanted = key[offset + matched] & 0xff;
      int label = node.ceiling(wanted);
      if (label < 0) {
        return skip();
      }
      push(node, label);
      current = child(node, label);
      if (label > wanted) {
        return leftmost(current);
      }
      matched++;
    }
    if (!(current instanceof byte[] found)) {
      return behind();
    }
    leaf = found;
    place = Place.ON;
    boolean less =
        pastPrefix && RadixLeaf.startsWith(found, key, offset, length)
            || RadixLeaf.compare(found, key, offset, length) < 0;
    return !less || next();
  }

  /** Moves behind the subtree the stack leads to. */
  private boolean skip() {
    place = Place.ON;
    return next();
  }

  private boolean leftmost(Object start) {
    Object current = start;
    while (current instanceof RadixNode node) {
      int label = node.ceiling(0);
      push(node, label);
      current = child(node, label);
    }
    return on(current);
  }

  private boolean rightmost(Object start) {
    Object current = start;
    while (current instanceof RadixNode node) {
      int label = node.floor(255);
      push(node, label);
      current = child(node, label);
    }
    return on(current);
  }

  private static Object child(RadixNode node, int label) {
    Object child = node.child(label);
    if (child == null) {
      throw new IllegalStateException("label without a child");
    }
    return child;
  }

  private void push(RadixNode node, int label) {
    if (depth == nodes.length) {
      nodes = Arrays.copyOf(nodes, depth * 2);
      labels = Arrays.copyOf(labels, depth * 2);
    }
    nodes[depth] = node;
    labels[depth++] = label;
  }

  private boolean on(Object found) {
    leaf = (byte[]) found;
    place = Place.ON;
    return true;
  }

  private boolean before() {
    leaf = RadixNode.NO_BYTES;
    place = Place.BEFORE;
    return false;
  }

  private boolean behind() {
    leaf = RadixNode.NO_BYTES;
    place = Place.BEHIND;
    return false;
  }
}
