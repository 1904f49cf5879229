package dev.headrace.quality.flights;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A DuckDB database in memory: the oracle. */
final class DuckDb implements AutoCloseable {
  private final Connection connection;

  DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  /**
   * A result, its values as text.
   *
   * @param approximate for each column whether it holds floats
   */
  record Answer(
      List<String> columns, List<Boolean> approximate, List<List<@Nullable String>> rows) {}

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All rows of a table. */
  Answer table(String name) throws SQLException {
    return query("SELECT * FROM " + name);
  }

  /** A CSV file with a header line, every value as the text it is. */
  Answer csv(Path file) throws SQLException {
    return query("SELECT * FROM read_csv('" + file + "', header = true, all_varchar = true)");
  }

  private Answer query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData metaData = result.getMetaData();
      List<String> columns = new ArrayList<>();
      List<Boolean> approximate = new ArrayList<>();
      for (int column = 1; column <= metaData.getColumnCount(); column++) {
        columns.add(metaData.getColumnName(column));
        approximate.add(metaData.getColumnTypeName(column).equals("DOUBLE"));
      }
      List<List<@Nullable String>> rows = new ArrayList<>();
      while (result.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int column = 1; column <= columns.size(); column++) {
          row.add(text(result, column));
        }
        rows.add(row);
      }
      return new Answer(columns, approximate, rows);
    }
  }

  /** A value as PostgreSQL writes it: JDBC's timestamps have a fraction, which is zero here. */
  private static @Nullable String text(ResultSet result, int column) throws SQLException {
    String text = result.getString(column);
    return result.getObject(column) instanceof java.sql.Timestamp
        ? text.replaceFirst("\\.0$", "")
        : text;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
