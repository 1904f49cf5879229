package dev.headrace.runtime.state;

import dev.headrace.model.Rows;
import dev.headrace.model.Slice;

/** How the writer of a {@link RowStore} finds the row that a delta is about. */
sealed interface RowIdentity {
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
   * Undoes all changes since the last commit, whose rows are still in their pages.
   *
   * @param deleted addresses of older rows that were removed or replaced since
   */
  void undo(long[] deleted, int count);

  /** Rows are the same when all their columns are. */
  final class WholeRow implements RowIdentity {
    private final RowPages pages;
    private final AddressTable table;

    WholeRow(RowPages pages, MemoryBudget budget) {
      this.pages = pages;
      this.table = new AddressTable(budget);
    }

    private long hashOf(long address) {
      return Rows.hashColumns(pages.page(address).bytes, RowPages.offset(address));
    }

    @Override
    public long find(byte[] slab, int row) {
      long hash = Rows.hashColumns(slab, row);
      for (int slot = table.first(hash); slot >= 0; slot = table.next(hash, slot)) {
        long address = table.address(slot);
        if (Rows.sameColumns(pages.page(address).bytes, RowPages.offset(address), slab, row)) {
          return address;
        }
      }
      return 0;
    }

    @Override
    public boolean add(byte[] slab, int row, long address) {
      table.add(Rows.hashColumns(slab, row), address);
      return true;
    }

    @Override
    public void replace(byte[] slab, int row, long address, long by) {
      table.replace(Rows.hashColumns(slab, row), address, by);
    }

    @Override
    public void remove(byte[] slab, int row, long address) {
      table.remove(Rows.hashColumns(slab, row), address);
    }

    @Override
    public long bytes() {
      return table.bytes();
    }

    @Override
    public void commit() {}

    @Override
    public void undo(long[] deleted, int count) {
      pages.forEachUncommitted(address -> table.removeIfPresent(hashOf(address), address));
      // there was room for them before
      for (int i = 0; i < count; i++) {
        table.add(hashOf(deleted[i]), deleted[i]);
      }
    }
  }

  /** Rows are the same when their keys are; an ordered index that readers share. */
  final class Key implements RowIdentity {
    private final KeyEncoder encoder;
    private final IndexMemory memory;
    private final AdaptiveRadixTree index = new AdaptiveRadixTree();
    private final Slice key = new Slice();
    private AdaptiveRadixTree.Snapshot committed = AdaptiveRadixTree.Snapshot.EMPTY;

    Key(KeyEncoder encoder, MemoryBudget budget) {
      this.encoder = encoder;
      this.memory = new IndexMemory(index, budget);
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
    public void undo(long[] deleted, int count) {
      index.restore(committed);
      memory.settle();
    }
  }
}
