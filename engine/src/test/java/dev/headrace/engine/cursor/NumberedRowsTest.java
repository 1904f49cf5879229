package dev.headrace.engine.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ranges of results whose records stand for one row or for several. */
final class NumberedRowsTest {
  private static final RowLayout LAYOUT = new RowLayout(List.of(SqlType.INTEGER));

  private final Segments rows = new Segments();
  private final List<Integer> expected = new ArrayList<>();

  private void add(Batch batch, int value, int weight) {
    RowWriter writer = new RowWriter(LAYOUT);
    writer.append(batch, weight, value);
    for (int i = 0; i < weight; i++) {
      expected.add(value);
    }
  }

  private static List<Integer> values(Segments segments) {
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      byte[] slab = segments.slab(i);
      for (int row = segments.from(i); row < segments.to(i); row += Rows.length(slab, row)) {
        for (int copy = Rows.weight(slab, row); copy > 0; copy--) {
          values.add(Rows.getInt(slab, row + LAYOUT.offset(0)));
        }
      }
    }
    return values;
  }

  private void check(NumberedRows numbered, int first, int last) {
    List<Integer> wanted = first <= last ? expected.subList(first - 1, last) : List.of();
    assertThat(values(numbered.between(first, last, false)))
        .as("%d to %d", first, last)
        .isEqualTo(wanted);
    assertThat(values(numbered.between(first, last, true)))
        .as("%d back to %d", last, first)
        .isEqualTo(wanted.reversed());
  }

  @Test
  void everyRangeOfRandomResults() {
    Random random = new Random(7);
    for (int segment = 0; segment < 5; segment++) {
      Batch batch = new Batch();
      for (int record = random.nextInt(1, 60); record > 0; record--) {
        add(batch, random.nextInt(1000), random.nextInt(3) > 0 ? 1 : random.nextInt(1, 9));
      }
      rows.add(batch);
    }
    NumberedRows numbered = new NumberedRows(rows);
    assertThat(numbered.count()).isEqualTo(expected.size());
    for (int first = 1; first <= expected.size() + 1; first++) {
      for (int last = first - 1; last <= expected.size(); last++) {
        check(numbered, first, last);
      }
    }
  }

  @Test
  void rowsThatLieTogetherAreHandedOverTogether() {
    Batch batch = new Batch();
    for (int i = 0; i < 1000; i++) {
      add(batch, i, 1);
    }
    rows.add(batch);
    assertThat(new NumberedRows(rows).between(100, 900, false).size()).isEqualTo(1);
  }

  @Test
  void anEmptyResultHasNoRows() {
    NumberedRows numbered = new NumberedRows(rows);
    assertThat(numbered.count()).isZero();
    check(numbered, 1, 0);
  }
}
