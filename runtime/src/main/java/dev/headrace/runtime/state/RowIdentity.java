package dev.headrace.runtime.state;

import dev.headrace.model.Slice;

/** How the writer of a {@link RowStore} finds the row that a delta is about. */
sealed interface RowIdentity permits RowIdentity.Key, WholeRow {
  /** The address of the row with the same identity, or 0. */
  long find(byte[] slab, int row);

  /** Adds a row that {@link #find} did not find. */
  void add(byte[] slab, int row, long address);

  /** Lets the identity of a row lead to another address. */
  void replace(byte[] slab, int row, long address, long by);

  void remove(byte[] slab, int row, long address);

  /** Bytes of memory taken. */
  long bytes();

  /** Keeps all changes. */
  void commit();

  /**
   * Undoes all changes since the last commit, whose rows are still in their pages.
   *
   * @param deleted addresses of older rows that were removed or replaced since
   */
  void undo(long[] deleted, int count);

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
    public void add(byte[] slab, int row, long address) {
      Slice added = key(slab, row);
      index.put(added.base(), added.offset(), added.length(), address);
      memory.grow();
    }

    @Override
    public void replace(byte[] slab, int row, long address, long by) {
      add(slab, row, by);
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
    public void undo(long[] deleted, int count) {
      index.restore(committed);
      memory.settle();
    }
  }
}
