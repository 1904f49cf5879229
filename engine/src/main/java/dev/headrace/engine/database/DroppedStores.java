package dev.headrace.engine.database;

import dev.headrace.runtime.state.RowStore;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Stores of tables that have been dropped or replaced: what their pages take in the page cache and
 * its file is given back as soon as nobody reads them, and not only when the collector finds out.
 * With the commit lock held.
 */
final class DroppedStores {
  private final Deque<Dropped> waiting = new ArrayDeque<>();

  /** A store that commits from a sequence on do not have. */
  private record Dropped(RowStore store, long sequence) {}

  /** Notes the stores that a commit's catalog does not have any more. */
  void add(Catalog before, Catalog after, long sequence) {
    Set<RowStore> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Relation relation : before.relations()) {
      if (relation instanceof BaseRelation table && table.store() != null) {
        gone.add(table.store());
      }
    }
    for (Relation relation : after.relations()) {
      gone.remove(relation.store());
    }
    gone.forEach(store -> waiting.add(new Dropped(store, sequence)));
  }

  /**
   * Gives back what nobody reads.
   *
   * @param oldest the oldest commit that is or will be read
   */
  void discard(long oldest) {
    while (!waiting.isEmpty() && waiting.element().sequence <= oldest) {
      waiting.remove().store.discard();
    }
  }
}
