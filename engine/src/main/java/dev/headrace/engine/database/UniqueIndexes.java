package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.IndexDefinition.Encoder;
import dev.headrace.runtime.state.IndexDefinition.Entry;
import dev.headrace.runtime.state.IndexSnapshot;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.runtime.state.RowStore;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The unique indexes of a table, as a transaction respects them: it locks the keys that it writes,
 * so that two that write the same key do so one after the other, and can tell whether a key has
 * been taken since.
 */
public final class UniqueIndexes {
  private final BaseRelation table;
  private final List<Index> indexes;

  private UniqueIndexes(BaseRelation table, List<Index> indexes) {
    this.table = table;
    this.indexes = indexes;
  }

  static UniqueIndexes of(BaseRelation table, Catalog catalog) {
    List<Index> all = catalog.indexesOf(table);
    return new UniqueIndexes(
        table, all.isEmpty() ? all : all.stream().filter(Index::isUnique).toList());
  }

  /**
   * Checks that rows have keys of their own.
   *
   * @param rows all of a relation
   * @throws SqlException 23505
   */
  public static void requireAll(Index index, Relation relation, Segments rows) {
    KeyOrder order = index.order();
    IndexKeys definition =
        new IndexKeys(
            order.name(),
            RowLayout.of(relation.fields()),
            order.columns(),
            order.predicate(),
            true,
            index.nullsDistinct());
    Encoder encoder = definition.encoder();
    Set<Slice> seen = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      byte[] slab = rows.slab(i);
      for (int row = rows.from(i); row < rows.to(i); row += Rows.length(slab, row)) {
        Slice key = new Slice();
        boolean counts = encoder.encode(slab, row, key) == Entry.UNIQUE;
        if (counts && (Rows.weight(slab, row) > 1 || !seen.add(key))) {
          throw definition
              .duplicateFound(slab, row)
              .withSubject(relation.subject(null, order.name()));
        }
      }
    }
  }

  /**
   * Checks all that a transaction has changed of a table.
   *
   * @param now the latest commit and the changes
   * @throws SqlException 23505
   */
  static void requireUnique(Index index, TableChanges changes, ReadView now) {
    BaseRelation table = changes.table();
    RowStore store = Objects.requireNonNull(table.store(), "a stored relation");
    RowSnapshot committed = store.at(now.sequence());
    if (TableChanges.isKnown(index, committed)) {
      changes.requireUnique(index, changes.delta(), committed);
    } else {
      requireAll(index, table, now.scan(table, store));
    }
  }

  /** Something that is done with a key. */
  @FunctionalInterface
  private interface KeyAction {
    /** Returns whether to go on. */
    boolean accept(Slice key, int row);
  }

  private boolean forEach(Index index, Batch rows, boolean insertedOnly, KeyAction action) {
    Encoder encoder = index.uniqueEncoder(table.layout());
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
    if (seen == now) {
      return false;
    }
    for (Index index : indexes) {
      if (!index.order().unique()) {
        // nobody chooses by one whose check can be put off
        continue;
      }
      RowSnapshot then = store.at(seen);
      RowSnapshot latest = store.at(now);
      if (!index.order().isIn(latest)) {
        // one that is being made is checked by the commit that fills it
        continue;
      }
      // one that has been made since cannot tell which of the keys were there
      IndexSnapshot before = index.order().isIn(then) ? index.order().of(then) : null;
      IndexSnapshot after = index.order().of(latest);
      boolean none =
          forEach(
              index,
              delta,
              true,
              (key, row) -> (before != null && has(before, key)) || !has(after, key));
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
