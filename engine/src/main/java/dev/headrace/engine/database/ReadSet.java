package dev.headrace.engine.database;

import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.runtime.state.RowStore;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a serializable transaction has read: whole relations, and single rows by their keys. At
 * commit, none of it may have been changed by others since its snapshot; then the transaction might
 * as well have run at that moment (backward validation, Kung and Robinson 1981).
 */
final class ReadSet {
  private final Set<RowStore> relations = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<RowStore, Set<Slice>> keys = new IdentityHashMap<>();

  /** All rows, or rows that were not looked up by a whole key. */
  void add(RowStore store) {
    if (relations.add(store)) {
      keys.remove(store);
    }
  }

  /** The row with a key, or that there is none. */
  void add(RowStore store, byte[] key, int length) {
    if (!relations.contains(store)) {
      keys.computeIfAbsent(store, s -> new HashSet<>()).add(Slice.of(key, 0, length).copy());
    }
  }

  /**
   * Whether others have changed any of it. With the commit lock held.
   *
   * @param snapshot the sequence it was read at
   */
  boolean isOutdated(long snapshot) {
    for (RowStore store : relations) {
      if (store.published() > snapshot) {
        return true;
      }
    }
    for (Map.Entry<RowStore, Set<Slice>> entry : keys.entrySet()) {
      RowStore store = entry.getKey();
      if (store.published() > snapshot) {
        RowSnapshot before = store.at(snapshot);
        RowSnapshot now = store.at(Long.MAX_VALUE);
        if (entry.getValue().stream().anyMatch(key -> differ(key, before, now))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether two versions of a relation have different rows, or only one of them a row, at a key.
   */
  static boolean differ(Slice key, RowSnapshot before, RowSnapshot now) {
    boolean[] same = {false};
    boolean was =
        before.get(
            key.base(),
            key.offset(),
            key.length(),
            (slab, row) ->
                now.get(
                    key.base(),
                    key.offset(),
                    key.length(),
                    (other, there) -> same[0] = Rows.sameColumns(slab, row, other, there)));
    boolean is = now.get(key.base(), key.offset(), key.length(), (slab, row) -> {});
    return (was || is) && !same[0];
  }
}
