package dev.headrace.connect.io;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.time.Duration;

/** Waits in small steps up to a deadline, for something that nobody signals. */
public final class Waiting {
  private static final long STEP_NANOS = 10_000_000;

  private final long deadline;

  /** Starts now. */
  public Waiting(Duration atMost) {
    this.deadline = System.nanoTime() + atMost.toNanos();
  }

  /** Waits a little, or returns false if the time is over. */
  public boolean again() {
    return again(STEP_NANOS);
  }

  /**
   * Waits for some nanoseconds, or until the deadline if that is sooner; returns false if the time
   * is over.
   *
   * @throws SqlException {@link ErrorCode#QUERY_CANCELED} if the thread is interrupted
   */
  public boolean again(long nanos) {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    try {
      Thread.sleep(Duration.ofNanos(Math.min(nanos, left)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SqlException(ErrorCode.QUERY_CANCELED, "canceled while waiting for input", e);
    }
    return true;
  }
}
