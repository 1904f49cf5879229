package dev.headrace.engine.database;

import java.util.function.BooleanSupplier;

/**
 * How long a statement waits for locks.
 *
 * @param cancelled whether to give up at once
 * @param nanos to wait at most for one lock; 0 without a limit, negative not to wait at all
 */
public record Patience(BooleanSupplier cancelled, long nanos) {
  /** Waits until it is cancelled. */
  public static Patience until(BooleanSupplier cancelled) {
    return new Patience(cancelled, 0);
  }
}
