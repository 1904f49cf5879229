package dev.headrace.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Batch;
import dev.headrace.model.RandomValues;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.Comparisons;
import dev.headrace.model.text.KeyCodec.Order;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KeyCodecTest {
  private static final long SEED = 7;
  private static final int ROUNDS = 3_000;

  private final RandomValues values = new RandomValues(SEED);

  @Test
  void keysSortLikeValues() {
    for (SqlType type : RandomValues.types()) {
      for (int round = 0; round < ROUNDS; round++) {
        Object left = values.value(type);
        Object right = values.value(type);
        int expected = Integer.signum(Comparisons.compare(type, left, right));

        assertThat(compareKeys(type, left, right, Order.ASCENDING))
            .as("%s: %s and %s, seed %s", type, left, right, SEED)
            .isEqualTo(expected);
        assertThat(compareKeys(type, left, right, Order.DESCENDING)).isEqualTo(-expected);
      }
    }
  }

  @Test
  void nullsStandWhereTheOrderSays() {
    Object value = 1;

    assertThat(compareKeys(SqlType.INTEGER, null, value, Order.ASCENDING)).isPositive();
    assertThat(compareKeys(SqlType.INTEGER, null, value, Order.DESCENDING)).isNegative();
    assertThat(compareKeys(SqlType.INTEGER, null, value, new Order(false, true))).isNegative();
    assertThat(compareKeys(SqlType.INTEGER, null, value, new Order(true, false))).isPositive();
  }

  @Test
  void aKeyDecodesToAnEqualValueAndEndsThere() {
    for (SqlType type : RandomValues.types()) {
      for (int round = 0; round < 500 && type.kind() != SqlType.Kind.JSONB; round++) {
        Order order = values.random().nextBoolean() ? Order.ASCENDING : Order.DESCENDING;
        Object value = values.value(type);
        ByteOutput out = new ByteOutput();
        KeyCodec.encode(type, value, order, out);
        KeyCodec.encode(SqlType.INTEGER, 42, order, out);
        KeyCodec.Decoder decoder = new KeyCodec.Decoder().reset(out.bytes(), 0);

        assertThat(Comparisons.compareNullsLast(type, value, decoder.next(type, order)))
            .as("%s %s, seed %s", type, value, SEED)
            .isZero();
        assertThat(decoder.next(SqlType.INTEGER, order)).isEqualTo(42);
        assertThat(decoder.position()).isEqualTo(out.length());
      }
    }
  }

  @Test
  void rowsAndCarriersGiveTheSameKey() {
    for (SqlType type : RandomValues.types()) {
      RowLayout layout = new RowLayout(List.of(SqlType.TEXT, type));
      for (int round = 0; round < 200; round++) {
        Object value = round == 0 ? null : values.value(type);
        Batch batch = new Batch();
        new RowWriter(layout).append(batch, 1, null, value);
        ByteOutput out = new ByteOutput();
        KeyCodec.encode(layout, batch.bytes(), 0, 1, Order.DESCENDING, out);

        assertThat(out.toBytes()).isEqualTo(key(type, value, Order.DESCENDING));
      }
    }
  }

  private static int compareKeys(
      SqlType type, @Nullable Object left, @Nullable Object right, Order order) {
    return Integer.signum(Arrays.compareUnsigned(key(type, left, order), key(type, right, order)));
  }

  private static byte[] key(SqlType type, @Nullable Object value, Order order) {
    ByteOutput out = new ByteOutput();
    KeyCodec.encode(type, value, order, out);
    return out.toBytes();
  }
}
