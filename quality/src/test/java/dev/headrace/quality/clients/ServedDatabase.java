package dev.headrace.quality.clients;

import dev.headrace.engine.Headrace;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.server.wire.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An empty database and its server for each test, and what the tests say to it by JDBC. */
abstract class ServedDatabase {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Headrace database = Headrace.inMemory();
  private final PgWireServer server = Servers.start(database, "127.0.0.1", 0);

  @BeforeEach
  void setUp() throws Exception {
    try (Connection connection = connect("")) {
      for (String statement : definitions()) {
        execute(connection, statement);
      }
    }
  }

  /** What the database has before each test. */
  List<String> definitions() {
    return List.of();
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  int port() {
    return server.port();
  }

  /**
   * A connection by pgjdbc.
   *
   * @param options as in a JDBC URL, such as {@code prepareThreshold=1}
   */
  Connection connect(String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port() + "/d?user=ada&" + options);
  }

  /** Runs a text of statements without results. */
  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query, each as its values with {@code |} between them. */
  static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row(result));
      }
      return rows;
    }
  }

  /** The row a result stands at. */
  static String row(ResultSet result) throws SQLException {
    ResultSetMetaData columns = result.getMetaData();
    StringJoiner row = new StringJoiner("|");
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      row.add(String.valueOf(result.getString(column)));
    }
    return row.toString();
  }
}
