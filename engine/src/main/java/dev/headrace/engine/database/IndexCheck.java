package dev.headrace.engine.database;

import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.IndexDefinition;
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
      Segments rows = view.scan(relation, store);
      for (KeyOrder order : view.catalog().orders(relation)) {
        IndexSnapshot index = order.of(store.at(view.sequence()));
        Comparison comparison = new Comparison(index);
        comparison.addAll(rows, order.encoder(store.layout()));
        if (comparison.lost > 0 || comparison.found != index.size()) {
          return Optional.of(
              "index "
                  + order.name()
                  + " has "
                  + index.size()
                  + " entries, leads to "
                  + comparison.found
                  + " rows and not to "
                  + comparison.lost);
        }
      }
      return Optional.empty();
    }
  }

  private static final class Comparison {
    private final IndexSnapshot index;
    private final Slice key = new Slice();
    long found;
    long lost;

    Comparison(IndexSnapshot index) {
      this.index = index;
    }

    void addAll(Segments rows, IndexDefinition.Encoder encoder) {
      for (int i = 0; i < rows.size(); i++) {
        byte[] slab = rows.slab(i);
        for (int row = rows.from(i); row < rows.to(i); row += Rows.length(slab, row)) {
          if (encoder.encode(slab, row, key) != IndexDefinition.Entry.NONE) {
            add(slab, row);
          }
        }
      }
    }

    private void add(byte[] slab, int row) {
      boolean[] there = new boolean[1];
      index.forEach(
          key.base(),
          key.offset(),
          key.length(),
          (bytes, at) -> there[0] |= Rows.sameColumns(bytes, at, slab, row));
      if (there[0]) {
        found++;
      } else {
        lost++;
      }
    }
  }
}
