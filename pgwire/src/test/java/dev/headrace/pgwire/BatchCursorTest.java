package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of batches in portions. */
final class BatchCursorTest {
  private static final RowLayout LAYOUT = new RowLayout(List.of(SqlType.INTEGER));

  /** Writes down values with their copies. */
  private static final class Rows implements RowSink {
    final List<String> rows = new ArrayList<>();

    @Override
    public void row(byte[] slab, int row, int copies) {
      rows.add(new RowReader(LAYOUT).get(slab, row, 0) + "x" + copies);
    }

    @Override
    public void flush() {}
  }

  private static Batch batch(int... weights) {
    Batch batch = new Batch();
    RowWriter writer = new RowWriter(LAYOUT);
    for (int weight : weights) {
      writer.append(batch, weight, 10 * weight);
    }
    return batch;
  }

  @Test
  void aRowMayBeSplitOverPortionsAndEmptyBatchesAreSkipped() {
    BatchCursor cursor =
        new BatchCursor(List.of(batch(), batch(1, 5), batch(), batch(2)).iterator());
    Rows sink = new Rows();
    assertThat(cursor.send(3, sink)).isEqualTo(3);
    assertThat(cursor.isDone()).isFalse();
    assertThat(cursor.send(3, sink)).isEqualTo(3);
    assertThat(cursor.send(3, sink)).isEqualTo(2);
    assertThat(cursor.isDone()).isTrue();
    assertThat(cursor.send(0, sink)).isZero();
    assertThat(sink.rows).containsExactly("10x1", "50x2", "50x3", "20x2");
  }

  @Test
  void noLimitSendsAll() {
    Rows sink = new Rows();
    assertThat(new BatchCursor(List.of(batch(1, 2), batch(3)).iterator()).send(0, sink))
        .isEqualTo(6);
    assertThat(sink.rows).containsExactly("10x1", "20x2", "30x3");
  }
}
