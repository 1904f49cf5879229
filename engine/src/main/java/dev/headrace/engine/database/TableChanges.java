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
import dev.headrace.runtime.state.IndexDefinition;
import dev.headrace.runtime.state.KeyCursor;
import dev.headrace.runtime.state.KeyEncoder;
import dev.headrace.runtime.state.KeyRange;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.runtime.state.RowWidening;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has done to one table so far.
 *
 * <p>Most transactions have one statement that changes a table, and commit: its delta is kept as it
 * is. Only a second one, or a read, makes it the summed weight of every row that was inserted or
 * deleted.
 */
final class TableChanges {
  private static final RowLayout WEIGHT = new RowLayout(List.of(SqlType.BIGINT));

  private static final long[] NO_HASHES = {};

  /** Up to how many rows are compared with each other one by one. */
  private static final int FEW = 8;

  private final BaseRelation table;
  private final @Nullable KeyEncoder encoder;
  // the only delta, until there is need for the sums
  private @Nullable Batch only;
  private @Nullable GroupTable rows;
  private @Nullable RowProjector keyProjector;
  // the summed weight per key; null while there are but a few rows, or their keys all differ
  private @Nullable GroupTable keys;
  private final Batch key = new Batch(0);
  // whether the keys of the first delta's rows all differ
  private boolean distinct;
  // the changed rows by keys they have been asked for by
  private @Nullable IdentityHashMap<Object, ChangesOrder> orders;
  // the latest commit whose keys were compared with the inserted ones
  private long checked = Long.MAX_VALUE;

  TableChanges(BaseRelation table) {
    this.table = table;
    this.encoder = table.primaryKey().isEmpty() ? null : table.keyEncoder();
  }

  /**
   * The same changes of the table with more columns.
   *
   * @param columns that it had
   * @param sequence the table's last commit
   */
  TableChanges widened(BaseRelation wider, RowWidening widening, int columns, long sequence) {
    Batch narrow = delta();
    Batch wide = new Batch();
    RowWidening.Widener widener = widening.widener(columns);
    for (int row = 0; row < narrow.end(); row = narrow.next(row)) {
      widener.append(narrow.bytes(), row, Rows.weight(narrow.bytes(), row), wide);
    }
    TableChanges widened = new TableChanges(wider);
    if (!wide.isEmpty()) {
      // the keys have been compared with those of the rows that are there
      widened.add(wide, sequence, key -> false);
    }
    return widened;
  }

  BaseRelation table() {
    return table;
  }

  boolean isEmpty() {
    return only == null && (rows == null || rows.size() == 0);
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

  private void addAll(GroupTable sums, Batch delta, int factor) {
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      long weight = (long) Rows.weight(delta.bytes(), row) * factor;
      if (orders == null) {
        add(sums, delta.bytes(), row, weight);
      } else {
        addOrdered(sums, delta.bytes(), row, weight);
      }
    }
  }

  private void addOrdered(GroupTable sums, byte[] slab, int row, long weight) {
    long hash = Rows.hashColumns(slab, row);
    long before = sums.find(hash, slab, row);
    add(sums, slab, row, weight);
    long after = sums.find(hash, slab, row);
    for (ChangesOrder order : orders().values()) {
      if (before == 0 && after != 0) {
        order.add(slab, row, after);
      } else if (before != 0 && after == 0) {
        order.remove(slab, row, before);
      }
    }
  }

  /**
   * Checks a delta that was added against unique indexes, and takes it back if it violates one.
   *
   * @param indexes of the table, those whose check is not put off
   * @param committed rows of the table
   * @throws SqlException {@link ErrorCode#UNIQUE_VIOLATION} if a key would have two rows
   */
  void checkUnique(List<Index> indexes, Batch delta, RowSnapshot committed) {
    boolean done = false;
    try {
      for (Index index : indexes) {
        // one that is being made is checked by the commit that fills it
        if (index.isUnique() && isKnown(index, committed)) {
          requireUnique(index, delta, committed);
        }
      }
      done = true;
    } finally {
      if (!done) {
        remove(delta);
      }
    }
  }

  /** Whether a unique index can tell about the rows that are there. */
  static boolean isKnown(Index index, RowSnapshot committed) {
    return committed.rows() == 0 || index.order().isIn(committed);
  }

  /** Checks rows of this table that have been changed against a unique index. */
  void requireUnique(Index index, Batch delta, RowSnapshot committed) {
    int row = duplicate(index, delta, committed);
    if (row >= 0) {
      KeyOrder unique = index.order();
      throw unique.duplicate(delta.bytes(), row).withSubject(table.subject(null, unique.name()));
    }
  }

  /** Whether a row that has been inserted has a key that another one has now. */
  boolean hasDuplicate(Index index, Batch delta, RowSnapshot committed) {
    return duplicate(index, delta, committed) >= 0;
  }

