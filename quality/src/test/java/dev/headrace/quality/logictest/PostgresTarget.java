package dev.headrace.quality.logictest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** A PostgreSQL, whose schema {@code public} is emptied for each script. */
final class PostgresTarget implements Target {
  private final Connection connection;

  PostgresTarget(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public; RESET ALL");
    }
  }

  @Override
  public Set<String> names() {
    return Set.of("postgresql");
  }

  @Override
  public Reply run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      if (!statement.execute(sql)) {
        return new Reply.Rows(0, List.of());
      }
      try (ResultSet result = statement.getResultSet()) {
        return rows(result);
      }
    } catch (SQLException e) {
      String message =
          e instanceof PSQLException p && p.getServerErrorMessage() != null
              ? p.getServerErrorMessage().getMessage()
              : e.getMessage();
      return new Reply.Failure(Objects.requireNonNull(e.getSQLState()), String.valueOf(message));
    }
  }

  private static Reply rows(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (result.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(result.getString(i));
      }
      rows.add(row);
    }
    return new Reply.Rows(columns, rows);
  }

  @Override
  public void close() {}
}
