package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.connect.Connectors;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.TextFormat;
import dev.headrace.runtime.connector.Connector;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database and a session for each test; rows and errors as short texts. */
abstract class DatabaseTestBase {
  @TempDir Path directory;

  Headrace db;
  Session session;

  @BeforeEach
  void open() {
    Options options = Options.defaults().withBaseDirectory(directory);
    for (Connector connector : Connectors.standard()) {
      options = options.withConnector(connector);
    }
    db = Headrace.inMemory(options);
    session = db.connect();
  }

  @AfterEach
  void close() {
    session.close();
    db.close();
  }

  /** Runs statements and gives the tag of the last one. */
  String run(String sql, Object... parameters) {
    return session.execute(sql, parameters).getLast().tag();
  }

  /** A query's rows as texts like {@code 1|a|null}, sorted unless it has an ORDER BY. */
  List<String> rows(String sql, Object... parameters) {
    return rows(session, sql, parameters);
  }

  static List<String> rows(Session session, String sql, Object... parameters) {
    List<String> rows = texts(session.query(sql, parameters));
    return sql.contains("ORDER BY") ? rows : rows.stream().sorted().toList();
  }

  static List<String> texts(QueryResult result) {
    List<String> rows = new ArrayList<>();
    for (List<Object> row : result.rows()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Object value = row.get(i);
        values.add(
            value == null
                ? "null"
                : TextFormat.toString(result.fields().get(i).type(), value, ZoneOffset.UTC));
      }
      rows.add(String.join("|", values));
    }
    return rows;
  }

  /** The SQLSTATE and the message that statements fail with. */
  String error(String sql, Object... parameters) {
    return error(session, sql, parameters);
  }

  static String error(Session session, String sql, Object... parameters) {
    return text(
        catchThrowableOfType(SqlException.class, () -> session.execute(sql, parameters)), sql);
  }

  static String text(SqlException error, String sql) {
    assertThat(error).as(sql).isNotNull();
    return error.sqlState() + " " + error.message();
  }
}
