package dev.headrace.quality.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pgjdbc: transactions of one connection and of several. */
final class JdbcTransactionsTest extends ServedDatabase {
  @Override
  List<String> definitions() {
    return List.of(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x BIGINT NOT NULL)",
        "CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n, sum(x) AS x FROM t");
  }

  private static final List<String> NOTHING = List.of("0|null");

  @Test
  void aRollbackLeavesNothingBehind() throws Exception {
    try (Connection connection = connect("")) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO t VALUES (1, 10)");
      assertThat(rows(connection, "SELECT id, x FROM t")).containsExactly("1|10");
      connection.rollback();
      assertThat(rows(connection, "SELECT * FROM t")).isEmpty();
      assertThat(rows(connection, "SELECT * FROM total")).isEqualTo(NOTHING);
    }
  }

  @Test
  void aViewIsFreshRightAfterTheCommit() throws Exception {
    try (Connection writer = connect("");
        Connection reader = connect("")) {
      writer.setAutoCommit(false);
      for (int round = 1; round <= 50; round++) {
        execute(writer, "INSERT INTO t VALUES (" + round + ", 10)");
        writer.commit();
        assertThat(rows(reader, "SELECT n, x FROM total"))
            .containsExactly(round + "|" + 10 * round);
      }
    }
  }

  @Test
  void othersSeeCommitsOnly() throws Exception {
    try (Connection writer = connect("");
        Connection reader = connect("")) {
      writer.setAutoCommit(false);
      reader.setAutoCommit(false);
      execute(writer, "INSERT INTO t VALUES (1, 10)");
      assertThat(rows(reader, "SELECT * FROM t")).isEmpty();
      assertThat(rows(reader, "SELECT * FROM total")).isEqualTo(NOTHING);
      writer.commit();
      // READ COMMITTED: the next statement of the same transaction sees it
      assertThat(rows(reader, "SELECT * FROM t")).containsExactly("1|10");
      assertThat(rows(reader, "SELECT * FROM total")).containsExactly("1|10");
      reader.commit();
    }
  }

  @Test
  void afterAnErrorABlockTakesOnlyItsEnd() throws Exception {
    try (Connection connection = connect("")) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO t VALUES (1, 10)");
      assertThat(stateOf(() -> execute(connection, "INSERT INTO t VALUES (1, 11)")))
          .isEqualTo("23505");
      assertThat(stateOf(() -> rows(connection, "SELECT 1"))).isEqualTo("25P02");
      connection.rollback();
      assertThat(rows(connection, "SELECT * FROM t")).isEmpty();
      connection.commit();
    }
  }

  @Test
  void aCommitOfAFailedBlockIsARollback() throws Exception {
    try (Connection connection = connect("")) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO t VALUES (1, 10)");
      assertThat(stateOf(() -> rows(connection, "SELECT 1 / 0"))).isEqualTo("22012");
      connection.commit();
      assertThat(rows(connection, "SELECT * FROM t")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "reWriteBatchedInserts=true", "prepareThreshold=1"})
  void aBatchIsOneTransaction(String options) throws Exception {
    try (Connection connection = connect(options);
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      connection.setAutoCommit(false);
      for (int id = 0; id < 1000; id++) {
        insert.setInt(1, id);
        insert.setLong(2, 2);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(1000);
      assertThat(rows(connection, "SELECT count(*) FROM t")).containsExactly("1000");
      connection.commit();
      assertThat(rows(connection, "SELECT n, x FROM total")).containsExactly("1000|2000");
    }
  }

  @Test
  void aFailedBatchOfOneMessageLeavesNothing() throws Exception {
    try (Connection connection = connect("");
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 1)")) {
      for (int id : new int[] {1, 2, 1, 3}) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch)
          .isInstanceOfSatisfying(
              BatchUpdateException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      assertThat(rows(connection, "SELECT * FROM t")).isEmpty();
    }
  }

  @Test
  void writersOfARowWaitForEachOther() throws Exception {
    try (Connection first = connect("");
        Connection second = connect("")) {
      execute(first, "INSERT INTO t VALUES (1, 10)");
      first.setAutoCommit(false);
      execute(first, "UPDATE t SET x = x + 1 WHERE id = 1");
      CompletableFuture<Void> waiting =
          running(() -> execute(second, "UPDATE t SET x = x * 2 WHERE id = 1"));
      assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      first.commit();
      waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(rows(first, "SELECT x FROM t")).containsExactly("22");
      first.commit();
    }
  }

  @Test
  void aWriterThatGoesAwayLetsTheNextOneIn() throws Exception {
    try (Connection second = connect("")) {
      try (Connection first = connect("")) {
        first.setAutoCommit(false);
        execute(first, "INSERT INTO t VALUES (1, 10)");
      }
      execute(second, "INSERT INTO t VALUES (1, 11)");
      assertThat(rows(second, "SELECT * FROM t")).containsExactly("1|11");
    }
  }

  @Test
  void twoThatWaitForEachOtherAreADeadlock() throws Exception {
    try (Connection first = connect("");
        Connection second = connect("")) {
      execute(first, "CREATE TABLE u (id INTEGER PRIMARY KEY)");
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      execute(first, "INSERT INTO t VALUES (1, 1)");
      execute(second, "INSERT INTO u VALUES (1)");
      CompletableFuture<Void> waiting = running(() -> execute(first, "INSERT INTO u VALUES (1)"));
      String state = stateOf(() -> execute(second, "INSERT INTO t VALUES (1, 2)"));
      second.rollback();
      String other =
          stateOf(
              () -> {
                try {
                  waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                  throw (SQLException) e.getCause();
                }
              });
      // either may have closed the circle; one of the two goes on
      assertThat(List.of(state, other)).containsExactlyInAnyOrder("40P01", "none");
      first.rollback();
    }
  }

  @Test
  void aWaitingWriterCanBeCancelled() throws Exception {
    try (Connection first = connect("");
        Connection second = connect("");
        Statement waiting = second.createStatement()) {
      first.setAutoCommit(false);
      execute(first, "INSERT INTO t VALUES (1, 10)");
      CompletableFuture<Void> insert =
          running(() -> waiting.execute("INSERT INTO t VALUES (1, 20)"));
      while (!insert.isDone()) { // a cancellation that comes too early has no effect
        waiting.cancel();
        Thread.sleep(20);
      }
      assertThat(insert.exceptionNow())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      first.commit();
      assertThat(rows(second, "SELECT id FROM t")).containsExactly("1");
    }
  }

  /** What may fail as JDBC does. */
  private interface Action {
    void run() throws Exception;
  }

  /** The SQLSTATE an action fails with, or none. */
  private static String stateOf(Action action) throws Exception {
    try {
      action.run();
      return "none";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }

  private static CompletableFuture<Void> running(Action action) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                action.run();
                result.complete(null);
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }
}
