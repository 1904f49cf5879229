package dev.headrace.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class OrderedIndexTest {
  private final MemoryBudget budget = MemoryBudget.unlimited();
  private final OrderedIndex index = new OrderedIndex(budget);

  /** A group's byte, then two bytes of a value. */
  private static byte[] key(int group, int value) {
    return new byte[] {(byte) group, (byte) (value >> 8), (byte) value};
  }

  private static int value(RadixCursor cursor) {
    int at = cursor.keyOffset() + 1;
    return (cursor.keyBytes()[at] & 0xff) << 8 | (cursor.keyBytes()[at + 1] & 0xff);
  }

  private long add(int group, int value, long weight) {
    return index.add(key(group, value), 0, 3, weight);
  }

  @Test
  void aKeyIsThereWhileItsWeightIsNotZero() {
    assertThat(add(1, 5, 2)).isEqualTo(2);
    assertThat(add(1, 5, -3)).isEqualTo(-1);
    assertThat(index.size()).isEqualTo(1);
    assertThat(add(1, 5, 1)).isZero();
    assertThat(add(1, 5, 0)).isZero();
    assertThat(index.size()).isZero();
    assertThat(index.weight(key(1, 5), 0, 3)).isZero();
  }

  @Test
  void weightsDoNotWrapAround() {
    add(1, 5, Long.MAX_VALUE);
    assertThatThrownBy(() -> add(1, 5, 1)).isInstanceOf(ArithmeticException.class);
    assertThat(index.weight(key(1, 5), 0, 3)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aMissingGroupHasNoEnds() {
    add(1, 5, 1);
    add(3, 5, 1);
    assertThat(index.first(key(2, 0), 0, 1)).isFalse();
    assertThat(index.last(key(2, 0), 0, 1)).isFalse();
    assertThat(index.first(key(0, 0), 0, 1)).isFalse();
    assertThat(index.last(key(4, 0), 0, 1)).isFalse();
  }

  @Test
  void memoryComesFromTheBudgetAndGoesBack() {
    for (int value = 0; value < 20_000; value++) {
      add(7, value, 1);
    }
    assertThat(budget.used()).isEqualTo(index.bytes()).isGreaterThan(20_000 * 24);
    for (int value = 0; value < 20_000; value++) {
      add(7, value, -1);
    }
    index.settle();
    assertThat(budget.used()).isZero();
    add(7, 1, 1);
    index.clear();
    assertThat(budget.used()).isZero();
    OrderedIndex small = new OrderedIndex(new MemoryBudget(1_000));
    assertThatThrownBy(() -> small.add(key(1, 1), 0, 3, 1)).isInstanceOf(SqlException.class);
  }

  @RepeatedTest(5)
  void keepsTheEndsOfEveryGroup() {
    Random random = Seeds.random("ordered index");
    int groups = random.nextInt(1, 256);
    int values = random.nextInt(1, 3_000);
    Map<Integer, NavigableMap<Integer, Long>> model = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      int group = random.nextInt(groups);
      int value = random.nextInt(values);
      long weight = random.nextInt(-2, 3);
      NavigableMap<Integer, Long> members = model.computeIfAbsent(group, g -> new TreeMap<>());
      long after = members.merge(value, weight, Long::sum);
      members.remove(value, 0L);
      assertThat(add(group, value, weight)).isEqualTo(after);
      if (i % 16 == 0) {
        verifyGroup(group, members);
      }
    }
    assertThat(index.size()).isEqualTo(model.values().stream().mapToLong(Map::size).sum());
    model.forEach(this::verifyGroup);
  }

  private void verifyGroup(int group, NavigableMap<Integer, Long> expected) {
    byte[] prefix = {(byte) group};
    assertThat(index.first(prefix, 0, 1)).isEqualTo(!expected.isEmpty());
    for (Map.Entry<Integer, Long> entry : expected.entrySet()) {
      assertThat(value(index.cursor())).isEqualTo(entry.getKey());
      assertThat(index.cursor().value()).isEqualTo(entry.getValue());
      boolean more = index.cursor().next() && index.cursor().hasPrefix(prefix, 0, 1);
      assertThat(more).isEqualTo(!entry.getKey().equals(expected.lastKey()));
    }
    assertThat(index.last(prefix, 0, 1)).isEqualTo(!expected.isEmpty());
    if (!expected.isEmpty()) {
      assertThat(value(index.cursor())).isEqualTo(expected.lastKey());
    }
  }
}
