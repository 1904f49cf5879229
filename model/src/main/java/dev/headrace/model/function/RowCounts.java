package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;

/** The counts of LIMIT and OFFSET. */
public final class RowCounts {
  private RowCounts() {}

  public static long limit(long count) {
    if (count < 0) {
      throw new SqlException(
          ErrorCode.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "LIMIT must not be negative");
    }
    return count;
  }

  public static long offset(long count) {
    if (count < 0) {
      throw new SqlException(
          ErrorCode.INVALID_ROW_COUNT_IN_OFFSET_CLAUSE, "OFFSET must not be negative");
    }
    return count;
  }
}
