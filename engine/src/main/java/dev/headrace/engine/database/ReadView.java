package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.runtime.state.RowStore;
import java.util.Map;

/**
 * What one statement sees: all relations as of one commit, and the running transaction's own
 * changes. Close it when the statement has ended.
 */
public final class ReadView implements AutoCloseable {
  private final Snapshots snapshots;
  private final long sequence;
  private final Map<String, TableChanges> changes;

  ReadView(Snapshots snapshots, Map<String, TableChanges> changes) {
    this.snapshots = snapshots;
    this.sequence = snapshots.acquire();
    this.changes = changes;
  }

  /** The commit that is seen. */
  public long sequence() {
    return sequence;
  }

  /** All rows of a relation. */
  public Segments scan(String name, RowStore store) {
    RowSnapshot snapshot = store.at(sequence);
    Segments segments = new Segments();
    TableChanges own = changes.get(name);
    if (own == null || own.isEmpty()) {
      snapshot.scan(segments::add);
      return segments;
    }
    Batch added = new Batch();
    GroupTable removed = own.split(added);
    if (removed.size() == 0) {
      snapshot.scan(segments::add);
    } else {
      snapshot.scan((slab, from, to) -> addRemaining(slab, from, to, removed, segments));
    }
    segments.add(added);
    return segments;
  }

  private static void addRemaining(
      byte[] slab, int from, int to, GroupTable removed, Segments segments) {
    int runStart = from;
    for (int row = from; row < to; ) {
      int next = row + Rows.length(slab, row);
      long record = removed.find(Rows.hashColumns(slab, row), slab, row);
      if (record != 0) {
        segments.add(slab, runStart, row);
        runStart = next;
        int left = Math.toIntExact(Rows.weight(slab, row) - TableChanges.weight(removed, record));
        if (left > 0) {
          Batch rest = new Batch(next - row);
          rest.append(slab, row, left);
          segments.add(rest);
        }
      }
      row = next;
    }
    segments.add(slab, runStart, to);
  }

  /**
   * The rows of a keyed relation with one key: the committed one, unless the transaction has
   * changed the relation, when all rows are given for the query to choose from.
   */
  public Segments lookup(String name, RowStore store, byte[] key, int length) {
    TableChanges own = changes.get(name);
    if (own != null && !own.isEmpty()) {
      return scan(name, store);
    }
    Segments segments = new Segments();
    store
        .at(sequence)
        .get(key, 0, length, (slab, row) -> segments.add(slab, row, row + Rows.length(slab, row)));
    return segments;
  }

  @Override
  public void close() {
    snapshots.release(sequence);
  }
}
