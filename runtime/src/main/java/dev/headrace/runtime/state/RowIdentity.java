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

  /** Moves what there is out of memory if there is too little; see {@link IndexTree#makeRoom}. */
  void makeRoom();

  /**
   * Keeps all changes.
   *
   * @param sequence of the commit
   */
  void commit(long sequence);

  /** Lets what was added leave memory before its commit; see {@link IndexTree#settle}. */
  void settle();

  /** Lets go of what none of those who read sees. */
  void release(Readers readers);

  /** Gives back what it takes: nobody reads it any more. */
  void discard();

  /**
   * Undoes all changes since the last commit, whose appended rows are still in their pages.
   *
   * @param sequence of the commit that is undone
   */
  void undo(long sequence);

  /** Rows are the same when their keys are; an ordered index that readers share. */
  final class Key implements RowIdentity {
    private final KeyEncoder encoder;
    private final IndexTree index;
    private final Slice key = new Slice();

    Key(KeyEncoder encoder, IndexTree index) {
      this.encoder = encoder;
      this.index = index;
    }

    KeySnapshot committed() {
      return index.committed();
    }

    long find(byte[] keyBytes, int offset, int length) {
      long address = index.get(keyBytes, offset, length);
      return address == KeyTree.ABSENT ? 0 : address;
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
      return index.put(key(slab, row), address) == KeyTree.ABSENT;
    }

    @Override
    public void replace(byte[] slab, int row, long address, long by) {
      index.put(key(slab, row), by);
    }

    @Override
    public void remove(byte[] slab, int row, long address) {
      index.remove(key(slab, row));
    }

    @Override
    public long bytes() {
      return index.bytes();
    }

    @Override
    public void makeRoom() {
      index.makeRoom();
    }

    @Override
    public void commit(long sequence) {
      index.commit(sequence);
    }

    @Override
    public void settle() {
      index.settle();
    }

    @Override
    public void undo(long sequence) {
      index.undo();
    }

    @Override
    public void release(Readers readers) {
      index.release(readers);
    }

    @Override
    public void discard() {
      index.discard();
    }
  }
}
