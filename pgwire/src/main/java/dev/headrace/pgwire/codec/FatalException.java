package dev.headrace.pgwire.codec;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;

/** An error after which the connection cannot go on: the client is told, then it is closed. */
public final class FatalException extends RuntimeException {
  private final SqlException error;

  public FatalException(ErrorCode code, String message) {
    this(new SqlException(code, message));
  }

  public FatalException(SqlException error) {
    super(error.message(), error, false, false);
    this.error = error;
  }

  /** What the client is told. */
  public SqlException error() {
    return error;
  }
}
