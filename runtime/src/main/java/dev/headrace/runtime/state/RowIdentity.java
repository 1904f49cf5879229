package dev.headrace.runtime.state;

import dev.headrace.model.Slice;

/** How the writer of a {@link RowStore} finds the row that a delta is about. */
sealed interface RowIdentity permits RowIdentity.Key, WholeRow {
  /** The address of the row with the same identity, or 0. */
  long find(byte[] slab, int row);

  /**
   * Adds a row. That it is new is checked for keys only.
   *
   * @return false if one with its key is there, and what was done is of no use before it is undone
   */
  boolean add(byte[] slab, int row, long address);

  /** Lets the identity of a row lead to another address. */
  void replace(byte[] slab, int row, long address, long by);

  void remove(byte[] slab, int row, long address);

  /** Bytes of memory taken. */
  long bytes();

  /** Keeps all changes. */
  void commit();

  /**
   * Undoes all changes since the last commit, whose appended rows are still in their pages.
   *
   * @param sequence of the commit that is undone
   */
  void undo(long sequence);

  /** Rows are the same when their keys are; an ordered index that readers share. */
  final class Key implements RowIdentity {
    private final KeyEncoder encoder;
    private final IndexMemory memory;
    private final AdaptiveRadixTree index;
    private final Slice key = new Slice();
    private AdaptiveRadixTree.Snapshot committed;

    Key(KeyEncoder encoder, MemoryBudget budget) {
      this(encoder, AdaptiveRadixTree.Snapshot.EMPTY, budget);
    }

    /** An index that starts with the entries of another one. */
    Key(KeyEncoder encoder, AdaptiveRadixTree.Snapshot entries, MemoryBudget budget) {
      this.encoder = encoder;
      this.index = new AdaptiveRadixTree(entries);
      this.committed = entries;
      this.memory = new IndexMemory(index, budget);
      memory.settle();
    }

    AdaptiveRadixTree.Snapshot committed() {
      return committed;
    }

    long find(byte[] keyBytes, int offset, int length) {
      long address = index.get(keyBytes, offset, length);
      return address == AdaptiveRadixTree.ABSENT ? 0 : address;
    }

    private Slice key(byte[] slab, int row) {
      encoder.encode(slab, row, key);
      return key;
    }

    @Override
    public long find(byte[] slab, int row) {
      Slice wanted = key(slab, row);
      return find(wanted.base(), wanted.offset(), wanted.length());
    }

    @Override
    public boolean add(byte[] slab, int row, long address) {
      return put(slab, row, address) == AdaptiveRadixTree.ABSENT;
    }

    private long put(byte[] slab, int row, long address) {
      Slice added = key(slab, row);
      long before = index.put(added.base(), added.offset(), added.length(), address);
      memory.grow();
      return before;
    }

    @Override
    public void replace(byte[] slab, int row, long address, long by) {
      put(slab, row, by);
    }

    @Override
    public void remove(byte[] slab, int row, long address) {
      Slice removed = key(slab, row);
      index.remove(removed.base(), removed.offset(), removed.length());
      memory.grow();
    }

    @Override
    public long bytes() {
      return memory.bytes();
    }

    @Override
    public void commit() {
      memory.settle();
      committed = index.snapshot();
    }

    @Override
    public void undo(long sequence) {
      index.restore(committed);
      memory.settle();
    }
  }
}
