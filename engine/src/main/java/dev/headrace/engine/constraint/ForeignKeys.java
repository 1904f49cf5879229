package dev.headrace.engine.constraint;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.DeferredChecks;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Transaction;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.sql.TableConstraint.Action;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The foreign keys that a statement's change of a table concerns: those of the table, whose new
 * rows must find what they refer to, and those that refer to it, whose rows must not be left
 * without. As in PostgreSQL each key acts or is checked in the order of their definition, those
 * that refer to the table first.
 */
public final class ForeignKeys {
  private final Transaction transaction;
  private final Patience patience;
  private final RelationRunner runner;

  private ForeignKeys(Transaction transaction, Patience patience, RelationRunner runner) {
    this.transaction = transaction;
    this.patience = patience;
    this.runner = runner;
  }

  /**
   * Enforces what a statement's change concerns.
   *
   * @param delta that the transaction has in it already
   * @param updates where in the delta an old row starts whose new row comes right behind it
   * @throws SqlException 23503
   */
  public static void enforce(
      BaseRelation table,
      Batch delta,
      Set<Integer> updates,
      Transaction transaction,
      Patience patience,
      RelationRunner runner) {
    new ForeignKeys(transaction, patience, runner).changed(table, delta, updates);
  }

  /** Whether any foreign key is concerned with a table. */
  public static boolean concern(BaseRelation table, Catalog catalog) {
    return !catalog.foreignKeysOf(table).isEmpty() || !catalog.foreignKeysTo(table).isEmpty();
  }

  /** Checks all rows that are there, now, whenever those of changes are checked. */
  public static void requireAll(ForeignKey key, Transaction transaction, Patience patience) {
    ForeignKeys keys =
        new ForeignKeys(
            transaction,
            patience,
            (rel, view) -> {
              throw new IllegalStateException("nothing is joined");
            });
    BaseRelation child = keys.table(key.relation());
    RowStore store = Objects.requireNonNull(child.store(), "a stored relation");
    Batch all = new Batch();
    try (ReadView view = transaction.readLatest()) {
      Segments rows = view.scan(child, store);
      for (int i = 0; i < rows.size(); i++) {
        byte[] slab = rows.slab(i);
        for (int row = rows.from(i); row < rows.to(i); row += Rows.length(slab, row)) {
          all.append(slab, row, Rows.weight(slab, row));
        }
      }
    }
    KeyValues values = new KeyValues(key, child, keys.table(key.referenced()), keys.catalog());
    keys.requirePresent(key, values, wanted(key, child, values, all, Set.of()));
  }

  private Catalog catalog() {
    return transaction.catalog();
  }

  private BaseRelation table(int oid) {
    return (BaseRelation) catalog().relation(oid).orElseThrow();
  }

  private void changed(BaseRelation table, Batch delta, Set<Integer> updates) {
    for (ForeignKey key : catalog().foreignKeysTo(table)) {
      removed(key, table, delta, updates);
    }
    for (ForeignKey key : catalog().foreignKeysOf(table)) {
      requireReferenced(key, table, delta, updates);
    }
  }

  // ---- rows that refer

  private void requireReferenced(
      ForeignKey key, BaseRelation child, Batch delta, Set<Integer> updates) {
    KeyValues values = new KeyValues(key, child, table(key.referenced()), catalog());
    Map<Slice, List<@Nullable Object>> wanted = wanted(key, child, values, delta, updates);
    DeferredChecks checks = transaction.deferredChecks();
    if (!wanted.isEmpty() && checks.isDeferred(key)) {
      checks.putOffReferring(key, wanted.values());
    } else {
      requirePresent(key, values, wanted);
    }
  }

