package dev.headrace.connect.io;

import dev.headrace.model.Batch;
import dev.headrace.runtime.connector.BadRecords;
import dev.headrace.runtime.connector.ConnectorOptions;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Progress;
import java.time.Duration;
import java.util.OptionalLong;

/** An input that gives no more than so many rows a second, evenly. */
public final class RateLimitedInput implements Input {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Input input;
  private final long rowsPerSecond;
  private long startNanos = -1;
  private long rowsGiven;

  RateLimitedInput(Input input, long rowsPerSecond) {
    this.input = input;
    this.rowsPerSecond = rowsPerSecond;
  }

  /** The input itself, or a slower one if option {@code rate} asks for it. */
  public static Input of(Input input, ConnectorOptions options) {
    OptionalLong rate = options.number("rate", 1);
    return rate.isPresent() ? new RateLimitedInput(input, rate.getAsLong()) : input;
  }

  @Override
  public Status read(Batch batch, int maxRows, Duration maxWait, BadRecords bad) {
    Waiting waiting = new Waiting(maxWait);
    long rows = rowsDue();
    while (rows == 0) {
      if (!waiting.again((long) (NANOS_PER_SECOND / rowsPerSecond))) {
        return Status.IDLE;
      }
      rows = rowsDue();
    }
    int before = batch.rows();
    Status status = input.read(batch, (int) Math.min(rows, maxRows), maxWait, bad);
    rowsGiven += batch.rows() - before;
    return status;
  }

  private long rowsDue() {
    long now = System.nanoTime();
    if (startNanos < 0) {
      startNanos = now;
    }
    long due = (long) ((now - startNanos) / NANOS_PER_SECOND * rowsPerSecond) - rowsGiven;
    // Who does not read for a while may catch up on a second at most.
    if (due > rowsPerSecond) {
      rowsGiven += due - rowsPerSecond;
    }
    return Math.min(due, rowsPerSecond);
  }

  @Override
  public Progress progress() {
    return input.progress();
  }

  @Override
  public void close() {
    input.close();
  }
}
