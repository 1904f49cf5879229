package dev.headrace.engine.database;

import dev.headrace.runtime.state.RowStore;
import java.util.ArrayList;
import java.util.List;

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
  static void install(Catalog catalog) {
    List<Runnable> undo = new ArrayList<>();
    boolean done = false;
    try {
      for (Index index : catalog.indexes()) {
        RowStore store = catalog.relation(index.relation()).map(Relation::store).orElse(null);
        if (store != null && !store.at(Long.MAX_VALUE).has(index.secondary())) {
          store.addIndex(index.secondary());
          undo.add(() -> store.dropIndex(index.secondary()));
        }
      }
      done = true;
    } finally {
      if (!done) {
        undo.forEach(Runnable::run);
      }
    }
  }

  /** Drops the indexes of one catalog that another does not have, from the one's stores. */
  static void retire(Catalog before, Catalog after) {
    for (Index index : before.indexes()) {
      RowStore store = before.relation(index.relation()).map(Relation::store).orElse(null);
      RowStore kept =
          after
              .index(index.name())
              .filter(other -> other.secondary() == index.secondary())
              .flatMap(other -> after.relation(other.relation()))
              .map(Relation::store)
              .orElse(null);
      if (store != null && store != kept) {
        store.dropIndex(index.secondary());
      }
    }
  }
}
