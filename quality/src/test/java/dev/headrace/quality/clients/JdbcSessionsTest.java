package dev.headrace.quality.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** pgjdbc: cursors, notifications and cancelling. */
final class JdbcSessionsTest extends ServedDatabase {
  /** Takes minutes, if nobody stops it. */
  private static final String ENDLESS =
      "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b"
          + " WHERE a.a + b.b < 0";

  @Override
  List<String> definitions() {
    return List.of(
        "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        "INSERT INTO t SELECT * FROM generate_series(1, 1000)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "prepareThreshold=1", "binaryTransfer=true&prepareThreshold=-1"})
  void cursorsAreFetchedFrom(String options) throws SQLException {
    try (Connection connection = connect(options)) {
      connection.setAutoCommit(false);
      try (PreparedStatement declare =
          connection.prepareStatement(
              "DECLARE c CURSOR FOR SELECT id FROM t WHERE id > ? ORDER BY id")) {
        declare.setInt(1, 990);
        declare.execute();
      }
      List<String> fetched = new ArrayList<>();
      try (PreparedStatement fetch = connection.prepareStatement("FETCH 4 FROM c")) {
        int before;
        do {
          before = fetched.size();
          try (ResultSet rows = fetch.executeQuery()) {
            while (rows.next()) {
              fetched.add(String.valueOf(rows.getInt(1)));
            }
          }
        } while (fetched.size() > before);
      }
      assertThat(fetched)
          .containsExactly("991", "992", "993", "994", "995", "996", "997", "998", "999", "1000");
      connection.commit();
      SQLException gone =
          catchThrowableOfType(SQLException.class, () -> rows(connection, "FETCH c"));
      assertThat(gone.getSQLState()).isEqualTo("34000");
    }
  }

  @Test
  void anIdleConnectionGetsNotificationsWhenTheirTransactionCommits() throws SQLException {
    try (Connection listener = connect("");
        Connection sender = connect("")) {
      execute(listener, "LISTEN changes");
      sender.setAutoCommit(false);
      execute(sender, "INSERT INTO t VALUES (2000)");
      execute(sender, "NOTIFY changes, '2000'");
      PGConnection client = listener.unwrap(PGConnection.class);
      assertThat(client.getNotifications(100)).isNullOrEmpty();
      sender.commit();
      PGNotification[] notifications = client.getNotifications((int) PATIENCE.toMillis());
      assertThat(notifications).hasSize(1);
      assertThat(notifications[0].getName()).isEqualTo("changes");
      assertThat(notifications[0].getParameter()).isEqualTo("2000");
      assertThat(notifications[0].getPID())
          .isEqualTo(sender.unwrap(PGConnection.class).getBackendPID());
      assertThat(rows(sender, "SELECT pg_backend_pid()"))
          .containsExactly(String.valueOf(notifications[0].getPID()));
      assertThat(rows(listener, "SELECT id FROM t WHERE id = 2000")).hasSize(1);
    }
  }

  @Test
  void withinATransactionNotificationsWait() throws SQLException {
    try (Connection listener = connect("");
        Connection sender = connect("")) {
      execute(listener, "LISTEN changes");
      listener.setAutoCommit(false);
      rows(listener, "SELECT 1");
      execute(sender, "NOTIFY changes");
      PGConnection client = listener.unwrap(PGConnection.class);
      assertThat(client.getNotifications(100)).isNullOrEmpty();
      listener.commit();
      assertThat(client.getNotifications((int) PATIENCE.toMillis())).hasSize(1);
    }
  }

  @Test
  void cancelStopsWhatRunsAndTheConnectionGoesOn() throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement();
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<SQLException> running =
          executor.submit(
              () ->
                  catchThrowableOfType(SQLException.class, () -> statement.executeQuery(ENDLESS)));
      SQLException error = null;
      while (error == null) {
        statement.cancel();
        error = running.isDone() ? running.get() : null;
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertCancelled(error);
      assertThat(rows(connection, "SELECT 1")).containsExactly("1");
    }
  }

  @Test
  void aQueryTimeoutStopsWhatRuns() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertCancelled(
          catchThrowableOfType(SQLException.class, () -> statement.executeQuery(ENDLESS)));
      assertThat(rows(connection, "SELECT 1")).containsExactly("1");
    }
  }

  @Test
  void aStatementThatWaitsForALockCanBeCancelled() throws SQLException {
    try (Connection holder = connect("");
        Connection waiter = connect("");
        Statement statement = waiter.createStatement()) {
      holder.setAutoCommit(false);
      execute(holder, "UPDATE t SET id = 5000 WHERE id = 1");
      statement.setQueryTimeout(1);
      assertCancelled(
          catchThrowableOfType(
              SQLException.class, () -> statement.executeUpdate("DELETE FROM t WHERE id = 1")));
      holder.rollback();
      assertThat(rows(waiter, "SELECT count(*) FROM t")).containsExactly("1000");
    }
  }

  private static void assertCancelled(SQLException error) {
    assertThat(error.getSQLState()).isEqualTo("57014");
    assertThat(error.getMessage()).contains("canceling statement due to user request");
  }
}
