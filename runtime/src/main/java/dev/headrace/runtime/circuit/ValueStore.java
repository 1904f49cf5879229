package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Interval;
import dev.headrace.model.RowProjector;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.OrderedIndex;
import dev.headrace.runtime.state.RadixCursor;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of one argument in one shard: weights by group and value, in the order of values.
 *
 * <p>A key is the address of the group's record, big endian, then the value's order-preserving
 * bytes, then for some types what these bytes leave out.
 */
final class ValueStore {
  private static final int GROUP_LENGTH = 8;

  final AggregatePlan.ValueState plan;
  final OrderedIndex index;
  final RowReader reader;
  final int valueColumn;

  /** Where {@link #groupKey} puts the key row. */
  final Batch key = new Batch();

  private final RowProjector groupKey;
  private final SqlType type;
  private final ByteOutput bytes = new ByteOutput();
  private final KeyCodec.Decoder decoder = new KeyCodec.Decoder();

  // equal values that print differently (1.0 and 1.00, 1 month and 30 days) are told apart, unless
  // they are to be counted
  private final boolean keepsForm;

  ValueStore(AggregatePlan aggregate, AggregatePlan.ValueState plan, MemoryBudget budget) {
    this.plan = plan;
    this.type = plan.type();
    this.keepsForm =
        plan.distinct().isEmpty()
            && (type.kind() == SqlType.Kind.NUMERIC
                || type.kind() == SqlType.Kind.INTERVAL
                || type.kind() == SqlType.Kind.JSONB);
    this.index = new OrderedIndex(budget);
    this.reader = new RowReader(plan.tableKey());
    this.valueColumn = aggregate.key().columns();
    this.groupKey =
        new RowProjector(plan.tableKey(), IntStream.range(0, valueColumn).boxed().toList());
  }

  /** Makes the group's key row from a values table's key row and returns its hash. */
  long groupKey(byte[] slab, int row) {
    key.clear();
    groupKey.append(slab, row, key, 1);
    return Rows.hashColumns(key.bytes(), 0);
  }

  /** Adds a weight to a value of a group and returns the sum. */
  long add(long group, Object value, long weight) {
    bytes.clear();
    bytes.writeLong(group);
    KeyCodec.encode(type, value, KeyCodec.Order.ASCENDING, bytes);
    if (keepsForm) {
      putForm(value);
    }
    return index.add(bytes.bytes(), 0, bytes.length(), weight);
  }

  /** The least or greatest value of a group; null if it has none. */
  @Nullable Object extreme(long group, boolean greatest) {
    bytes.clear();
    bytes.writeLong(group);
    boolean found =
        greatest
            ? index.last(bytes.bytes(), 0, GROUP_LENGTH)
            : index.first(bytes.bytes(), 0, GROUP_LENGTH);
    if (!found) {
      return null;
    }
    RadixCursor cursor = index.cursor();
    byte[] key = cursor.keyBytes();
    if (keepsForm && type.kind() == SqlType.Kind.JSONB) {
      // a key of jsonb orders, but does not hold all of it
      int end = cursor.keyOffset() + cursor.keyLength();
      int length = (int) number(key, end - 4, 4);
      return Slice.of(key, end - 4 - length, length).copy();
    }
    decoder.reset(key, cursor.keyOffset() + GROUP_LENGTH);
    Object value = Objects.requireNonNull(decoder.next(type, KeyCodec.Order.ASCENDING));
    return keepsForm ? inForm(value, key, cursor.keyOffset() + cursor.keyLength()) : value;
  }

  private void putForm(Object value) {
    switch (value) {
      case BigDecimal decimal -> bytes.writeInt(decimal.scale());
      case Interval interval -> {
        bytes.writeInt(interval.months());
        bytes.writeInt(interval.days());
        bytes.writeLong(interval.micros());
      }
      case Slice json -> {
        bytes.write(json);
        bytes.writeInt(json.length());
      }
      default -> throw new IllegalStateException("no form of " + type);
    }
  }

  private static Object inForm(Object value, byte[] key, int end) {
    return value instanceof BigDecimal decimal
        ? decimal.setScale((int) number(key, end - 4, 4))
        : new Interval(
            (int) number(key, end - 16, 4),
            (int) number(key, end - 12, 4),
            number(key, end - 8, 8));
  }

  private static long number(byte[] bytes, int at, int count) {
    long value = 0;
    for (int i = at; i < at + count; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
