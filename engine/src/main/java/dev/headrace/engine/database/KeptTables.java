package dev.headrace.engine.database;

import dev.headrace.engine.database.KeptRows.Earlier;
import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.state.KeyEncoder;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.state.RowWidening;
import dev.headrace.runtime.storage.CommitWriter;
import dev.headrace.runtime.storage.RecordKind;
import dev.headrace.runtime.storage.RowChanges;
import dev.headrace.runtime.storage.RowForm;
import dev.headrace.runtime.storage.Storage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of tables to a storage and reads them back. A table that gets columns goes on in
 * another relation of the storage, and the rows that it has stay where they are until they are
 * changed. With the commit lock held.
 */
final class KeptTables {
  /** A table with rows in more other relations than this is written anew. */
  private static final int MOST_EARLIER = 8;

  private Map<Integer, KeptRows> kept = new HashMap<>();
  // what they will be with the commit that is being written, if it changes them
  private @Nullable Map<Integer, KeptRows> pending;

  private Map<Integer, KeptRows> current() {
    return pending == null ? kept : pending;
  }

  private Map<Integer, KeptRows> changed() {
    Map<Integer, KeptRows> changed = pending;
    if (changed == null) {
      changed = new HashMap<>(kept);
      pending = changed;
    }
    return changed;
  }

  /** The commit was written. */
  void committed() {
    kept = current();
    pending = null;
  }

  /** The commit was not written. */
  void abandoned() {
    pending = null;
  }

  // ---- writing definitions

  /**
   * Follows the tables from one catalog to the next.
   *
   * @param newNumber gives numbers that nothing has had
   */
  void follow(CommitWriter to, Catalog before, Catalog next, IntSupplier newNumber) {
    Set<Integer> left = new HashSet<>();
    for (Relation relation : next.relations()) {
      left.add(relation.oid());
    }
    for (Relation relation : before.relations()) {
      if (relation instanceof BaseRelation table
          && table.store() != null
          && Durability.isKept(table)) {
        if (left.contains(table.oid())) {
          follow(to, table, next.relation(table.oid()).orElseThrow(), newNumber);
        } else {
          forget(to, table.oid());
          to.drop(table.oid());
          to.removeRecord(RecordKind.POSITION, table.oid());
        }
      }
    }
  }

  private void follow(CommitWriter to, BaseRelation table, Relation now, IntSupplier newNumber) {
    RowStore old = Objects.requireNonNull(table.store(), "a stored relation");
    RowStore store = now.store();
    if (store == old) {
      return;
    }
    if (store == null || !store.isWidened(old)) {
      // another version of the table, whose rows are all in the delta
      forget(to, table.oid());
      to.truncate(table.oid());
    } else {
      widen(to, table, (BaseRelation) now, newNumber);
    }
  }

  private void widen(CommitWriter to, BaseRelation table, BaseRelation now, IntSupplier newNumber) {
    RowStore old = Objects.requireNonNull(table.store(), "a stored relation");
    RowStore store = Objects.requireNonNull(now.store(), "a stored relation");
    RowWidening widening = Objects.requireNonNull(store.widening(), "a widened store");
    int columns = table.fields().size();
    KeptRows known = current().getOrDefault(table.oid(), KeptRows.of(table.oid()));
    KeptRows rows;
    if (old.at(Long.MAX_VALUE).rows() == 0 && known.earlier().isEmpty()) {
      // the relation is empty
      return;
    } else if (!old.hasOwnRows() && !known.earlier().isEmpty()) {
      // no row has been written since the table went on in this relation
      rows = known.widened(columns, widening);
    } else if (known.earlier().size() < MOST_EARLIER) {
      rows = known.widened(columns, widening).continued(newNumber.getAsInt(), columns);
    } else {
      forget(to, table.oid());
      to.truncate(table.oid());
      writeAll(to, now, store);
      return;
    }
    changed().put(table.oid(), rows);
    to.putRecord(RecordKind.PLACE, table.oid(), rows.toBytes());
  }

