package dev.headrace.runtime.unit;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.function.BooleanSupplier;

/**
 * Ends work that somebody has given up. Loops ask it every few thousand rows: a millisecond's work.
 */
@FunctionalInterface
public interface Cancellation {
  /** For what runs to its end. */
  Cancellation NEVER = () -> {};

  /**
   * Returns if the work is to go on.
   *
   * @throws SqlException {@link ErrorCode#QUERY_CANCELED}
   */
  void check();

  /** Ends work as soon as a condition, set by another thread, holds. */
  static Cancellation when(BooleanSupplier wanted) {
    return () -> {
      if (wanted.getAsBoolean()) {
        throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
      }
    };
  }
}
