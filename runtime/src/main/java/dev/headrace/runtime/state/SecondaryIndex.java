package dev.headrace.runtime.state;

import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.state.IndexDefinition.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A secondary index of a {@link RowStore}: a tree from the keys of rows to their addresses. To all
 * but the store it is a name for {@link RowSnapshot#index}.
 *
 * <p>A key that several rows may have is made different by the row's address behind it, five bytes,
 * so that a row's entry is found without a search among its equals. When a row moves, so does its
 * entry.
 */
public final class SecondaryIndex {
  private static final int ADDRESS_BYTES = Pages.ADDRESS_BITS / Byte.SIZE;

  private volatile IndexDefinition definition;
  private final IndexDefinition.Encoder encoder;
  private final MemoryBudget budget;
  private final Slice key = new Slice();
  // that of the store it is in, and empty without one
  private IndexTree tree;
  private boolean changed;
  private boolean attached;

  /** An index that is in no store yet. */
  public SecondaryIndex(IndexDefinition definition, MemoryBudget budget) {
    this(definition, budget, new IndexTree(budget, null));
  }

  private SecondaryIndex(IndexDefinition definition, MemoryBudget budget, IndexTree tree) {
    this.definition = definition;
    this.encoder = definition.encoder();
    this.budget = budget;
    this.tree = tree;
  }

  /**
   * An index of a store that has the rows of another one at the same addresses, in which an index
   * of the same keys has these entries.
   */
  SecondaryIndex(
      IndexDefinition definition,
      KeySnapshot entries,
      MemoryBudget budget,
      @Nullable PageCache cache) {
    this(definition, budget, new IndexTree(entries, budget, cache));
    this.attached = true;
  }

  /** What it was made for. */
  public IndexDefinition definition() {
    return definition;
  }

  /** From now on errors use the names in a definition that is the same otherwise. */
  public void rename(IndexDefinition renamed) {
    definition = renamed;
  }

  /**
   * Marks it as being in a store.
   *
   * @param cache decides which of its entries are in memory; null if all are
   */
  void attach(@Nullable PageCache cache) {
    if (attached) {
      throw new IllegalStateException("the index is in a store already");
    }
    attached = true;
    tree = new IndexTree(budget, cache);
  }

  /** Bytes of memory taken. */
  public long bytes() {
    return tree.bytes();
  }

  KeySnapshot committed() {
    return tree.committed();
  }

  /** Adds the entry of a row that was appended at an address. */
  void add(byte[] slab, int row, int weight, long address) {
    Entry entry = encoder.encode(slab, row, key);
    if (entry == Entry.UNIQUE && (weight > 1 || contains(key))) {
      throw definition.duplicateInserted(slab, row);
    }
    put(entry, address);
  }

  /** Checks that a row that has an entry may be there several times. */
  void requireRepeatable(byte[] slab, int row) {
    if (encoder.encode(slab, row, key) == Entry.UNIQUE) {
      throw definition.duplicateInserted(slab, row);
    }
  }

  /** Adds the entry of a row that was there before the index. */
  void build(byte[] slab, int row, long address) {
    Entry entry = encoder.encode(slab, row, key);
    if (entry == Entry.UNIQUE && (Rows.weight(slab, row) > 1 || contains(key))) {
      throw definition.duplicateFound(slab, row);
    }
    put(entry, address);
  }

  /** Removes the entry of a row at an address. */
  void remove(byte[] slab, int row, long address) {
    switch (encoder.encode(slab, row, key)) {
      case NONE -> {}
      case UNIQUE -> remove(key);
      case REPEATED -> {
        appendAddress(key, address);
        remove(key);
      }
    }
  }

  /** Lets the entry of a row lead to another address. */
  void replace(byte[] slab, int row, long address, long by) {
    switch (encoder.encode(slab, row, key)) {
      case NONE -> {}
      case UNIQUE -> put(Entry.UNIQUE, by);
      case REPEATED -> {
        appendAddress(key, address);
        remove(key);
        key.own(key.length() - ADDRESS_BYTES);
        put(Entry.REPEATED, by);
      }
    }
  }

  private boolean contains(Slice wanted) {
    return tree.get(wanted) != KeyTree.ABSENT;
  }

  private void put(Entry entry, long address) {
    if (entry == Entry.NONE) {
      return;
    }
    if (entry == Entry.REPEATED) {
      appendAddress(key, address);
    }
    changed = true;
    tree.put(key, address);
  }

  private void remove(Slice removed) {
    changed = true;
    if (tree.remove(removed) == KeyTree.ABSENT) {
      throw new IllegalStateException("a row has no entry in an index");
    }
  }

  /** Makes a key different from those of other rows; the slice has its own memory. */
  static void appendAddress(Slice key, long address) {
    int length = key.length();
    byte[] old = key.base();
    byte[] bytes = key.buffer(length + ADDRESS_BYTES);
    System.arraycopy(old, 0, bytes, 0, length);
    for (int i = 0; i < ADDRESS_BYTES; i++) {
      bytes[length + i] = (byte) (address >>> (Pages.ADDRESS_BITS - Byte.SIZE * (i + 1)));
    }
    key.own(length + ADDRESS_BYTES);
  }

  /** Moves what there is out of memory if there is too little; see {@link IndexTree#makeRoom}. */
  void makeRoom() {
    tree.makeRoom();
  }

  /**
   * Keeps all changes.
   *
   * @param sequence of the commit
   */
  void commit(long sequence) {
    if (changed) {
      tree.commit(sequence);
      changed = false;
    }
  }

  /** Lets what was added leave memory before its commit; see {@link IndexTree#settle}. */
  void settle() {
    tree.settle();
  }

  /** Lets go of what none of those who read sees. */
  void release(Readers readers) {
    tree.release(readers);
  }

  /** Gives back what it takes: nobody reads it any more. */
  void discard() {
    tree.discard();
  }

  /** Undoes all changes since the last commit. */
  void undo() {
    if (changed) {
      tree.undo();
      changed = false;
    }
  }

  /**
   * Leaves its store; it may be added to one again.
   *
   * @return what readers of older snapshots may go on with
   */
  IndexTree drop() {
    IndexTree dropped = tree;
    dropped.drop();
    tree = new IndexTree(budget, null);
    attached = false;
    changed = false;
    return dropped;
  }
}