  private static void writeAll(CommitWriter to, BaseRelation table, RowStore store) {
    RowForm form = Durability.form(table);
    KeyEncoder encoder = form == RowForm.KEYED ? table.keyEncoder() : null;
    Slice key = new Slice();
    store
        .at(Long.MAX_VALUE)
        .scan(
            (slab, from, end) -> {
              for (int row = from; row < end; row += Rows.length(slab, row)) {
                if (encoder == null) {
                  to.putMultiplicity(table.oid(), slab, row, Rows.weight(slab, row));
                } else {
                  encoder.encode(slab, row, key);
                  to.putRow(table.oid(), key, slab, row);
                }
              }
            });
  }

  /** Lets go of all relations with a table's rows but the one with its own number. */
  private void forget(CommitWriter to, int table) {
    KeptRows rows = current().get(table);
    if (rows == null) {
      return;
    }
    changed().remove(table);
    to.removeRecord(RecordKind.PLACE, table);
    rows.earlier().stream()
        .map(Earlier::relation)
        .filter(relation -> relation != table)
        .forEach(to::drop);
    if (rows.relation() != table) {
      to.drop(rows.relation());
    }
  }

  // ---- writing rows

  /**
   * Writes a delta.
   *
   * @param delta was applied to the table's store
   * @param changes writes deltas of the table
   */
  void write(CommitWriter to, BaseRelation table, RowStore store, Batch delta, RowChanges changes) {
    KeptRows rows = current().get(table.oid());
    changes.write(to, rows == null ? table.oid() : rows.relation(), store, delta);
    if (rows != null && !rows.earlier().isEmpty()) {
      switch (changes.form()) {
        case KEYED -> removeKeys(to, table, rows.earlier(), delta);
        case COUNTED -> removeRows(to, table, rows, delta);
        case APPENDED -> throw new IllegalStateException("a relation that only grows was widened");
      }
    }
  }

  // a row that is written for the first time cannot be anywhere else
  private static void removeKeys(
      CommitWriter to, BaseRelation table, List<Earlier> earlier, Batch delta) {
    KeyEncoder encoder = table.keyEncoder();
    Slice key = new Slice();
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      if (Rows.weight(delta.bytes(), row) < 0) {
        encoder.encode(delta.bytes(), row, key);
        earlier.forEach(each -> to.removeRow(each.relation(), key));
      }
    }
  }

  private static void removeRows(CommitWriter to, BaseRelation table, KeptRows rows, Batch delta) {
    RowWidening widening = rows.widening(table.layout());
    for (Earlier each : rows.earlier()) {
      RowWidening.Narrower narrower = widening.narrower(each.columns());
      for (int row = 0; row < delta.end(); row = delta.next(row)) {
        byte[] narrow = narrower.narrowIfSame(delta.bytes(), row);
        if (narrow != null) {
          to.putMultiplicity(each.relation(), narrow, 0, 0);
        }
      }
    }
  }

  // ---- reading back

  /** Reads where the rows are. */
  void read(Storage storage) {
    Map<Integer, KeptRows> found = new HashMap<>();
    storage.records(
        RecordKind.PLACE, (oid, record) -> found.put(Math.toIntExact(oid), KeptRows.of(record)));
    kept = found;
  }

  /** Hands over the rows of a table. */
  void load(Storage storage, BaseRelation table, Consumer<Batch> consumer) {
    RowForm form = Durability.form(table);
    KeptRows rows = kept.getOrDefault(table.oid(), KeptRows.of(table.oid()));
    for (Earlier each : rows.earlier()) {
      RowWidening.Widener widener = rows.widening(table.layout()).widener(each.columns());
      Batch wide = new Batch();
      storage.rows(
          each.relation(),
          form,
          batch -> {
            wide.clear();
            for (int row = 0; row < batch.end(); row = batch.next(row)) {
              widener.append(batch.bytes(), row, Rows.weight(batch.bytes(), row), wide);
            }
            consumer.accept(wide);
          });
    }
    storage.rows(rows.relation(), form, consumer);
  }
}
