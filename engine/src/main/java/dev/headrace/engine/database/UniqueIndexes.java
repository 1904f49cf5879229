package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.state.IndexDefinition.Encoder;
import dev.headrace.runtime.state.IndexDefinition.Entry;
import dev.headrace.runtime.state.IndexSnapshot;
import dev.headrace.runtime.state.RowStore;
import java.util.List;
import java.util.TreeSet;

/**
 * The unique indexes of a table, as a transaction respects them: it locks the keys that it writes,
 * so that two that write the same key do so one after the other, and can tell whether a key has
 * been taken since.
 */
final class UniqueIndexes {
  private final BaseRelation table;
  private final List<Index> indexes;

  private UniqueIndexes(BaseRelation table, List<Index> indexes) {
    this.table = table;
    this.indexes = indexes;
  }

  static UniqueIndexes of(BaseRelation table, Catalog catalog) {
    if (catalog.indexes().isEmpty()) {
      return new UniqueIndexes(table, List.of());
    }
    return new UniqueIndexes(
        table, catalog.indexesOf(table).stream().filter(i -> i.order().unique()).toList());
  }

  /** Something that is done with a key. */
  @FunctionalInterface
  private interface KeyAction {
    /** Returns whether to go on. */
    boolean accept(Slice key, int row);
  }

  private boolean forEach(Index index, Batch rows, boolean insertedOnly, KeyAction action) {
    Encoder encoder = index.order().encoder(table.layout());
    Slice key = new Slice();
    for (int row = 0; row < rows.end(); row = rows.next(row)) {
      boolean counts = !insertedOnly || Rows.weight(rows.bytes(), row) > 0;
      if (counts
          && encoder.encode(rows.bytes(), row, key) == Entry.UNIQUE
          && !action.accept(key, row)) {
        return false;
      }
    }
    return true;
  }

  /** Locks the keys of rows that are inserted or deleted. */
  void lock(TransactionLocks locks, Batch delta, Patience patience) {
    for (Index index : indexes) {
      // in one order, so that two statements do not block each other crosswise
      TreeSet<Long> keys = new TreeSet<>();
      forEach(
          index,
          delta,
          false,
          (key, row) -> {
            keys.add(TransactionLocks.hash(key));
            return true;
          });
      keys.forEach(key -> locks.lockUnique(index, key, patience));
    }
  }

  /** Whether a key of an inserted row has been taken by others between two commits. */
  boolean isTakenSince(RowStore store, Batch delta, long seen, long now) {
    for (Index index : indexes) {
      IndexSnapshot before = index.order().of(store.at(seen));
      IndexSnapshot after = index.order().of(store.at(now));
      boolean none =
          forEach(index, delta, true, (key, row) -> has(before, key) || !has(after, key));
      if (!none) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(IndexSnapshot index, Slice key) {
    return index.get(key.base(), key.offset(), key.length(), (slab, row) -> {});
  }
}
