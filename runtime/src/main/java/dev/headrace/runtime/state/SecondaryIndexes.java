package dev.headrace.runtime.state;

import java.util.ArrayList;
import java.util.List;

/** The writer's secondary indexes of a {@link RowStore}; each has an entry for every live row. */
final class SecondaryIndexes {
  private final List<SecondaryIndex> indexes = new ArrayList<>();

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
   */
  void add(SecondaryIndex index, RowSnapshot published, RowPages pages, long[] deleted) {
    index.attach();
    boolean done = false;
    try {
      published.forEach((page, bytes, row) -> index.build(bytes, row, RowPages.address(page, row)));
      index.commit();
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
        index.drop();
      }
    }
    indexes.add(index);
  }

  /** Adds an index that has its entries. */
  void adopt(SecondaryIndex index) {
    indexes.add(index);
  }

  boolean remove(SecondaryIndex index) {
    return indexes.remove(index);
  }

  /** The state of all of them as of the last commit. */
  Roots committed() {
    int count = indexes.size();
    SecondaryIndex[] names = new SecondaryIndex[count];
    AdaptiveRadixTree.Snapshot[] trees = new AdaptiveRadixTree.Snapshot[count];
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

  void commit() {
    indexes.forEach(SecondaryIndex::commit);
  }

  void undo() {
    indexes.forEach(SecondaryIndex::undo);
  }

  /** What a snapshot of the store has of its indexes. Immutable. */
  static final class Roots {
    static final Roots NONE = new Roots(new SecondaryIndex[0], new AdaptiveRadixTree.Snapshot[0]);

    private final SecondaryIndex[] names;
    private final AdaptiveRadixTree.Snapshot[] trees;

    private Roots(SecondaryIndex[] names, AdaptiveRadixTree.Snapshot[] trees) {
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

    AdaptiveRadixTree.Snapshot tree(int place) {
      return trees[place];
    }
  }
}
