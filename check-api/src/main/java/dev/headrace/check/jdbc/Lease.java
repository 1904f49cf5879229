package dev.headrace.check.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection for one statement; one of a data source is given back.
 *
 * @param own whether nobody else has it
 */
public record Lease(Connection connection, boolean own) implements AutoCloseable {
  /** Of the data source if there is one; otherwise the connection is used. */
  public static Lease of(@Nullable DataSource dataSource, @Nullable Connection connection)
      throws SQLException {
    return dataSource != null
        ? new Lease(dataSource.getConnection(), true)
        : new Lease(Objects.requireNonNull(connection), false);
  }

  @Override
  public void close() throws SQLException {
    if (own) {
      connection.close();
    }
  }

  /** Closes what was opened before an exception. */
  public static void close(Exception exception, @Nullable AutoCloseable... opened) {
    for (AutoCloseable each : opened) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception suppressed) {
        exception.addSuppressed(suppressed);
      }
    }
  }
}
