package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.Extremes;
import dev.headrace.model.function.WideSum;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.Shards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One shard of an aggregation's state. A step calls {@link #mergeGroup} for every touched group,
 * then {@link #mergeValue} for every touched value, then {@link #finish}.
 *
 * <p>The weight in the header of a state record's accumulator row marks the record while a step
 * touches it.
 */
final class AggregateShard {
  /** Accumulators of a values table: the summed weight. */
  static final RowLayout WEIGHT = new RowLayout(List.of(SqlType.BIGINT));

  private static final int UNTOUCHED = 1;
  private static final int TOUCHED = 2;
  private static final int NO_OLD_RECORD = -1;
  private static final int RECALLED_BYTES = 4 << 20;

  private final AggregatePlan plan;
  private final GroupTable state;
  private final int rowsOffset;
  private final ValueStore[] values;
  private final @Nullable RowWriter extrasWriter;

  // the groups of the running step: address, and where in olds the record stands as it was before
  private long[] touched = new long[16];
  private int[] oldPositions = new int[16];
  private int touchedCount;
  private Batch olds = new Batch();

  AggregateShard(AggregatePlan plan, MemoryBudget budget) {
    this.plan = plan;
    List<Supplier<Object>> objects = new ArrayList<>();
    plan.objects().forEach(o -> objects.add(o.create()));
    this.state = new GroupTable(plan.stateAccumulators(), plan.key(), budget, objects);
    this.rowsOffset = plan.stateAccumulators().offset(0);
    this.values = new ValueStore[plan.values().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = new ValueStore(plan, plan.values().get(i), budget);
    }
    this.extrasWriter =
        plan.extras().isEmpty()
            ? null
            : new RowWriter(
                new RowLayout(plan.extras().stream().map(AggregatePlan.Extra::type).toList()));
  }

  /** The hash of the key without columns. */
  static long emptyKeyHash() {
    Batch key = new Batch();
    new RowWriter(new RowLayout(List.of())).append(key, 1);
    return Rows.hashColumns(key.bytes(), 0);
  }

  /** Makes the one group of an aggregation without keys; it is put out by the first step. */
  void createGlobalGroup() {
    Batch key = new Batch();
    new RowWriter(new RowLayout(List.of())).append(key, 1);
    long record = state.locateRecord(Rows.hashColumns(key.bytes(), 0), key.bytes(), 0);
    touch(record, NO_OLD_RECORD);
  }

  void forget() {
    state.clear();
    for (ValueStore store : values) {
      store.index.clear();
    }
    touchedCount = 0;
    olds = OutputOperator.cleared(olds);
  }

  long groups() {
    return state.size();
  }

  long bytes() {
    long bytes = state.bytes();
    for (ValueStore store : values) {
      bytes += store.index.bytes();
    }
    return bytes;
  }

  private void touch(long record, int oldPosition) {
    if (touchedCount == touched.length) {
      touched = Arrays.copyOf(touched, touchedCount * 2);
      oldPositions = Arrays.copyOf(oldPositions, touchedCount * 2);
    }
    touched[touchedCount] = record;
    oldPositions[touchedCount++] = oldPosition;
    Rows.setWeight(state.page(record), GroupTable.offset(record), TOUCHED);
  }

  /**
   * Makes room for that many groups in all. Deltas come about in the order of their hashes: a
   * smaller table would get them all at its beginning, in a run of slots that each addition goes
   * through.
   */
  void reserve(long groups) {
    state.reserve(groups);
  }

  /** Adds a delta record's accumulators to its group. */
  void mergeGroup(long hash, GroupTable delta, long deltaRecord) {
    byte[] source = delta.page(deltaRecord);
    int from = GroupTable.offset(deltaRecord);
    long record = state.locateRecord(hash, source, from + delta.keyOffset());
    byte[] target = state.page(record);
    int to = GroupTable.offset(record);
    if (state.inserted()) {
      touch(record, NO_OLD_RECORD);
    } else if (Rows.weight(target, to) == UNTOUCHED) {
      int position = olds.end();
      append(record, -1, olds);
      touch(record, position);
    }
    for (AggregatePlan.Merge merge : plan.merges()) {
      merge(merge, delta, source, from, target, to);
    }
  }

  private void merge(
      AggregatePlan.Merge merge, GroupTable delta, byte[] source, int from, byte[] target, int to) {
    switch (merge) {
      case AggregatePlan.Merge.AddLong add -> {
        int at = to + plan.stateAccumulators().offset(add.stateColumn());
        long addend =
            Rows.getLong(source, from + plan.deltaAccumulators().offset(add.deltaColumn()));
        Rows.putLong(target, at, addExact(Rows.getLong(target, at), addend));
      }
      case AggregatePlan.Merge.Further further -> {
        int at = to + plan.stateAccumulators().offset(further.stateColumn());
        long other =
            Rows.getLong(source, from + plan.deltaAccumulators().offset(further.deltaColumn()));
        Rows.putLong(target, at, Extremes.further(Rows.getLong(target, at), other));
      }
      case AggregatePlan.Merge.AddWide add ->
          WideSum.add(
              target,
              to + plan.stateAccumulators().offset(add.stateColumn()),
              to + plan.stateAccumulators().offset(add.stateColumn() + 1),
              Rows.getLong(source, from + plan.deltaAccumulators().offset(add.deltaColumn())),
              Rows.getLong(source, from + plan.deltaAccumulators().offset(add.deltaColumn() + 1)));
      case AggregatePlan.Merge.AddObject add ->
          plan.objects()
              .get(add.object())
              .merge()
              .accept(
                  state.object(target, to, add.object()), delta.object(source, from, add.object()));
    }
  }

  private static long addExact(long left, long right) {
    return dev.headrace.model.function.Arithmetic.add(left, right);
  }

  /** Adds a value's weight to its group, which {@link #mergeGroup} has touched in this step. */
  void mergeValue(int index, GroupTable table, long tableRecord, int shard, int shards) {
    byte[] page = table.page(tableRecord);
    int offset = GroupTable.offset(tableRecord);
    long weight = Rows.getLong(page, offset + WEIGHT.offset(0));
    ValueStore store = values[index];
    int keyRow = offset + table.keyOffset();
    long hash = store.groupKey(page, keyRow);
    if (weight == 0 || (shards > 1 && Shards.of(hash, shards) != shard)) {
      return;
    }
    long record = state.find(hash, store.key.bytes(), 0);
    Object value = Objects.requireNonNull(store.reader.get(page, keyRow, store.valueColumn));
    long after = store.add(record, value, weight);
    boolean was = after - weight > 0;
    boolean is = after > 0;
    if (was != is) {
      byte[] target = state.page(record);
      int to = GroupTable.offset(record);
      for (AggregatePlan.Distinct distinct : store.plan.distinct()) {
        addDistinct(distinct, target, to, value, is ? 1 : -1);
      }
    }
  }

  private void addDistinct(
      AggregatePlan.Distinct distinct, byte[] target, int to, Object value, int sign) {
    switch (distinct) {
      case AggregatePlan.Distinct.Count count -> {
        int at = to + plan.stateAccumulators().offset(count.stateColumn());
        Rows.putLong(target, at, Rows.getLong(target, at) + sign);
      }
      case AggregatePlan.Distinct.SumLong sum -> {
        int at = to + plan.stateAccumulators().offset(sum.stateColumn());
        long addend = ((Number) value).longValue() * sign;
        Rows.putLong(target, at, addExact(Rows.getLong(target, at), addend));
      }
      case AggregatePlan.Distinct.SumWide sum ->
          WideSum.addTo(
              target,
              to + plan.stateAccumulators().offset(sum.stateColumn()),
              to + plan.stateAccumulators().offset(sum.stateColumn() + 1),
              ((Number) value).longValue(),
              sign);
      case AggregatePlan.Distinct.SumObject sum ->
          sum.add().add(state.object(target, to, sum.object()), value, sign);
    }
  }

  /** Puts out what changed in the touched groups and drops those without rows. */
  void finish(Batch output) {
    for (int i = 0; i < touchedCount; i++) {
      long record = touched[i];
      byte[] page = state.page(record);
      int offset = GroupTable.offset(record);
      Rows.setWeight(page, offset, UNTOUCHED);
      boolean exists = exists(page, offset);
      finishGroup(record, exists, oldPositions[i], output);
      if (!exists && Rows.getLong(page, offset + rowsOffset) == 0) {
        state.remove(Rows.hashColumns(page, offset + state.keyOffset()), record);
      }
    }
    touchedCount = 0;
    olds = OutputOperator.cleared(olds);
  }

  /** Adds the records of all groups, between two steps. */
  void recall(Segments target) {
    Batch[] batch = {new Batch()};
    state.forEach(
        record -> {
          if (exists(state.page(record), GroupTable.offset(record))) {
            batch[0] = recallInto(batch[0], target);
            append(record, 1, batch[0]);
          }
        });
    target.add(batch[0]);
  }

  /** Where the next of many records goes: batches of some MiB, which the target gets. */
  static Batch recallInto(Batch batch, Segments target) {
    if (batch.end() < RECALLED_BYTES) {
      return batch;
    }
    target.add(batch);
    return new Batch();
  }

  private boolean exists(byte[] page, int offset) {
    return plan.global() || Rows.getLong(page, offset + rowsOffset) > 0;
  }

  private void finishGroup(long record, boolean exists, int oldPosition, Batch output) {
    int end = output.end();
    int rows = output.rows();
    if (oldPosition == NO_OLD_RECORD) {
      if (exists) {
        append(record, 1, output);
      }
      return;
    }
    boolean existed = plan.global() || Rows.getLong(olds.bytes(), oldPosition + rowsOffset) > 0;
    int length = recordLength(olds.bytes(), oldPosition);
    if (existed) {
      byte[] target = output.reserve(length);
      System.arraycopy(olds.bytes(), oldPosition, target, output.end(), length);
      output.commit(length);
    }
    if (exists) {
      int start = output.end();
      append(record, 1, output);
      if (existed && sameRecord(output.bytes(), end, start, output.end())) {
        output.truncate(end, rows);
      }
    }
  }

  // old and new record differ in the first row's weight, and perhaps in nothing else
  private static boolean sameRecord(byte[] bytes, int first, int second, int end) {
    return Arrays.equals(
        bytes, first + Rows.NULLS_OFFSET, second, bytes, second + Rows.NULLS_OFFSET, end);
  }

  private int recordLength(byte[] bytes, int record) {
    int length = state.keyOffset();
    length += Rows.length(bytes, record + length);
    return extrasWriter == null ? length : length + Rows.length(bytes, record + length);
  }

  private void append(long record, int weight, Batch target) {
    state.append(record, weight, target);
    if (extrasWriter != null) {
      extrasWriter.begin(target);
      byte[] page = state.page(record);
      int offset = GroupTable.offset(record);
      for (int i = 0; i < plan.extras().size(); i++) {
        extrasWriter.set(i, extra(plan.extras().get(i), record, page, offset));
      }
      extrasWriter.end(weight);
    }
  }

  private @Nullable Object extra(AggregatePlan.Extra extra, long record, byte[] page, int offset) {
    return switch (extra) {
      case AggregatePlan.Extra.ObjectValue object ->
          plan.objects()
              .get(object.object())
              .value()
              .apply(state.object(page, offset, object.object()));
      case AggregatePlan.Extra.Extreme extreme ->
          values[extreme.values()].extreme(record, extreme.greatest());
    };
  }
}
