package dev.headrace.engine.database;

import dev.headrace.runtime.state.RowStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the stores' secondary indexes follow the catalog. With the commit lock held. */
final class IndexMaintenance {
  private IndexMaintenance() {}

  /**
   * Adds the indexes of a catalog that their stores do not have yet; they get the rows that are
   * there.
   *
   * @throws dev.headrace.model.SqlException if rows have no key or the same where they must not;
   *     nothing has been added then
   */
  static void install(Catalog before, Catalog catalog) {
    retireMoved(before, catalog);
    List<Runnable> undo = new ArrayList<>();
    boolean done = false;
    try {
      for (Index index : catalog.indexes()) {
        RowStore store = store(catalog, index);
        if (store != null && !store.at(Long.MAX_VALUE).has(index.secondary())) {
          store.addIndex(index.secondary());
          undo.add(() -> store.dropIndex(index.secondary()));
        }
        if (!before.indexes().contains(index)) {
          index.secondary().rename(index.order().names(index.secondary().definition()));
        }
      }
      done = true;
    } finally {
      if (!done) {
        undo.forEach(Runnable::run);
      }
    }
  }

  /** Drops the indexes whose relation has another store now. */
  private static void retireMoved(Catalog before, Catalog after) {
    for (Index index : before.indexes()) {
      RowStore old = store(before, index);
      RowStore now = store(after, index);
      if (old != null && now != null && old != now) {
        old.dropIndex(index.secondary());
      }
    }
  }

  private static @Nullable RowStore store(Catalog catalog, Index index) {
    return catalog.indexes().stream()
        .filter(other -> other.secondary() == index.secondary())
        .findFirst()
        .flatMap(other -> catalog.relation(other.relation()))
        .map(Relation::store)
        .orElse(null);
  }

  /** Drops the indexes of one catalog that another does not have, from the one's stores. */
  static void retire(Catalog before, Catalog after) {
    for (Index index : before.indexes()) {
      RowStore store = store(before, index);
      if (store != null && store != store(after, index)) {
        store.dropIndex(index.secondary());
      }
    }
  }
}
