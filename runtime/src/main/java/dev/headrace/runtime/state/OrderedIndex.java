package dev.headrace.runtime.state;

/**
 * A multiset of byte strings in order: the state of MIN, MAX, order statistics, top-K and window
 * functions. A key is that of a group followed by the value to order by, each self-delimiting, so
 * that a group is what has a common prefix.
 *
 * <p>Keys are ordered as unsigned bytes; none may be a prefix of another. Not thread-safe; one
 * worker owns an index.
 */
public final class OrderedIndex {
  private final AdaptiveRadixTree tree = new AdaptiveRadixTree();
  private final RadixCursor cursor = tree.cursor();
  private final IndexMemory memory;

  public OrderedIndex(MemoryBudget budget) {
    this.memory = new IndexMemory(tree, budget);
  }

  /** Number of keys whose weight is not zero. */
  public long size() {
    return tree.size();
  }

  /** Bytes of memory held. */
  public long bytes() {
    return memory.bytes();
  }

  /**
   * Adds to the weight of a key, which is zero if the key is not there; a key whose weight becomes
   * zero goes. Within a step weights may be negative.
   *
   * @return the new weight
   */
  public long add(byte[] key, int offset, int length, long weight) {
    long before = weight(key, offset, length);
    long after = Math.addExact(before, weight);
    if (after == 0) {
      tree.remove(key, offset, length);
    } else if (after != before) {
      tree.put(key, offset, length, after);
      memory.grow();
    }
    return after;
  }

  /** The weight of a key, zero if it is not there. */
  public long weight(byte[] key, int offset, int length) {
    long weight = tree.get(key, offset, length);
    return weight == AdaptiveRadixTree.ABSENT ? 0 : weight;
  }

  /** Moves {@link #cursor()} to the first key with a prefix; returns whether there is one. */
  public boolean first(byte[] prefix, int offset, int length) {
    tree.restart(cursor);
    return cursor.ceiling(prefix, offset, length) && cursor.hasPrefix(prefix, offset, length);
  }

  /** Moves {@link #cursor()} to the last key with a prefix; returns whether there is one. */
  public boolean last(byte[] prefix, int offset, int length) {
    tree.restart(cursor);
    return cursor.floor(prefix, offset, length) && cursor.hasPrefix(prefix, offset, length);
  }

  /** Moves {@link #cursor()} to the first key that is at least the given bytes. */
  public boolean ceiling(byte[] key, int offset, int length) {
    tree.restart(cursor);
    return cursor.ceiling(key, offset, length);
  }

  /** Moves {@link #cursor()} to the last key that is at most the bytes or starts with them. */
  public boolean floor(byte[] key, int offset, int length) {
    tree.restart(cursor);
    return cursor.floor(key, offset, length);
  }

  /**
   * The one cursor of this index, where the last of the methods above or its own moves left it; its
   * values are weights. {@link #add} invalidates it until it is moved by them again.
   */
  public RadixCursor cursor() {
    return cursor;
  }

  /** Gives memory that removed keys took back to the budget. */
  public void settle() {
    memory.settle();
  }

  /** Removes all keys. */
  public void clear() {
    tree.clear();
    tree.restart(cursor);
    memory.settle();
  }
}
