package dev.headrace.server.client;

import dev.headrace.model.SqlException;
import java.sql.SQLException;

/** A statement failed. */
public final class StatementFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SqlError error;

  public StatementFailure(SqlException cause) {
    super(cause.message(), cause);
    this.error = SqlError.of(cause);
  }

  public StatementFailure(SQLException cause) {
    super(cause.getMessage(), cause);
    this.error = SqlError.of(cause);
  }

  public SqlError error() {
    return error;
  }
}
