package dev.headrace.engine.database;

import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.KeyEncoder;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.runtime.state.RowStore;
import java.util.Objects;
import java.util.Optional;

/** Compares a table with its primary key's index: each row is the one that its key leads to. */
public final class IndexCheck {
  private final Database database;

  public IndexCheck(Database database) {
    this.database = database;
  }

  /** What is wrong with a table; empty if nothing is or it has no key. */
  public Optional<String> check(BaseRelation table) {
    RowStore store = table.store();
    if (store == null || table.primaryKey().isEmpty()) {
      return Optional.empty();
    }
    try (ReadView view = database.read()) {
      RowSnapshot snapshot = store.at(view.sequence());
      Segments rows = view.scan(table, store);
      long found = 0;
      long lost = 0;
      KeyEncoder encoder = table.keyEncoder();
      Slice key = new Slice();
      for (int i = 0; i < rows.size(); i++) {
        byte[] slab = rows.slab(i);
        for (int row = rows.from(i); row < rows.to(i); row += Rows.length(slab, row)) {
          encoder.encode(slab, row, key);
          if (leadsTo(snapshot, key, slab, row)) {
            found++;
          } else {
            lost++;
          }
        }
      }
      return lost == 0 && found == snapshot.rows()
          ? Optional.empty()
          : Optional.of(
              "the primary key's index leads to "
                  + found
                  + " rows, "
                  + lost
                  + " are missing, "
                  + snapshot.rows()
                  + " are counted");
    }
  }

  private static boolean leadsTo(RowSnapshot snapshot, Slice key, byte[] slab, int row) {
    boolean[] same = new boolean[1];
    snapshot.get(
        key.base(),
        key.offset(),
        key.length(),
        (there, at) -> same[0] = Rows.sameColumns(Objects.requireNonNull(there), at, slab, row));
    return same[0];
  }
}
