package dev.headrace.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;

/** Rows of a number and a text, and what tests do with stores of them. */
final class StoredRows {
  static final RowLayout LAYOUT = new RowLayout(List.of(SqlType.INTEGER, SqlType.TEXT));

  record Row(int key, String text) {}

  private static final RowReader READER = new RowReader(LAYOUT);

  /** Writes deltas row by row. */
  static final class Delta {
    private final Batch batch = new Batch();
    private final RowWriter writer = new RowWriter(LAYOUT);

    Delta add(int weight, int key, String text) {
      writer.append(batch, weight, key, Slice.of(text));
      return this;
    }

    Delta add(int weight, Row row) {
      return add(weight, row.key, row.text);
    }

    void applyTo(RowStore store, long sequence) {
      store.apply(batch.bytes(), 0, batch.end(), sequence);
    }

    void commitTo(RowStore store, long sequence) {
      applyTo(store, sequence);
      store.publish(sequence);
    }
  }

  /** Orders by the INTEGER column. */
  static void encode(byte[] slab, int row, Slice key) {
    byte[] bytes = key.buffer(4);
    putKey(bytes, Rows.getInt(slab, row + LAYOUT.offset(0)));
    key.own(4);
  }

  private StoredRows() {}

  private static void putKey(byte[] bytes, int value) {
    int ordered = value ^ Integer.MIN_VALUE;
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) (ordered >>> (24 - 8 * i));
    }
  }

  static byte[] key(int value) {
    byte[] bytes = new byte[4];
    putKey(bytes, value);
    return bytes;
  }

  static RowStore keyed(MemoryBudget budget) {
    return keyed(budget, null);
  }

  static RowStore keyed(MemoryBudget budget, @Nullable PageCache cache) {
    return RowStore.keyed(LAYOUT, StoredRows::encode, budget, cache);
  }

  static Row read(byte[] slab, int row) {
    List<@Nullable Object> values = READER.get(slab, row);
    return new Row((Integer) values.get(0), String.valueOf(values.get(1)));
  }

  static Map<Row, Integer> contents(RowSnapshot snapshot) {
    Map<Row, Integer> rows = new HashMap<>();
    snapshot.scan(
        (slab, from, to) -> {
          for (int row = from; row < to; row += Rows.length(slab, row)) {
            assertThat(Rows.weight(slab, row)).isPositive();
            rows.merge(read(slab, row), Rows.weight(slab, row), Integer::sum);
          }
        });
    return rows;
  }

  static List<Row> ordered(RowSnapshot snapshot, boolean ascending) {
    List<Row> rows = new ArrayList<>();
    RangeCursor cursor = snapshot.key().scan(KeyRange.ALL, !ascending);
    while (cursor.next()) {
      rows.add(read(cursor.slab(), cursor.row()));
    }
    return rows;
  }

  static long total(Map<Row, Integer> rows) {
    return rows.values().stream().mapToLong(Integer::longValue).sum();
  }

  static void assertInconsistent(Runnable change) {
    assertThatThrownBy(change::run)
        .asInstanceOf(InstanceOfAssertFactories.type(SqlException.class))
        .extracting(SqlException::code)
        .isEqualTo(ErrorCode.INTERNAL_ERROR);
  }
}