  /** What the rows of a delta refer to, by the keys of the other table. */
  private static Map<Slice, List<@Nullable Object>> wanted(
      ForeignKey key, BaseRelation child, KeyValues values, Batch delta, Set<Integer> updates) {
    Map<Slice, List<@Nullable Object>> wanted = new LinkedHashMap<>();
    List<@Nullable Object> before = List.of();
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      List<@Nullable Object> own = values.ofChild(delta.bytes(), row);
      boolean unchanged = own.equals(before);
      if (Rows.weight(delta.bytes(), row) > 0 && !unchanged && isReference(key, child, own)) {
        wanted.put(values.encoded(own), own);
      }
      before = updates.contains(row) ? own : List.of();
    }
    return wanted;
  }

  private void requirePresent(
      ForeignKey key, KeyValues values, Map<Slice, List<@Nullable Object>> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    BaseRelation child = table(key.relation());
    BaseRelation parent = table(key.referenced());
    // in one order, so that two statements do not block each other crosswise
    wanted.keySet().stream()
        .sorted()
        .forEach(k -> transaction.lockKey(parent, k, LockMode.FOR_SHARE, patience));
    RowStore store = Objects.requireNonNull(parent.store(), "a stored relation");
    try (ReadView view = transaction.readLatest()) {
      var rows = view.ordered(parent, store, values.order());
      wanted.forEach(
          (encoded, own) -> {
            if (!rows.contains(encoded)) {
              throw notPresent(key, child, parent, values.describeChild(own));
            }
          });
    }
  }

  private static SqlException notPresent(
      ForeignKey key, BaseRelation child, BaseRelation parent, String description) {
    return new SqlException(
            ErrorCode.FOREIGN_KEY_VIOLATION,
            "insert or update on table "
                + SqlException.quote(child.simpleName())
                + " violates foreign key constraint "
                + SqlException.quote(key.name()))
        .withDetail(
            description
                + " is not present in table "
                + SqlException.quote(parent.simpleName())
                + ".")
        .withSubject(child.subject(null, key.name()));
  }

  // ---- checks that were put off

  /**
   * Makes the checks of some keys that the transaction has put off.
   *
   * @throws SqlException 23503
   */
  public static void enforceDeferred(
      List<ForeignKey> keys, Transaction transaction, Patience patience, RelationRunner runner) {
    ForeignKeys foreignKeys = new ForeignKeys(transaction, patience, runner);
    for (ForeignKey key : keys) {
      DeferredChecks.Values pending = transaction.deferredChecks().take(key);
      if (pending != null) {
        foreignKeys.enforce(key, pending);
      }
    }
  }

  private void enforce(ForeignKey key, DeferredChecks.Values pending) {
    BaseRelation child = table(key.relation());
    BaseRelation parent = table(key.referenced());
    KeyValues values = new KeyValues(key, child, parent, catalog());
    pending.referring().stream()
        .map(values::encoded)
        .sorted()
        .forEach(k -> transaction.lockKey(parent, k, LockMode.FOR_SHARE, patience));
    ReferringRows referring = new ReferringRows(key, child, catalog());
    RowStore store = Objects.requireNonNull(parent.store(), "a stored relation");
    try (ReadView view = transaction.readLatest()) {
      var rows = view.ordered(parent, store, values.order());
      Set<List<@Nullable Object>> missing = new HashSet<>();
      for (List<@Nullable Object> each : pending.referring()) {
        if (!rows.contains(values.encoded(each))) {
          missing.add(each);
        }
      }
      List<@Nullable Object> found = referring.first(missing, runner, view, values);
      if (found != null) {
        throw notPresent(key, child, parent, values.describeChild(found));
      }
    }
    requireUnreferenced(referring, values, pending.gone(), true);
  }

  private static boolean isReference(
      ForeignKey key, BaseRelation child, List<@Nullable Object> values) {
    boolean none = values.stream().allMatch(Objects::isNull);
    boolean some = values.stream().anyMatch(Objects::isNull);
    if (key.matchFull() && some && !none) {
      throw new SqlException(
              ErrorCode.FOREIGN_KEY_VIOLATION,
              "insert or update on table "
                  + SqlException.quote(child.simpleName())
                  + " violates foreign key constraint "
                  + SqlException.quote(key.name()))
          .withDetail("MATCH FULL does not allow mixing of null and nonnull key values.")
          .withSubject(child.subject(null, key.name()));
    }
    return !some;
  }

  // ---- keys that are taken away

  /** Old keys whose rows are gone, and the new ones of those that have been updated. */
  private record Removed(
      Map<List<@Nullable Object>, List<@Nullable Object>> updated,
      Set<List<@Nullable Object>> deleted) {
    boolean isEmpty() {
      return updated.isEmpty() && deleted.isEmpty();
    }
  }

  private void removed(ForeignKey key, BaseRelation parent, Batch delta, Set<Integer> updates) {
    BaseRelation child = table(key.relation());
    KeyValues values = new KeyValues(key, child, parent, catalog());
    Removed removed = removed(values, delta, updates);
    if (removed.isEmpty()) {
      return;
    }
    Set<List<@Nullable Object>> all = new HashSet<>(removed.deleted);
    all.addAll(removed.updated.keySet());
    all.stream()
        .map(values::encoded)
        .sorted()
        .forEach(k -> transaction.lockKey(parent, k, LockMode.FOR_UPDATE, patience));
    ReferringRows referring = new ReferringRows(key, child, catalog());
    if (!removed.deleted.isEmpty()) {
      act(key.onDelete(), referring, values, removed.deleted, Map.of());
    }
    if (!removed.updated.isEmpty()) {
      act(key.onUpdate(), referring, values, removed.updated.keySet(), removed.updated);
    }
  }

  private static Removed removed(KeyValues values, Batch delta, Set<Integer> updates) {
    Removed removed = new Removed(new LinkedHashMap<>(), new HashSet<>());
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      if (Rows.weight(delta.bytes(), row) < 0) {
        List<@Nullable Object> old = values.ofParent(delta.bytes(), row);
        boolean keyed = old.stream().noneMatch(Objects::isNull);
        if (keyed && updates.contains(row)) {
          List<@Nullable Object> now = values.ofParent(delta.bytes(), delta.next(row));
          if (!now.equals(old)) {
            removed.updated.put(old, now);
          }
        } else if (keyed) {
          removed.deleted.add(old);
        }
      }
    }
    return removed;
  }

  private void act(
      Action action,
      ReferringRows referring,
      KeyValues values,
      Set<List<@Nullable Object>> old,
      Map<List<@Nullable Object>, List<@Nullable Object>> now) {
    switch (action) {
      case NO_ACTION -> {
        if (transaction.deferredChecks().isDeferred(referring.key())) {
          transaction.deferredChecks().putOffGone(referring.key(), old);
        } else {
          requireUnreferenced(referring, values, old, true);
        }
      }
      case RESTRICT -> requireUnreferenced(referring, values, old, false);
      case CASCADE -> {
        if (now.isEmpty()) {
          change(referring, referring.deleted(old));
        } else {
          change(referring, referring.moved(now));
        }
      }
      case SET_NULL -> change(referring, referring.set(old, false));
      case SET_DEFAULT -> {
        change(referring, referring.set(old, true));
        // the default may be the very key that is gone
        requireUnreferenced(referring, values, old, true);
      }
    }
  }

  /**
   * Checks that no row refers to keys that are gone.
   *
   * @param again whether another row may have such a key by now
   */
  private void requireUnreferenced(
      ReferringRows referring, KeyValues values, Set<List<@Nullable Object>> old, boolean again) {
    BaseRelation parent = table(referring.key().referenced());
    RowStore store = Objects.requireNonNull(parent.store(), "a stored relation");
    try (ReadView view = transaction.readLatest()) {
      var rows = view.ordered(parent, store, values.order());
      Set<List<@Nullable Object>> gone = new HashSet<>();
      for (List<@Nullable Object> key : old) {
        if (!again || !rows.contains(values.encoded(key))) {
          gone.add(key);
        }
      }
      List<@Nullable Object> referred = referring.first(gone, runner, view, values);
      if (referred != null) {
        throw new SqlException(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "update or delete on table "
                    + SqlException.quote(parent.simpleName())
                    + " violates foreign key constraint "
                    + SqlException.quote(referring.key().name())
                    + " on table "
                    + SqlException.quote(referring.child().simpleName()))
            .withDetail(
                values.describeParent(referred)
                    + " is still referenced from table "
                    + SqlException.quote(referring.child().simpleName())
                    + ".")
            .withSubject(referring.child().subject(null, referring.key().name()));
      }
    }
  }

  /** Changes the rows that refer, and whatever refers to them. */
  private void change(ReferringRows referring, ReferringRows.Change wanted) {
    BaseRelation child = referring.child();
    transaction.lock(child, LockMode.ROW_EXCLUSIVE, patience);
    while (true) {
      try (ReadView view = transaction.readLatest()) {
        ReferringRows.Delta delta = wanted.delta(runner, view);
        if (delta.rows().isEmpty()) {
          return;
        }
        if (transaction.change(child, delta.rows(), view, false, patience)) {
          changed(child, delta.rows(), delta.updates());
          return;
        }
      }
    }
  }
}
