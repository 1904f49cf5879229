package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Functions without arguments. Those that are constant within a statement become parameters before
 * it runs, so a call of their methods is a defect; the others are computed here.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SessionValues {
  private SessionValues() {}

  public static long timestamptz() {
    throw notReplaced();
  }

  public static long timestamp() {
    throw notReplaced();
  }

  public static long time() {
    throw notReplaced();
  }

  public static int date() {
    throw notReplaced();
  }

  public static Slice text(Slice out) {
    throw notReplaced();
  }

  private static SqlException notReplaced() {
    return new SqlException(
        ErrorCode.INTERNAL_ERROR,
        "a function of the session was called: it should have become a parameter");
  }

  /** The time of this very call. */
  public static long clock() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** From 0 to below 1. */
  public static double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  public static UUID randomUuid() {
    return UUID.randomUUID();
  }
}
