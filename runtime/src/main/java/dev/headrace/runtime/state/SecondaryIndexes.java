package dev.headrace.runtime.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The writer's secondary indexes of a {@link RowStore}; each has an entry for every live row. */
final class SecondaryIndexes {
  /** After how many rows the entries of an index that is made may leave memory. */
  private static final int SETTLED_ROWS = 1 << 14;

  private final List<SecondaryIndex> indexes = new ArrayList<>();
  // ones that readers may have: those of any commit, of other relations as well, up to the next one
  private final List<IndexTree> dropped = new ArrayList<>();
  private final List<Retired> retired = new ArrayList<>();

  /** One that readers of a commit and of later ones do not have. */
  private record Retired(IndexTree tree, long sequence) {}

  boolean isEmpty() {
    return indexes.isEmpty();
  }

  long bytes() {
    return indexes.stream().mapToLong(SecondaryIndex::bytes).sum();
  }

  /**
   * Adds an index.
   *
   * @param published the rows as of the last commit
   * @param deleted addresses of those that a pending commit has deleted
   * @param cache decides which of its entries are in memory; null if all are
   */
  void add(
      SecondaryIndex index,
      RowSnapshot published,
      RowPages pages,
      long[] deleted,
      @Nullable PageCache cache) {
    index.attach(cache);
    boolean done = false;
    try {
      int[] rows = new int[1];
      published.forEach(
          (page, bytes, row) -> {
            index.build(bytes, row, RowPages.address(page, row));
            if (++rows[0] % SETTLED_ROWS == 0) {
              index.settle();
            }
          });
      index.commit(published.sequence);
      for (long address : deleted) {
        RowPage page = pages.page(address);
        index.remove(page.bytes(), page.offset(address), address);
      }
      pages.forEachUncommitted(
          address -> {
            RowPage page = pages.page(address);
            int row = page.offset(address);
            if (page.isLive(row)) {
              index.build(page.bytes(), row, address);
            }
          });
      done = true;
    } finally {
      if (!done) {
        index.drop().discard();
      }
    }
    indexes.add(index);
  }

  /** Adds an index that has its entries. */
  void adopt(SecondaryIndex index) {
    indexes.add(index);
  }

  /**
   * Drops an index.
   *
   * @return whether it was there
   */
  boolean remove(SecondaryIndex index) {
    boolean removed = indexes.remove(index);
    if (removed) {
      dropped.add(index.drop());
    }
    return removed;
  }

  /** The state of all of them as of the last commit. */
  Roots committed() {
    int count = indexes.size();
    SecondaryIndex[] names = new SecondaryIndex[count];
    KeySnapshot[] trees = new KeySnapshot[count];
    for (int i = 0; i < count; i++) {
      names[i] = indexes.get(i);
      trees[i] = names[i].committed();
    }
    return count == 0 ? Roots.NONE : new Roots(names, trees);
  }

  void addRow(byte[] slab, int row, int weight, long address) {
    for (int i = 0; i < indexes.size(); i++) {
      indexes.get(i).add(slab, row, weight, address);
    }
  }

  void removeRow(byte[] slab, int row, long address) {
    for (int i = 0; i < indexes.size(); i++) {
      indexes.get(i).remove(slab, row, address);
    }
  }

  void replaceRow(byte[] slab, int row, long address, long by) {
    for (int i = 0; i < indexes.size(); i++) {
      indexes.get(i).replace(slab, row, address, by);
    }
  }

  void requireRepeatable(byte[] slab, int row) {
    for (int i = 0; i < indexes.size(); i++) {
      indexes.get(i).requireRepeatable(slab, row);
    }
  }

  void makeRoom() {
    indexes.forEach(SecondaryIndex::makeRoom);
  }

  void commit(long sequence) {
    indexes.forEach(index -> index.commit(sequence));
    dropped.forEach(tree -> retired.add(new Retired(tree, sequence)));
    dropped.clear();
  }

  void settle() {
    indexes.forEach(SecondaryIndex::settle);
  }

  void release(Readers readers) {
    indexes.forEach(index -> index.release(readers));
    retired.removeIf(
        gone -> {
          boolean isRead = readers.see(0, gone.sequence);
          if (!isRead) {
            gone.tree.discard();
          }
          return !isRead;
        });
  }

  void discard() {
    indexes.forEach(SecondaryIndex::discard);
    dropped.forEach(IndexTree::discard);
    retired.forEach(gone -> gone.tree.discard());
  }

  void undo() {
    indexes.forEach(SecondaryIndex::undo);
  }

  /** What a snapshot of the store has of its indexes. Immutable. */
  static final class Roots {
    static final Roots NONE = new Roots(new SecondaryIndex[0], new KeySnapshot[0]);

    private final SecondaryIndex[] names;
    private final KeySnapshot[] trees;

    private Roots(SecondaryIndex[] names, KeySnapshot[] trees) {
      this.names = names;
      this.trees = trees;
    }

    /** The place of an index, or -1. */
    int find(SecondaryIndex index) {
      for (int i = 0; i < names.length; i++) {
        if (names[i] == index) {
          return i;
        }
      }
      return -1;
    }

    KeySnapshot tree(int place) {
      return trees[place];
    }
  }
}
