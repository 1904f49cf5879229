package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.RowStore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The uncommitted changes of a session. Each statement sees the latest commit (READ COMMITTED) and
 * these changes.
 *
 * <p>It has the tables it changes to itself, so that what its statements read of them is what they
 * change.
 */
public final class Transaction {
  private final Database database;
  private final Map<String, TableChanges> changes = new LinkedHashMap<>();

  Transaction(Database database) {
    this.database = database;
  }

  /** Waits until no other transaction changes a table, and keeps others away until the end. */
  public void lock(BaseRelation table, BooleanSupplier cancelled) {
    database.locks().acquire(this, table.name(), cancelled);
  }

  /** What the next statement sees. */
  public ReadView read() {
    return database.read(changes);
  }

  /**
   * Adds a statement's delta to a table, checked and as a whole.
   *
   * @param view what the statement saw
   */
  public void change(BaseRelation table, Batch delta, ReadView view) {
    if (!delta.isEmpty()) {
      changes
          .computeIfAbsent(table.name(), name -> new TableChanges(table))
          .add(delta, existsAt(table, view.sequence()));
    }
  }

  private static Predicate<Slice> existsAt(BaseRelation table, long sequence) {
    RowStore store = Objects.requireNonNull(table.store(), "a stored relation");
    return key -> store.at(sequence).get(key.base(), key.offset(), key.length(), (slab, row) -> {});
  }

  /** The keys of all changed tables checked against the latest commit. Holds the commit lock. */
  void recheck(long sequence) {
    for (TableChanges table : changes.values()) {
      if (!table.table().primaryKey().isEmpty()) {
        table.recheck(existsAt(table.table(), sequence));
      }
    }
  }

  Collection<TableChanges> changes() {
    return changes.values();
  }

  public boolean isEmpty() {
    return changes.values().stream().allMatch(TableChanges::isEmpty);
  }

  /** Makes the changes permanent and visible; afterwards the transaction is empty. */
  public void commit() {
    try {
      database.commit(this);
    } finally {
      rollback();
    }
  }

  /** Forgets the changes. */
  public void rollback() {
    changes.clear();
    database.locks().release(this);
  }

  static SqlException overtaken(Throwable cause) {
    return new SqlException(
        ErrorCode.SERIALIZATION_FAILURE,
        "could not serialize access due to concurrent update",
        cause);
  }
}
