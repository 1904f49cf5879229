package dev.headrace.runtime.state;

import dev.headrace.model.Slice;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an index of a {@link RowStore}: a tree in memory as long as there is room, and from
 * then on one whose leaves may be in the file of the store's {@link PageCache}. The writer's.
 */
final class IndexTree {
  private static final long COUNTED_STEP = 16 << 10;

  private final MemoryBudget budget;
  private final @Nullable PageCache cache;
  private KeyTree tree;
  private IndexMemory memory;
  private KeySnapshot committed;
  private volatile long committedBytes;

  /** An index without entries. */
  IndexTree(MemoryBudget budget, @Nullable PageCache cache) {
    this(new AdaptiveRadixTree(), budget, cache);
  }

  /** An index that starts with the entries of another one. */
  IndexTree(KeySnapshot entries, MemoryBudget budget, @Nullable PageCache cache) {
    this(entries.fork(), budget, cache);
  }

  private IndexTree(KeyTree tree, MemoryBudget budget, @Nullable PageCache cache) {
    this.budget = budget;
    this.cache = cache;
    this.tree = tree;
    this.memory = new IndexMemory(tree, budget);
    this.committed = tree.commit(0);
    if (cache != null) {
      cache.register(this);
    }
    count();
  }

  /** Bytes of memory taken, but for what the cache counts. */
  long bytes() {
    return memory.bytes();
  }

  /** About how many bytes of memory the last commit takes. Any thread. */
  long committedBytes() {
    return committedBytes;
  }

  private void count() {
    memory.settle();
    if (cache != null && Math.abs(memory.bytes() - committedBytes) >= COUNTED_STEP) {
      committedBytes = memory.bytes();
      cache.countIndexes();
    }
  }

  /** As of the last commit. */
  KeySnapshot committed() {
    return committed;
  }

  long get(Slice key) {
    return tree.get(key.base(), key.offset(), key.length());
  }

  long get(byte[] key, int offset, int length) {
    return tree.get(key, offset, length);
  }

  /** Lets a key lead to a row; returns where it led before, or {@link KeyTree#ABSENT}. */
  long put(Slice key, long address) {
    long before = tree.put(key.base(), key.offset(), key.length(), address);
    memory.grow();
    return before;
  }

  /** Removes a key; returns where it led, or {@link KeyTree#ABSENT}. */
  long remove(Slice key) {
    long before = tree.remove(key.base(), key.offset(), key.length());
    memory.grow();
    return before;
  }

  /** Keeps all changes. */
  void commit(long sequence) {
    committed = tree.commit(sequence);
    count();
  }

  /** Undoes all changes since the last commit. */
  void undo() {
    tree.restore(committed);
    count();
  }

  /**
   * Moves what there is out of memory if there is too little of it. To be called when nothing has
   * been changed since the last commit.
   *
   * @throws dev.headrace.model.SqlException if that cannot be written; without effect then
   */
  void makeRoom() {
    if (cache != null && tree instanceof AdaptiveRadixTree && cache.hasTooManyKeys(this)) {
      BlockTree blocks = BlockTree.of(cache, committed);
      memory.drop();
      tree = blocks;
      memory = new IndexMemory(tree, budget);
      committed = tree.commit(0);
      count();
    }
  }

  /**
   * Lets what was changed so far leave memory before its commit, which is the first one; if that is
   * undone, this is of no use any more.
   */
  void settle() {
    if (tree instanceof BlockTree blocks) {
      blocks.settle();
    } else {
      committed = tree.commit(0);
      count();
      makeRoom();
    }
  }

  /** Lets go of what none of those who read sees. */
  void release(Readers readers) {
    tree.release(readers);
  }

  /** Gives back what it takes of the budget: it will not be changed any more. */
  void drop() {
    memory.drop();
    committedBytes = 0;
    if (cache != null) {
      cache.countIndexes();
    }
  }

  /** Gives everything back: nobody reads it any more. */
  void discard() {
    drop();
    tree.discard();
  }
}
