package dev.headrace.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class JoinIndexTest {
  private static final RowLayout ROW = new RowLayout(List.of(SqlType.TEXT));

  private final MemoryBudget budget = MemoryBudget.unlimited();
  private final Keys keys = new Keys();
  private final Batch rows = new Batch();
  private final RowWriter writer = new RowWriter(ROW);
  private final RowReader reader = new RowReader(ROW);

  private void add(JoinIndex index, long key, String text, int weight, long matches) {
    rows.clear();
    writer.append(rows, 1, Slice.of(text));
    long hash = keys.hash(key);
    index.add(hash, keys.slab(), 0, rows.bytes(), 0, weight, matches);
  }

  private long first(JoinIndex index, long key) {
    long hash = keys.hash(key);
    return index.first(hash, keys.slab(), 0);
  }

  private String text(JoinIndex index, long node) {
    return String.valueOf(reader.get(index.page(node), index.row(node), 0));
  }

  /** The rows of a key with their weights; every node once. */
  private Map<String, Integer> chain(JoinIndex index, long key) {
    Map<String, Integer> found = new HashMap<>();
    for (long node = first(index, key); node != 0; node = index.next(node)) {
      Integer before = found.put(text(index, node), Rows.weight(index.page(node), index.row(node)));
      assertThat(before).isNull();
    }
    return found;
  }

  @RepeatedTest(6)
  void keepsTheWeightOfEveryRowOfEveryKey() {
    Random random = Seeds.random("join");
    List<Long> pool =
        random.nextBoolean()
            ? Keys.colliding(1 + random.nextInt(200))
            : random.longs(1 + random.nextInt(3_000)).boxed().toList();
    int texts = 1 + random.nextInt(20);
    JoinIndex index = new JoinIndex(Keys.LAYOUT, true, budget);
    Map<Long, Map<String, Integer>> model = new HashMap<>();
    for (int i = 0; i < 40_000; i++) {
      long key = pool.get(random.nextInt(pool.size()));
      String text = "t".repeat(random.nextInt(texts));
      int weight = random.nextBoolean() ? 1 : -1;
      add(index, key, text, weight, 0);
      Map<String, Integer> expected = model.computeIfAbsent(key, k -> new HashMap<>());
      expected.merge(text, weight, Integer::sum);
      expected.remove(text, 0);
      if (i % 8 == 0) {
        assertThat(chain(index, key)).isEqualTo(expected);
      }
      assertThat(budget.used()).isEqualTo(index.bytes());
    }
    model.forEach((key, expected) -> assertThat(chain(index, key)).isEqualTo(expected));
    assertThat(index.rows()).isEqualTo(model.values().stream().mapToLong(Map::size).sum());
  }

  @Test
  void withoutRetractionsEveryRowHasItsOwnNode() {
    JoinIndex index = new JoinIndex(Keys.LAYOUT, false, budget);
    for (int i = 0; i < 1_000; i++) {
      add(index, i % 10, "same", 1 + i % 2, 0);
    }
    assertThat(index.rows()).isEqualTo(1_000);
    for (long key = 0; key < 10; key++) {
      List<String> found = new ArrayList<>();
      for (long node = first(index, key); node != 0; node = index.next(node)) {
        found.add(text(index, node));
        assertThat(Rows.weight(index.page(node), index.row(node))).isEqualTo(1 + (int) key % 2);
      }
      assertThat(found).hasSize(100).containsOnly("same");
    }
    assertThat(first(index, 10)).isZero();
    assertThat(budget.used()).isEqualTo(index.bytes());
  }

  @Test
  void equalRowsOfDifferentKeysAreDifferentRows() {
    JoinIndex index = new JoinIndex(Keys.LAYOUT, true, budget);
    add(index, 1, "row", 2, 0);
    add(index, 2, "row", 3, 0);
    add(index, 1, "row", -2, 0);
    assertThat(chain(index, 1)).isEmpty();
    assertThat(chain(index, 2)).isEqualTo(Map.of("row", 3));
  }

  @Test
  void countsMatchesPerRow() {
    for (boolean retractable : new boolean[] {false, true}) {
      JoinIndex index = new JoinIndex(Keys.LAYOUT, retractable, budget);
      add(index, 1, "a", 1, 5);
      add(index, 1, "b", 1, 0);
      long node = first(index, 1);
      assertThat(text(index, node)).isEqualTo("b");
      assertThat(index.addMatches(node, 3)).isZero();
      assertThat(index.addMatches(node, -1)).isEqualTo(3);
      assertThat(index.matches(node)).isEqualTo(2);
      assertThat(index.matches(index.next(node))).isEqualTo(5);
    }
  }
}
