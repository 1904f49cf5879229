package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowProjector;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.KeyEncoder;
import dev.headrace.runtime.state.MemoryBudget;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has done to one table so far: the summed weight of every row it inserted or
 * deleted, and for a table with a primary key the summed weight per key.
 */
final class TableChanges {
  private static final RowLayout WEIGHT = new RowLayout(List.of(SqlType.BIGINT));

  private final BaseRelation table;
  private final GroupTable rows;
  private final @Nullable RowProjector keyProjector;
  private final @Nullable GroupTable keys;
  private final Batch key = new Batch();

  TableChanges(BaseRelation table) {
    this.table = table;
    MemoryBudget budget = MemoryBudget.unlimited();
    this.rows = new GroupTable(WEIGHT, table.layout(), budget, List.of());
    if (table.primaryKey().isEmpty()) {
      this.keyProjector = null;
      this.keys = null;
    } else {
      this.keyProjector = new RowProjector(table.layout(), table.primaryKey());
      this.keys = new GroupTable(WEIGHT, keyProjector.layout(), budget, List.of());
    }
  }

  BaseRelation table() {
    return table;
  }

  boolean isEmpty() {
    return rows.size() == 0;
  }

  /** The weight in a record of these tables. */
  static long weight(GroupTable table, long record) {
    return Rows.getLong(table.page(record), GroupTable.offset(record) + WEIGHT.offset(0));
  }

  private static void add(GroupTable table, byte[] slab, int row, long weight) {
    long hash = Rows.hashColumns(slab, row);
    long record = table.locateRecord(hash, slab, row);
    int at = GroupTable.offset(record) + WEIGHT.offset(0);
    long sum = Rows.getLong(table.page(), at) + weight;
    Rows.putLong(table.page(), at, sum);
    if (sum == 0) {
      table.remove(hash, record);
    }
  }

  /**
   * Adds a statement's delta, or nothing at all.
   *
   * @param exists whether the committed table has the key of a row, encoded by the store's encoder
   * @throws SqlException {@link ErrorCode#UNIQUE_VIOLATION} if a key would have two rows
   */
  void add(Batch delta, Predicate<Slice> exists) {
    apply(delta, 1);
    if (keys != null) {
      try {
        checkKeys(delta, exists);
      } catch (SqlException e) {
        apply(delta, -1);
        throw e;
      }
    }
  }

  private void apply(Batch delta, int factor) {
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      long weight = (long) Rows.weight(delta.bytes(), row) * factor;
      add(rows, delta.bytes(), row, weight);
      if (keys != null && keyProjector != null) {
        key.clear();
        keyProjector.append(delta.bytes(), row, key, 1);
        add(keys, key.bytes(), 0, weight);
      }
    }
  }

  private void checkKeys(Batch delta, Predicate<Slice> exists) {
    KeyEncoder encoder = table.keyEncoder();
    Slice encoded = new Slice();
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      if (Rows.weight(delta.bytes(), row) > 0) {
        encoder.encode(delta.bytes(), row, encoded);
        if (ownWeight(delta.bytes(), row) + (exists.test(encoded) ? 1 : 0) > 1) {
          throw new RowConstraints(table).duplicateKey(delta.bytes(), row);
        }
      }
    }
  }

  private long ownWeight(byte[] slab, int row) {
    if (keys == null || keyProjector == null) {
      return 0;
    }
    key.clear();
    keyProjector.append(slab, row, key, 1);
    long record = keys.find(Rows.hashColumns(key.bytes(), 0), key.bytes(), 0);
    return record == 0 ? 0 : weight(keys, record);
  }

  /** Checks all keys again, against what others have committed meanwhile. */
  void recheck(Predicate<Slice> exists) {
    checkKeys(delta(), exists);
  }

  /** All changes as a delta without duplicates. */
  Batch delta() {
    Batch delta = new Batch();
    rows.forEach(record -> append(record, weight(rows, record), delta));
    return delta;
  }

  /** Appends the inserted rows to a batch and returns the deleted ones with positive weights. */
  GroupTable split(Batch added) {
    GroupTable removed =
        new GroupTable(WEIGHT, table.layout(), MemoryBudget.unlimited(), List.of());
    rows.forEach(
        record -> {
          long weight = weight(rows, record);
          if (weight > 0) {
            append(record, weight, added);
          } else {
            int row = GroupTable.offset(record) + rows.keyOffset();
            add(removed, rows.page(record), row, -weight);
          }
        });
    return removed;
  }

  private void append(long record, long weight, Batch target) {
    int row = GroupTable.offset(record) + rows.keyOffset();
    target.append(rows.page(record), row, Math.toIntExact(weight));
  }
}
