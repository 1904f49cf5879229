package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.state.KeyEncoder;
import dev.headrace.runtime.state.RowStore;

/** What others have done, between two commits, to the rows that a statement is about to change. */
final class RowConflicts {
  private RowConflicts() {}

  /** Whether others have changed rows since that a delta deletes. */
  static boolean isOvertaken(BaseRelation table, RowStore store, Batch delta, long seen, long now) {
    if (seen == now || store.published() <= seen || !TransactionLocks.deletes(delta)) {
      return false;
    }
    if (table.primaryKey().isEmpty()) {
      // the table is locked: it is looked at once more at most
      return store.at(now).sequence() > seen;
    }
    return keysDiffer(table, store, delta, false, seen, now);
  }

  /**
   * Whether there is another row now with a key of a delta, or none any more.
   *
   * @param inserted which rows of the delta it is about: those it inserts, or those it deletes
   */
  static boolean keysDiffer(
      BaseRelation table, RowStore store, Batch delta, boolean inserted, long seen, long now) {
    if (seen == now || table.primaryKey().isEmpty()) {
      return false;
    }
    KeyEncoder encoder = table.keyEncoder();
    Slice key = new Slice();
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      if (Rows.weight(delta.bytes(), row) > 0 == inserted) {
        encoder.encode(delta.bytes(), row, key);
        if (ReadSet.differ(key, store.at(seen), store.at(now))) {
          return true;
        }
      }
    }
    return false;
  }
}
