package dev.headrace.engine.database;

import dev.headrace.runtime.state.IndexSnapshot;
import dev.headrace.runtime.state.RowStore;
import java.util.Optional;

/**
 * Compares the indexes of a relation with its rows: each row that an index is of is where its key
 * leads, and the index has no others.
 */
public final class IndexCheck {
  private final Database database;

  public IndexCheck(Database database) {
    this.database = database;
  }

  /** What is wrong with a relation's indexes; empty if nothing is. */
  public Optional<String> check(Relation relation) {
    RowStore store = relation.store();
    if (store == null) {
      return Optional.empty();
    }
    try (ReadView view = database.read()) {
      for (KeyOrder order : view.catalog().orders(relation)) {
        IndexSnapshot index = order.of(store.at(view.sequence()));
        IndexSnapshot.Agreement agreement = index.agreement(order.encoder(store.layout()));
        if (agreement.lost() > 0 || agreement.found() != index.size()) {
          return Optional.of(
              "index "
                  + order.name()
                  + " has "
                  + index.size()
                  + " entries, leads to "
                  + agreement.found()
                  + " rows and not to "
                  + agreement.lost());
        }
      }
      return Optional.empty();
    }
  }
}
