package dev.headrace.runtime.state;

import dev.headrace.model.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows are the same when all their columns are. They are found by a hash of all the columns they
 * had when they were written: a row that was widened since is in a table of its own kind, which the
 * store it was written in has filled.
 */
final class WholeRow implements RowIdentity {
  private static final int KEPT_REMOVED = 1_024;

  private final RowPages pages;
  private final AddressTable table;
  private final List<Written> earlier;

  // what has left the tables since the last commit: undoing that must not need the rows
  private AddressTable[] removedFrom = new AddressTable[16];
  private long[] removedHashes = new long[16];
  private long[] removedAddresses = new long[16];
  private int removedCount;

  /** The rows that were written with fewer columns. */
  private record Written(int columns, AddressTable table, RowWidening.Narrower narrower) {
    long hash(byte[] slab, int row) {
      return Rows.hashColumns(narrower.narrow(slab, row), 0);
    }
  }

  WholeRow(RowPages pages, MemoryBudget budget) {
    this.pages = pages;
    this.table = new AddressTable(budget);
    this.earlier = List.of();
  }

  /**
   * Takes over what another one knows, which must not be changed any more but to undo what this one
   * changed.
   *
   * @param columns of its rows
   */
  WholeRow(
      WholeRow before, int columns, RowWidening widening, RowPages pages, MemoryBudget budget) {
    this.pages = pages;
    this.table = new AddressTable(budget);
    this.earlier = new ArrayList<>();
    for (Written written : before.earlier) {
      if (written.table.size() > 0) {
        earlier.add(
            new Written(written.columns, written.table, widening.narrower(written.columns)));
      }
    }
    if (before.table.size() > 0) {
      earlier.add(new Written(columns, before.table, widening.narrower(columns)));
    }
  }

  @Override
  public long find(byte[] slab, int row) {
    long address = find(table, Rows.hashColumns(slab, row), slab, row);
    for (int i = 0; i < earlier.size() && address == 0; i++) {
      Written written = earlier.get(i);
      address = find(written.table, written.hash(slab, row), slab, row);
    }
    return address;
  }

  private long find(AddressTable among, long hash, byte[] slab, int row) {
    for (int slot = among.first(hash); slot >= 0; slot = among.next(hash, slot)) {
      long address = among.address(slot);
      RowPage page = pages.page(address);
      if (Rows.sameColumns(page.bytes(), page.offset(address), slab, row)) {
        return address;
      }
    }
    return 0;
  }

  @Override
  public boolean add(byte[] slab, int row, long address) {
    WidenedRows widened = pages.page(address).widened();
    if (widened == null) {
      table.add(Rows.hashColumns(slab, row), address);
    } else {
      Written written = written(widened);
      written.table.add(written.hash(slab, row), address);
    }
    return true;
  }

  private Written written(WidenedRows rows) {
    for (Written written : earlier) {
      if (written.columns == rows.writtenColumns()) {
        return written;
      }
    }
    throw new IllegalStateException("no rows of " + rows.writtenColumns() + " columns");
  }

  @Override
  public void replace(byte[] slab, int row, long address, long by) {
    if (pages.page(address).widened() == null) {
      long hash = Rows.hashColumns(slab, row);
      table.replace(hash, address, by);
      noteRemoved(table, hash, address);
    } else {
      remove(slab, row, address);
      add(slab, row, by);
    }
  }

  @Override
  public void remove(byte[] slab, int row, long address) {
    WidenedRows widened = pages.page(address).widened();
    Written written = widened == null ? null : written(widened);
    AddressTable from = written == null ? table : written.table;
    long hash = written == null ? Rows.hashColumns(slab, row) : written.hash(slab, row);
    from.remove(hash, address);
    noteRemoved(from, hash, address);
  }

  private void noteRemoved(AddressTable from, long hash, long address) {
    if (removedCount == removedAddresses.length) {
      removedFrom = Arrays.copyOf(removedFrom, removedCount * 2);
      removedHashes = Arrays.copyOf(removedHashes, removedCount * 2);
      removedAddresses = Arrays.copyOf(removedAddresses, removedCount * 2);
    }
    removedFrom[removedCount] = from;
    removedHashes[removedCount] = hash;
    removedAddresses[removedCount++] = address;
  }

  @Override
  public long bytes() {
    return table.bytes() + earlier.stream().mapToLong(written -> written.table.bytes()).sum();
  }

  @Override
  public void makeRoom() {}

  @Override
  public void settle() {}

  @Override
  public void release(Readers readers) {}

  @Override
  public void discard() {}

  @Override
  public void commit(long sequence) {
    forgetRemoved();
  }

  private void forgetRemoved() {
    if (removedCount > KEPT_REMOVED) {
      removedFrom = new AddressTable[16];
      removedHashes = new long[16];
      removedAddresses = new long[16];
    }
    removedCount = 0;
  }

  @Override
  public void undo(long sequence) {
    pages.forEachUncommitted(
        address -> {
          RowPage page = pages.page(address);
          // those are of this store: no row is written with fewer columns
          table.removeIfPresent(Rows.hashColumns(page.bytes(), page.offset(address)), address);
        });
    // there was room for them before
    for (int i = 0; i < removedCount; i++) {
      long address = removedAddresses[i];
      RowPage page = pages.page(address);
      if (!pages.isUncommitted(page, page.offset(address), sequence)) {
        removedFrom[i].add(removedHashes[i], address);
      }
    }
    forgetRemoved();
  }
}
