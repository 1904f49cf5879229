package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;

/** Conditions that aggregates put on their groups. */
public final class AggregateChecks {
  private AggregateChecks() {}

  /**
   * Whether a scalar subquery may give its value.
   *
   * @throws SqlException {@link ErrorCode#CARDINALITY_VIOLATION} for more than one row
   */
  public static boolean atMostOne(long rows) {
    if (rows > 1) {
      throw new SqlException(
          ErrorCode.CARDINALITY_VIOLATION,
          "more than one row returned by a subquery used as an expression");
    }
    return true;
  }
}
