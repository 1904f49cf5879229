package dev.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of random layouts, written and read back. */
final class RowsTest {
  private static final long SEED = 20_240_229;

  private final RandomValues values = new RandomValues(SEED);

  @Test
  void whatIsWrittenIsRead() {
    for (int round = 0; round < 500; round++) {
      RowLayout layout = randomLayout();
      List<Object> row = randomRow(layout);
      Batch batch = new Batch();
      RowWriter writer = new RowWriter(layout);
      writer.append(batch, 1, row.toArray());
      writer.append(batch, -2, row.toArray());

      assertThat(new RowReader(layout).get(batch.bytes(), 0)).as("seed %s", SEED).isEqualTo(row);
      int second = batch.next(0);
      assertThat(new RowReader(layout).get(batch.bytes(), second)).isEqualTo(row);
      assertThat(Rows.weight(batch.bytes(), second)).isEqualTo(-2);
      assertThat(batch.next(second)).isEqualTo(batch.end());
    }
  }

  @Test
  void equalValuesMakeEqualBytesWhateverWasThereBefore() {
    for (int round = 0; round < 500; round++) {
      RowLayout layout = randomLayout();
      Object[] row = randomRow(layout).toArray();
      Batch clean = new Batch();
      new RowWriter(layout).append(clean, 1, row);
      Batch dirty = new Batch();
      java.util.Arrays.fill(dirty.bytes(), (byte) 0x5a);
      new RowWriter(layout).append(dirty, 7, row);

      assertThat(Rows.sameColumns(clean.bytes(), 0, dirty.bytes(), 0)).as("seed %s", SEED).isTrue();
      assertThat(Rows.hashColumns(clean.bytes(), 0)).isEqualTo(Rows.hashColumns(dirty.bytes(), 0));
    }
  }

  @Test
  void aRowThatWasNotEndedIsForgotten() {
    RowWriter writer = new RowWriter(new RowLayout(List.of(SqlType.TEXT)));
    Batch batch = new Batch();
    writer.begin(batch).setSlice(0, Slice.of("never ended"));
    writer.append(batch, 1, Slice.of("ended"));

    assertThat(batch.rows()).isEqualTo(1);
    assertThat(new RowReader(writer.layout()).get(batch.bytes(), 0, 0)).hasToString("ended");
  }

  @Test
  void variableColumnsComeInOrder() {
    RowWriter writer = new RowWriter(new RowLayout(List.of(SqlType.TEXT, SqlType.TEXT)));
    writer.begin(new Batch()).setSlice(1, Slice.of("b"));

    assertThatThrownBy(() -> writer.setSlice(0, Slice.of("a")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aReaderRefusesBytesThatAreNoRow() {
    RowReader reader = new RowReader(new RowLayout(List.of(SqlType.TEXT)));

    assertThatThrownBy(() -> reader.get(new byte[64], 0, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void decimalsOfEveryLengthRoundTrip() {
    for (int round = 0; round < 5_000; round++) {
      java.math.BigDecimal value = (java.math.BigDecimal) values.value(SqlType.NUMERIC);
      byte[] bytes = new byte[Decimals.encodedLength(value) + 3];
      Decimals.encode(value, bytes, 3);

      assertThat(Decimals.decode(bytes, 3, bytes.length - 3)).as("seed %s", SEED).isEqualTo(value);
    }
  }

  @Test
  void allNaNHaveTheSameBytes() {
    byte[] bytes = new byte[24];
    Rows.putDouble(bytes, 0, Double.NaN);
    Rows.putDouble(bytes, 8, Double.longBitsToDouble(0xfff8_0000_0000_0001L));
    Rows.putFloat(bytes, 16, Float.NaN);
    Rows.putFloat(bytes, 20, Float.intBitsToFloat(0xffc0_0001));

    assertThat(Rows.getLong(bytes, 8)).isEqualTo(Rows.getLong(bytes, 0));
    assertThat(Rows.getInt(bytes, 20)).isEqualTo(Rows.getInt(bytes, 16));
  }

  @Test
  void aSliceKeepsItsOwnMemoryWhileItPointsElsewhere() {
    Slice slice = new Slice();
    slice.buffer(3)[0] = 'x';
    Slice view = slice.own(1);
    slice.set(Slice.of("other"));

    assertThat(view).isSameAs(slice).hasToString("other");
    assertThat(slice.own(1)).hasToString("x");
  }

  private RowLayout randomLayout() {
    List<SqlType> types = new ArrayList<>();
    int columns = values.random().nextInt(10) == 0 ? 70 : values.random().nextInt(8);
    for (int i = 0; i < columns; i++) {
      types.add(values.type());
    }
    return new RowLayout(types);
  }

  private List<Object> randomRow(RowLayout layout) {
    List<Object> row = new ArrayList<>();
    for (SqlType type : layout.types()) {
      row.add(values.random().nextInt(5) == 0 ? null : values.value(type));
    }
    return row;
  }
}
