package dev.headrace.quality.sql;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.QueryResult;
import dev.headrace.engine.Session;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.TextFormat;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The two databases, with the same tables. */
final class Databases implements AutoCloseable {
  private static final Map<String, String> SQL_NAMES =
      Map.ofEntries(
          Map.entry("bool", "boolean"),
          Map.entry("int2", "smallint"),
          Map.entry("int4", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("varchar", "character varying"),
          Map.entry("bpchar", "character"),
          Map.entry("time", "time without time zone"),
          Map.entry("timestamp", "timestamp without time zone"),
          Map.entry("timestamptz", "timestamp with time zone"));

  private final Connection postgres;
  private final Headrace headrace = Headrace.inMemory();
  private final Session session = headrace.connect();

  Databases(Connection postgres) {
    this.postgres = postgres;
  }

  /** Runs a statement on both, which must agree on whether it works. */
  void both(String sql) {
    Answer expected = postgres(sql);
    Answer actual = headrace(sql);
    if (expected.isError() != actual.isError()) {
      throw new AssertionError(sql + "\nPostgreSQL: " + expected + "\nHeadrace: " + actual);
    }
  }

  Answer postgres(String sql) {
    try (Statement statement = postgres.createStatement()) {
      if (!statement.execute(sql)) {
        return Answer.rows(List.of(), List.of());
      }
      try (ResultSet result = statement.getResultSet()) {
        return answer(result);
      }
    } catch (SQLException e) {
      return Answer.error(Objects.requireNonNull(e.getSQLState()), String.valueOf(e.getMessage()));
    }
  }

  private static Answer answer(ResultSet result) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    List<String> types = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      String name = meta.getColumnTypeName(i);
      types.add(name.startsWith("_") ? "array" : SQL_NAMES.getOrDefault(name, name));
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (result.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= types.size(); i++) {
        row.add(result.getString(i));
      }
      rows.add(row);
    }
    return Answer.rows(types, rows);
  }

  Answer headrace(String sql) {
    try {
      return session.execute(sql).getLast() instanceof QueryResult result
          ? answer(result)
          : Answer.rows(List.of(), List.of());
    } catch (SqlException e) {
      return Answer.error(e.sqlState(), e.message());
    }
  }

  private static Answer answer(QueryResult result) {
    List<Field> fields = result.fields();
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (List<@Nullable Object> values : result.rows()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        Object value = values.get(i);
        row.add(
            value == null
                ? null
                : TextFormat.toString(fields.get(i).type(), value, ZoneOffset.UTC));
      }
      rows.add(row);
    }
    return Answer.rows(fields.stream().map(field -> field.type().kind().sqlName()).toList(), rows);
  }

  @Override
  public void close() {
    session.close();
    headrace.close();
  }
}
