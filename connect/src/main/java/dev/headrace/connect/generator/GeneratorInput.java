package dev.headrace.connect.generator;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.runtime.connector.BadRecords;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Progress;
import java.time.Duration;

/** Made-up rows. */
final class GeneratorInput implements Input {
  private final RowWriter writer;
  private final ColumnGenerator[] columns;
  private final long total;
  private volatile long rowsMade;

  /**
   * An input of some rows.
   *
   * @param total how many, or {@link Progress#UNKNOWN} for as many as are asked for
   */
  GeneratorInput(RowLayout layout, ColumnGenerator[] columns, long total) {
    this.writer = new RowWriter(layout);
    this.columns = columns;
    this.total = total;
  }

  @Override
  public Status read(Batch batch, int maxRows, Duration maxWait, BadRecords bad) {
    long row = rowsMade;
    long end = total == Progress.UNKNOWN ? row + maxRows : Math.min(total, row + maxRows);
    for (; row < end; row++) {
      writer.begin(batch);
      for (ColumnGenerator column : columns) {
        column.set(writer, row);
      }
      writer.end(1);
    }
    rowsMade = row;
    return row == total ? Status.END : Status.MORE;
  }

  @Override
  public Progress progress() {
    return new Progress(Progress.Unit.ROWS, rowsMade, total);
  }

  @Override
  public void close() {}
}
