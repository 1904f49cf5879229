package dev.headrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.Headrace;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.server.metrics.MetricsServer;
import dev.headrace.server.wire.ServerConfiguration.Authentication;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passwords, session limits and metrics of a server over the engine. */
final class ServersTest {
  private final Headrace database = Headrace.inMemory();

  @AfterEach
  void close() {
    database.close();
  }

  private PgWireServer start(EngineBackend backend, Authentication authentication) {
    return Servers.start(
        backend, ServerConfiguration.onLoopback(0).withAuthentication(authentication));
  }

  private static Connection connect(PgWireServer server, String user, String password)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/headrace", user, password);
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void fails(String sqlState, String message, ThrowingStatement statement) {
    assertThatThrownBy(statement::run)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo(sqlState);
              assertThat(e.getMessage()).contains(message);
            });
  }

  private interface ThrowingStatement {
    void run() throws SQLException;
  }

  @Test
  void clientsAreToldHowFarOpeningHasComeAndAreLetInWhenItIsDone() throws SQLException {
    OpeningBackend opening = new OpeningBackend();
    ServerConfiguration configuration = ServerConfiguration.onLoopback(0);
    try (PgWireServer server = Servers.listen(opening, configuration)) {
      fails("57P03", "the database system is starting up", () -> connect(server, "ada", ""));
      opening.progress("filled view v with 10 rows after 3.2 s (1 of 2)");
      fails(
          "57P03",
          "Detail: Last: filled view v with 10 rows after 3.2 s (1 of 2).",
          () -> connect(server, "ada", ""));
      opening.opened(new EngineBackend(database), configuration);
      try (Connection connection = connect(server, "ada", "")) {
        assertThat(value(connection, "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void aPasswordLetsItsUserIn() throws SQLException {
    database.users().createSuperuser("ada", "sesame");
    try (PgWireServer server = start(new EngineBackend(database), Authentication.SCRAM)) {
      try (Connection connection = connect(server, "ada", "sesame")) {
        assertThat(value(connection, "SELECT current_user")).isEqualTo("ada");
        assertThat(value(connection, "SHOW is_superuser")).isEqualTo("on");
      }
      fails("28P01", "password authentication failed", () -> connect(server, "ada", "Sesame"));
      fails("28P01", "password authentication failed", () -> connect(server, "bob", "sesame"));
      assertThat(server.statistics().connectionsAccepted()).isEqualTo(1);
      assertThat(server.statistics().connectionsRefused()).isEqualTo(2);
    }
  }

  @Test
  void rolesThatAreNoSuperusersHaveTheirLimits() throws SQLException {
    database.users().createSuperuser("ada", "sesame");
    database.execute("CREATE USER bob PASSWORD 'open' CONNECTION LIMIT 1");
    database.execute("CREATE ROLE staff PASSWORD 'open'");
    database.execute("CREATE TABLE t (a TEXT)");
    try (PgWireServer server = start(new EngineBackend(database), Authentication.SCRAM)) {
      limitsOfBob(server);
      connectWhenTheLastSessionHasEnded(server, "bob", "new").close();
    }
  }

  /** A client's close() does not wait for the server to have noticed, PostgreSQL's no more. */
  private static Connection connectWhenTheLastSessionHasEnded(
      PgWireServer server, String user, String password) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        return connect(server, user, password);
      } catch (SQLException e) {
        if (!"53300".equals(e.getSQLState()) || System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static void limitsOfBob(PgWireServer server) throws SQLException {
    try (Connection connection = connect(server, "bob", "open");
        Statement statement = connection.createStatement()) {
      assertThat(value(connection, "SHOW is_superuser")).isEqualTo("off");
      fails("53300", "too many connections for role", () -> connect(server, "bob", "open"));
      fails("28P01", "password authentication failed", () -> connect(server, "staff", "open"));
      fails("42501", "permission denied to create role", () -> statement.execute("CREATE ROLE x"));
      fails(
          "42501",
          "must be superuser to alter superuser roles",
          () -> statement.execute("ALTER ROLE ada PASSWORD 'mine'"));
      fails(
          "42501",
          "permission denied to COPY from a file",
          () -> statement.execute("COPY t FROM '/etc/passwd'"));
      statement.execute("ALTER ROLE bob PASSWORD 'new'");
    }
  }

  @Test
  void whatIsSaidOfARoleComesBeforeTheServersOptionsAndBehindTheClients() throws SQLException {
    database.execute("CREATE USER bob");
    database.execute("ALTER DATABASE shop SET lock_timeout = '1s'");
    database.execute("ALTER USER bob SET statement_timeout = '2s'");
    Map<String, String> options = Map.of("lock_timeout", "5s", "statement_timeout", "5s");
    EngineBackend backend = new EngineBackend(database, options);
    try (PgWireServer server = start(backend, Authentication.TRUST)) {
      try (Connection bob = connect(server, "bob", "");
          Connection ada = connect(server, "ada", "")) {
        assertThat(value(bob, "SHOW lock_timeout")).isEqualTo("1s");
        assertThat(value(bob, "SHOW statement_timeout")).isEqualTo("2s");
        assertThat(value(ada, "SHOW statement_timeout")).isEqualTo("5s");
        fails(
            "42501",
            "must be owner of the database",
            () -> bob.createStatement().execute("ALTER DATABASE shop RESET ALL"));
        fails(
            "42501",
            "must be superuser to alter settings globally",
            () -> bob.createStatement().execute("ALTER ROLE ALL SET lock_timeout = 1"));
        bob.createStatement().execute("ALTER ROLE bob SET lock_timeout = '3s'");
      }
      String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/shop?user=bob";
      try (Connection bob = DriverManager.getConnection(url + "&options=-c%20lock_timeout=4s")) {
        assertThat(value(bob, "SHOW lock_timeout")).isEqualTo("4s");
      }
      try (Connection bob = DriverManager.getConnection(url)) {
        assertThat(value(bob, "SHOW lock_timeout")).isEqualTo("3s");
      }
    }
  }

  @Test
  void aServerThatNobodyCouldLogInToDoesNotStart() {
    assertThatThrownBy(() -> start(new EngineBackend(database), Authentication.SCRAM))
        .isInstanceOf(SqlException.class)
        .hasMessage("nobody could log in: no superuser has a password");
  }

  @Test
  void parametersHaveTheServersInitialValues() throws SQLException {
    EngineBackend backend = new EngineBackend(database, Map.of("statement_timeout", "200ms"));
    try (PgWireServer server = start(backend, Authentication.TRUST);
        Connection connection = connect(server, "ada", "");
        Statement statement = connection.createStatement()) {
      fails(
          "57014",
          "canceling statement due to statement timeout",
          () ->
              value(
                  connection,
                  "SELECT count(*) FROM generate_series(1, 50000) AS a (x),"
                      + " generate_series(1, 50000) AS b (y) WHERE x * 3 = y * 5 + 1 OR x = -y"));
      statement.execute("SET statement_timeout = 0");
      assertThat(value(connection, "SHOW statement_timeout")).isEqualTo("0");
      statement.execute("RESET statement_timeout");
      assertThat(value(connection, "SHOW statement_timeout")).isEqualTo("200ms");
    }
    assertThatThrownBy(() -> new EngineBackend(database, Map.of("no_such_parameter", "1")))
        .isInstanceOf(SqlException.class);
  }

  @Test
  void aTransactionThatIsLeftOpenIsEndedAndRolledBack() throws Exception {
    database.execute("CREATE TABLE t (a INTEGER)");
    EngineBackend backend =
        new EngineBackend(database, Map.of("idle_in_transaction_session_timeout", "1s"));
    try (PgWireServer server = start(backend, Authentication.TRUST);
        Connection connection = connect(server, "ada", "");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (1)");
      while (server.connections() > 0) {
        Thread.sleep(20);
      }
      fails("25P03", "idle-in-transaction timeout", () -> statement.execute("SELECT 1"));
      database.execute("INSERT INTO t VALUES (2)"); // does not wait for the transaction's lock
      assertThat(database.query("SELECT a FROM t").single()).isEqualTo(2);
    }
  }

  @Test
  void metricsCountWhatHappens() throws Exception {
    EngineBackend backend = new EngineBackend(database);
    try (PgWireServer server = start(backend, Authentication.TRUST);
        MetricsServer metrics =
            MetricsServer.start(
                InetAddress.getLoopbackAddress(), 0, database, server, backend.statistics());
        Connection connection = connect(server, "ada", "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)");
      statement.execute("CREATE MATERIALIZED VIEW v AS SELECT a FROM t");
      statement.execute("INSERT INTO t VALUES (1), (2)");
      fails("23505", "", () -> statement.execute("INSERT INTO t VALUES (2)"));
      String text = get(metrics, "/metrics", 200);
      assertThat(text.lines())
          .contains(
              "headrace_connections 1",
              "headrace_connections_accepted_total 1",
              "headrace_errors_total{sqlstate=\"23505\"} 1",
              "headrace_statements_total{command=\"CREATE\"} 2",
              "headrace_statements_total{command=\"INSERT\"} 1",
              "headrace_view_rows{view=\"v\"} 2",
              "# TYPE headrace_statement_seconds histogram");
      assertThat(text)
          .matches(
              "(?s).*headrace_statement_seconds_bucket\\{le=\"\\+Inf\"} (\\d+)\\n.*"
                  + "headrace_statement_seconds_count \\1\\n.*");
      for (String phase : List.of("parse", "plan", "execute", "commit")) {
        assertThat(text)
            .containsPattern(
                "headrace_statement_phase_seconds_total\\{command=\"INSERT\",phase=\""
                    + phase
                    + "\"} [0-9.]*[1-9]");
      }
      assertThat(text).contains("headrace_statement_cache_total{event=\"plan_cache_misses\"} ");
      try (ResultSet times = statement.executeQuery("SHOW statement_times")) {
        assertThat(times.next()).isTrue();
        assertThat(times.getString("command")).isEqualTo("CREATE");
        assertThat(times.getInt("count")).isEqualTo(2);
        assertThat(times.getDouble("execute_ms")).isPositive();
      }
      assertThat(get(metrics, "/health", 200)).isEqualTo("ok\n");
      get(metrics, "/metrics/more", 404);
    }
  }

  private static String get(MetricsServer metrics, String path, int status) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metrics.port() + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(status);
      return response.body();
    }
  }
}
