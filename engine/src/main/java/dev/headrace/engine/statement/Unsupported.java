package dev.headrace.engine.statement;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;

/** What the grammar knows and the engine refuses. */
final class Unsupported {
  private Unsupported() {}

  static SqlException feature(String feature) {
    return new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, feature + " is not supported");
  }
}
