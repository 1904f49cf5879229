package dev.headrace.check;

import java.sql.SQLException;
import java.util.Objects;

/** A {@link SQLException} from a method that does not declare it. */
public final class UncheckedSqlException extends RuntimeException {
  public UncheckedSqlException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /** What the driver threw. */
  public SQLException sqlException() {
    return (SQLException) Objects.requireNonNull(getCause());
  }

  /** The five characters that say what went wrong. */
  public String sqlState() {
    return Objects.requireNonNullElse(sqlException().getSQLState(), "");
  }
}