  private int duplicate(Index index, Batch delta, RowSnapshot committed) {
    KeyOrder unique = index.order();
    IndexDefinition.Encoder encode = index.uniqueEncoder(table.layout());
    Slice encoded = new Slice();
    OrderedRows seen = new OrderedRows(unique.of(committed), this, unique);
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      if (Rows.weight(delta.bytes(), row) > 0
          && encode.encode(delta.bytes(), row, encoded) == IndexDefinition.Entry.UNIQUE) {
        long rowsWithKey = 0;
        for (RowWalk walk : seen.walks(KeyRange.prefix(encoded.toBytes()), false)) {
          while (walk.next()) {
            rowsWithKey += Rows.weight(walk.slab(), walk.row());
          }
        }
        if (rowsWithKey > 1) {
          return row;
        }
      }
    }
    return -1;
  }

  /** How often a row of the committed table has been deleted. */
  long removed(byte[] slab, int row) {
    GroupTable sums = rows();
    long record = sums.find(Rows.hashColumns(slab, row), slab, row);
    return record == 0 ? 0 : Math.max(0, -weight(sums, record));
  }

  /** Walks the inserted rows of a range of keys. */
  RowWalk walk(KeyOrder order, KeyRange range, boolean descending) {
    return new Inserted(rows(), order(order).scan(range, descending));
  }

  private IdentityHashMap<Object, ChangesOrder> orders() {
    IdentityHashMap<Object, ChangesOrder> known = orders;
    if (known == null) {
      known = new IdentityHashMap<>(1);
      orders = known;
    }
    return known;
  }

  private ChangesOrder order(KeyOrder wanted) {
    return orders()
        .computeIfAbsent(
            wanted.index() == null ? this : wanted.index(),
            o -> {
              ChangesOrder order = new ChangesOrder(wanted.encoder(table.layout()));
              GroupTable sums = rows();
              sums.forEach(
                  record ->
                      order.add(
                          sums.page(record), GroupTable.offset(record) + sums.keyOffset(), record));
              return order;
            });
  }

  /** Rows with positive weights. */
  private static final class Inserted implements RowWalk {
    private final GroupTable sums;
    private final KeyCursor records;
    private final Batch batch = new Batch();
    private int row;

    Inserted(GroupTable sums, KeyCursor records) {
      this.sums = sums;
      this.records = records;
    }

    @Override
    public boolean next() {
      while (records.next()) {
        long weight = weight(sums, records.value());
        if (weight > 0) {
          row = batch.end();
          append(sums, records.value(), weight, batch);
          return true;
        }
      }
      return false;
    }

    @Override
    public byte[] slab() {
      return batch.bytes();
    }

    @Override
    public int row() {
      return row;
    }

    @Override
    public boolean hasPrefix(byte[] prefix) {
      return records.hasPrefix(prefix, 0, prefix.length);
    }
  }

  private GroupTable rows() {
    GroupTable sums = rows;
    if (sums == null) {
      sums = new GroupTable(WEIGHT, table.layout(), MemoryBudget.unlimited(), List.of());
      if (only != null) {
        addAll(sums, only, 1);
        only = null;
      }
      rows = sums;
    }
    return sums;
  }

  /** Adds a statement's delta, as below. */
  void add(Batch delta, long sequence, Predicate<Slice> exists) {
    add(delta, keyHashes(table, delta), sequence, exists);
  }

  /**
   * Adds a statement's delta, or nothing at all.
   *
   * @param delta not to be changed afterwards
   * @param keyHashes of its rows
   * @param sequence the commit that {@code exists} asks
   * @param exists whether the committed table has a key
   * @throws SqlException {@link ErrorCode#UNIQUE_VIOLATION} if a key would have two rows
   */
  void add(Batch delta, long[] keyHashes, long sequence, Predicate<Slice> exists) {
    boolean first = only == null && rows == null;
    if (encoder != null) {
      distinct = first && areDistinct(keyHashes);
      boolean few = first && (distinct || delta.rows() <= FEW);
      if (!few) {
        addKeys(keyProjector(), keys(), delta, 1);
      }
      try {
        checkKeys(delta, exists);
      } catch (SqlException e) {
        if (!few) {
          addKeys(keyProjector(), keys(), delta, -1);
        }
        throw e;
      }
      checked = Math.min(checked, sequence);
    }
    if (first) {
      only = delta;
    } else {
      addAll(rows(), delta, 1);
    }
  }

  /** Takes a delta back that was added. */
  void remove(Batch delta) {
    if (encoder != null) {
      addKeys(keyProjector(), keys(), delta, -1);
    }
    addAll(rows(), delta, -1);
  }

  private RowProjector keyProjector() {
    RowProjector known = keyProjector;
    if (known == null) {
      known = new RowProjector(table.layout(), table.primaryKey());
      keyProjector = known;
    }
    return known;
  }

  private GroupTable keys() {
    GroupTable sums = keys;
    if (sums == null) {
      RowProjector projector = keyProjector();
      sums = new GroupTable(WEIGHT, projector.layout(), MemoryBudget.unlimited(), List.of());
      if (only != null || rows != null) {
        // a read may have made sums of the only delta
        addKeys(projector, sums, delta(), 1);
      }
      keys = sums;
    }
    return sums;
  }

  private void addKeys(RowProjector projector, GroupTable sums, Batch delta, int factor) {
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      key.clear();
      projector.append(delta.bytes(), row, key, 1);
      add(sums, key.bytes(), 0, (long) Rows.weight(delta.bytes(), row) * factor);
    }
  }

  private void checkKeys(Batch delta, Predicate<Slice> exists) {
    KeyEncoder encode = encoder;
    if (encode == null) {
      return;
    }
    Slice encoded = new Slice();
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      if (Rows.weight(delta.bytes(), row) > 0) {
        encode.encode(delta.bytes(), row, encoded);
        long own =
            keys != null
                ? ownWeight(delta, row)
                : distinct ? Rows.weight(delta.bytes(), row) : weightAmong(delta, encoded, encode);
        if (own + (exists.test(encoded) ? 1 : 0) > 1) {
          throw new RowConstraints(table).duplicateKey(delta.bytes(), row);
        }
      }
    }
  }

  private static long weightAmong(Batch few, Slice wanted, KeyEncoder encoder) {
    Slice encoded = new Slice();
    long weight = 0;
    for (int row = 0; row < few.end(); row = few.next(row)) {
      encoder.encode(few.bytes(), row, encoded);
      if (encoded.equals(wanted)) {
        weight += Rows.weight(few.bytes(), row);
      }
    }
    return weight;
  }

  private long ownWeight(Batch delta, int row) {
    if (keys == null) {
      return 0;
    }
    key.clear();
    keyProjector().append(delta.bytes(), row, key, 1);
    long record = keys.find(Rows.hashColumns(key.bytes(), 0), key.bytes(), 0);
    return record == 0 ? 0 : weight(keys, record);
  }

  /** Checks all keys again if others have changed the table since. Holds the commit lock. */
  void recheck(long changed, Predicate<Slice> exists) {
    if (encoder != null && changed > checked) {
      checkKeys(delta(), exists);
    }
  }

  /** All changes as a delta. */
  Batch delta() {
    Batch single = only;
    if (single != null) {
      return single;
    }
    Batch delta = new Batch();
    GroupTable sums = rows();
    sums.forEach(record -> append(sums, record, weight(sums, record), delta));
    return delta;
  }

  /** Appends the inserted rows to a batch and returns the deleted ones with positive weights. */
  GroupTable split(Batch added) {
    GroupTable removed =
        new GroupTable(WEIGHT, table.layout(), MemoryBudget.unlimited(), List.of());
    GroupTable sums = rows();
    sums.forEach(
        record -> {
          long weight = weight(sums, record);
          if (weight > 0) {
            append(sums, record, weight, added);
          } else {
            int row = GroupTable.offset(record) + sums.keyOffset();
            add(removed, sums.page(record), row, -weight);
          }
        });
    return removed;
  }

  private static void append(GroupTable sums, long record, long weight, Batch target) {
    int row = GroupTable.offset(record) + sums.keyOffset();
    target.append(sums.page(record), row, Math.toIntExact(weight));
  }

  /**
   * {@link TransactionLocks#hash} of the key of each row of a batch; without the lowest bit where
   * the row is inserted.
   *
   * @return in ascending order, so that those of one key are side by side; none without a key
   */
  static long[] keyHashes(BaseRelation table, Batch rows) {
    if (table.primaryKey().isEmpty()) {
      return NO_HASHES;
    }
    KeyEncoder encoder = table.keyEncoder();
    Slice key = new Slice();
    long[] hashes = new long[rows.rows()];
    int count = 0;
    for (int row = 0; row < rows.end(); row = rows.next(row)) {
      encoder.encode(rows.bytes(), row, key);
      long inserted = Rows.weight(rows.bytes(), row) > 0 ? 1 : 0;
      hashes[count++] = TransactionLocks.hash(key) - inserted;
    }
    if (count > 1) {
      Arrays.sort(hashes);
    }
    return hashes;
  }

  private static boolean areDistinct(long[] keyHashes) {
    for (int i = 1; i < keyHashes.length; i++) {
      if ((keyHashes[i] | 1) == (keyHashes[i - 1] | 1)) {
        return false;
      }
    }
    return true;
  }
}
