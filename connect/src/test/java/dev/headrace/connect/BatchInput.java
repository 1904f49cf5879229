package dev.headrace.connect;

import dev.headrace.model.Batch;
import dev.headrace.runtime.connector.BadRecords;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Progress;
import java.time.Duration;

/** The rows of a batch, all at once. */
record BatchInput(Batch rows) implements Input {
  @Override
  public Status read(Batch batch, int maxRows, Duration maxWait, BadRecords bad) {
    batch.appendAll(rows);
    return Status.END;
  }

  @Override
  public Progress progress() {
    return new Progress(Progress.Unit.ROWS, rows.rows(), rows.rows());
  }

  @Override
  public void close() {}
}
