package dev.headrace.engine.database;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How long a statement waits for locks.
 *
 * @param cancelled whether to give up at once
 * @param limit nanoseconds to wait at most for one lock; 0 without a limit
 */
public record Patience(BooleanSupplier cancelled, LongSupplier limit) {
  public Patience(BooleanSupplier cancelled, long nanos) {
    this(cancelled, () -> nanos);
  }

  /** Waits until it is cancelled. */
  public static Patience until(BooleanSupplier cancelled) {
    return new Patience(cancelled, 0);
  }

  /** The limit as it is now. */
  long nanos() {
    return limit.getAsLong();
  }
}
