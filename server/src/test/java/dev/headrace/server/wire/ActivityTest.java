package dev.headrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import dev.headrace.pgwire.PgWireServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sessions see of each other and may do to each other: {@code pg_stat_activity}. */
final class ActivityTest {
  private static final String LONG =
      "SELECT count(*) FROM generate_series(1, 50000) AS a (x), generate_series(1, 50000) AS b (y)"
          + " WHERE x * 3 = y * 5 + 1 OR x = -y";

  private Headrace database;
  private PgWireServer server;

  @BeforeEach
  void start() {
    database = Headrace.inMemory();
    server = Servers.start(new EngineBackend(database), ServerConfiguration.onLoopback(0));
  }

  @AfterEach
  void close() {
    server.close();
    database.close();
  }

  private Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/headrace?ApplicationName=of-" + user,
        user,
        "");
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  private static int pid(Connection connection) throws SQLException {
    return Integer.parseInt(rows(connection, "SELECT pg_backend_pid()").getFirst());
  }

  @Test
  void eachSessionIsThereWithWhatItDoes() throws SQLException {
    try (Connection ada = connect("ada");
        Connection bob = connect("bob");
        Session embedded = database.connect()) {
      embedded.execute("CREATE TABLE t (a int)");
      bob.setAutoCommit(false);
      rows(bob, "SELECT 1");
      assertThat(
              rows(
                  ada,
                  "SELECT usename, application_name, client_addr, state, query,"
                      + " client_port IS NULL, xact_start IS NULL, query_start >= backend_start"
                      + " FROM pg_stat_activity WHERE usename <> 'ada' ORDER BY usename"))
          .containsExactly(
              "bob|of-bob|127.0.0.1|idle in transaction|SELECT 1|f|f|t",
              "headrace||null|idle|CREATE TABLE t (a int)|t|t|t");
      assertThatThrownBy(() -> rows(bob, "SELECT 1 / 0")).isInstanceOf(SQLException.class);
      String ofAll = "SELECT usename, state FROM pg_stat_activity ORDER BY usename";
      assertThat(rows(ada, ofAll))
          .containsExactly("ada|active", "bob|idle in transaction (aborted)", "headrace|idle");
      bob.rollback();
      assertThat(rows(ada, ofAll)).containsExactly("ada|active", "bob|idle", "headrace|idle");
    }
    try (Session last = database.connect()) {
      // a session goes a moment after its client
      while (!Long.valueOf(1)
          .equals(last.query("SELECT count(*) FROM pg_stat_activity").single())) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void oneSessionCancelsWhatAnotherRuns() throws SQLException {
    try (Connection ada = connect("ada");
        Connection bob = connect("bob")) {
      int pid = pid(bob);
      CompletableFuture<List<String>> running = inBackground(bob, LONG);
      while (rows(ada, "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND pid = " + pid)
          .isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(rows(ada, "SELECT pg_cancel_backend(" + pid + ")")).containsExactly("t");
      assertThatThrownBy(running::join)
          .hasRootCauseMessage("ERROR: canceling statement due to user request");
      assertThat(rows(bob, "SELECT 2")).containsExactly("2");
    }
  }

  @Test
  void oneSessionEndsAnother() throws SQLException {
    try (Connection ada = connect("ada");
        Connection bob = connect("bob");
        Session embedded = database.connect()) {
      embedded.execute("CREATE TABLE t (a int)");
      bob.setAutoCommit(false);
      rows(bob, "INSERT INTO t VALUES (1) RETURNING a");
      int pid = pid(bob);
      assertThat(rows(ada, "SELECT pg_terminate_backend(" + pid + ")")).containsExactly("t");
      assertThatThrownBy(() -> rows(bob, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isIn("57P01", "08006"));
      // what it had changed is gone, and its locks are
      assertThat(rows(ada, "SELECT count(*) FROM t")).containsExactly("0");
      assertThat(rows(ada, "INSERT INTO t VALUES (2) RETURNING a")).containsExactly("2");
      Object own = embedded.query("SELECT pg_backend_pid()").single();
      assertThat(rows(ada, "SELECT pg_terminate_backend(" + own + ")")).containsExactly("f");
    }
  }

  @Test
  void nobodyIsThereByAnotherNumber() throws SQLException {
    try (Connection ada = connect("ada")) {
      assertThat(rows(ada, "SELECT pg_cancel_backend(99999), pg_terminate_backend(99999)"))
          .containsExactly("f|f");
    }
  }

  @Test
  void whoIsNoSuperuserMayAskAboutHisOwnSessionsOnly() throws SQLException {
    try (Connection ada = connect("ada")) {
      rows(ada, "SELECT 1");
      int pid = pid(ada);
      try (Session session = database.connect()) {
        session.execute("CREATE ROLE carl LOGIN");
      }
      try (Connection carl = connect("carl")) {
        assertThat(
                rows(
                    carl,
                    "SELECT usename, state, query, client_addr FROM pg_stat_activity"
                        + " WHERE pid = "
                        + pid))
            .containsExactly("ada|null|<insufficient privilege>|null");
        assertThatThrownBy(() -> rows(carl, "SELECT pg_cancel_backend(" + pid + ")"))
            .hasMessageContaining("must be a member of the role whose query is being canceled");
        assertThatThrownBy(() -> rows(carl, "SELECT pg_terminate_backend(" + pid + ")"))
            .hasMessageContaining("must be a member of the role whose process is being terminated");
      }
    }
  }

  private static CompletableFuture<List<String>> inBackground(Connection connection, String sql) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return rows(connection, sql);
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  @Test
  void aSessionThatCouldNotBeginIsNotThere() throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/headrace";
    assertThatThrownBy(
            () -> DriverManager.getConnection(url + "?options=-c%20statement_timeout=x", "eve", ""))
        .hasMessageContaining("invalid value for parameter \"statement_timeout\"");
    try (Connection ada = connect("ada")) {
      assertThat(rows(ada, "SELECT usename FROM pg_stat_activity")).containsExactly("ada");
    }
  }
}
