package dev.headrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.Headrace;
import dev.headrace.pgwire.PgWireServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine through PostgreSQL's JDBC driver, which uses the extended protocol. */
final class EngineBackendTest {
  private final Headrace database = Headrace.inMemory();
  private final PgWireServer server = Servers.start(database, "127.0.0.1", 0);
  private final Connection connection = connect();

  private Connection connect() {
    try {
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:" + server.port() + "/headrace?user=ann");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void defineTableAndView() throws SQLException {
    execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
    execute("CREATE MATERIALIZED VIEW v AS SELECT b, COUNT(*) AS n FROM t GROUP BY b");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    server.close();
    database.close();
  }

  @Test
  void changesWithReturningTellHowManyRowsTheyHaveChanged() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int keys = Statement.RETURN_GENERATED_KEYS; // which makes the driver ask for RETURNING
      assertThat(statement.executeUpdate("INSERT INTO t VALUES (1, 'a'), (2, 'b')", keys))
          .isEqualTo(2);
      assertThat(statement.executeUpdate("UPDATE t SET b = 'd' WHERE a < 3", keys)).isEqualTo(2);
      assertThat(statement.executeUpdate("DELETE FROM t WHERE a = 1", keys)).isEqualTo(1);
    }
  }

  @Test
  void viewFollowsPreparedInserts() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int i = 0; i < 10; i++) {
        insert.setInt(1, i);
        insert.setString(2, i % 3 == 0 ? null : "odd" + i % 2);
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
    assertThat(query("SELECT b, n FROM v ORDER BY b"))
        .containsExactly("odd0|3", "odd1|3", "null|4");
  }

  /** As Rails and DBD::Pg do. */
  @Test
  void intervalsAreSentInTheStyleThatIsAskedFor() throws SQLException {
    execute("SET intervalstyle = iso_8601");
    String sql =
        "SELECT INTERVAL '1 day 2 hours', ARRAY[INTERVAL '1 month'], 'P1D'::interval::text";
    assertThat(query(sql)).containsExactly("P1DT2H|{P1M}|1 day");
    execute("SET intervalstyle = postgres_verbose");
    assertThat(query(sql)).containsExactly("@ 1 day 2 hours|{\"@ 1 mon\"}|1 day");
    execute("RESET intervalstyle");
    assertThat(query(sql)).containsExactly("1 day 02:00:00|{\"1 mon\"}|1 day");
    assertThatThrownBy(() -> execute("SET intervalstyle = sql_standard"))
        .hasFieldOrPropertyWithValue("SQLState", "22023");
  }

  @Test
  void deallocateForgetsWhatTheClientHasNamedInItsProtocol() throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement("SELECT 1")) {
      prepared.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(1);
      prepared.executeQuery().close();
      execute("DEALLOCATE \"S_1\"");
      assertThatThrownBy(() -> execute("DEALLOCATE \"S_1\""))
          .hasFieldOrPropertyWithValue("SQLState", "26000");
    }
  }

  @Test
  void aSimpleQueryHasNoParameters() throws SQLException {
    try (Connection simple =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                    + server.port()
                    + "/headrace?user=ann&preferQueryMode=simple");
        Statement statement = simple.createStatement()) {
      statement.setEscapeProcessing(false);
      assertThatThrownBy(() -> statement.execute("SELECT $1::integer"))
          .hasFieldOrPropertyWithValue("SQLState", "42P02")
          .hasMessageContaining("there is no parameter $1");
    }
  }

  @Test
  void transactionIsAllOrNothing() throws SQLException {
    connection.setAutoCommit(false);
    execute("INSERT INTO t VALUES (1, 'x')");
    connection.rollback();
    execute("INSERT INTO t VALUES (2, 'y')");
    connection.commit();
    connection.setAutoCommit(true);
    assertThat(query("SELECT a FROM t")).containsExactly("2");
  }

  @Test
  void errorFailsTheTransactionUntilItsEnd() throws SQLException {
    connection.setAutoCommit(false);
    assertThatThrownBy(() -> execute("SELECT 1 / 0"))
        .hasFieldOrPropertyWithValue("SQLState", "22012");
    assertThatThrownBy(() -> execute("SELECT 1")).hasFieldOrPropertyWithValue("SQLState", "25P02");
    connection.rollback();
    connection.setAutoCommit(true);
    assertThat(query("SELECT 1")).containsExactly("1");
  }

  @Test
  void lettingGoOfALockThatIsNotHeldIsWarnedOf() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(1), pg_advisory_unlock(1)");
      assertThat(warnings(statement)).isEmpty();
      statement.execute("SELECT pg_advisory_unlock(1)");
      assertThat(warnings(statement))
          .containsExactly("01000 you don't own a lock of type ExclusiveLock");
      statement.execute("SELECT pg_advisory_unlock_shared(1, 2)");
      assertThat(warnings(statement))
          .containsExactly("01000 you don't own a lock of type ShareLock");
      // it is said whatever comes of the statement
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "SELECT 1 / a FROM (SELECT pg_advisory_unlock(1)::int) AS x (a)"))
          .hasFieldOrPropertyWithValue("SQLState", "22012");
      assertThat(warnings(statement)).hasSize(1);
    }
  }

  private static List<String> warnings(Statement statement) throws SQLException {
    List<String> warnings = new ArrayList<>();
    for (SQLWarning each = statement.getWarnings(); each != null; each = each.getNextWarning()) {
      warnings.add(each.getSQLState() + " " + each.getMessage());
    }
    return warnings;
  }

  @Test
  void statementsOfOneMessageCommitTogether() throws SQLException {
    // The simple protocol sends them in one message.
    try (Connection simple =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                    + server.port()
                    + "/headrace?user=ann&preferQueryMode=simple");
        Statement statement = simple.createStatement()) {
      assertThatThrownBy(
              () ->
                  statement.execute("INSERT INTO t VALUES (1, 'x'); INSERT INTO t VALUES (1, 'y')"))
          .hasFieldOrPropertyWithValue("SQLState", "23505");
    }
    assertThat(query("SELECT a FROM t")).isEmpty();
  }

  @Test
  void rowsComeInPortions() throws SQLException {
    execute("INSERT INTO t SELECT i, 'x' FROM generate_series(1, 1000) AS g(i)");
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(64);
      try (ResultSet rows = statement.executeQuery("SELECT a FROM t ORDER BY a")) {
        int expected = 0;
        while (rows.next()) {
          assertThat(rows.getInt(1)).isEqualTo(++expected);
        }
        assertThat(expected).isEqualTo(1000);
      }
    }
    connection.commit();
  }

  @Test
  void subscriptionSendsTheViewThenItsChanges() throws SQLException {
    execute("INSERT INTO t VALUES (1, 'x')");
    try (Connection writer = connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(1);
        try (ResultSet changes = statement.executeQuery("SUBSCRIBE v")) {
          assertThat(changes.next()).isTrue();
          assertThat(List.of(changes.getInt("weight"), changes.getInt("n"))).containsExactly(1, 1);
          try (Statement insert = writer.createStatement()) {
            insert.execute("INSERT INTO t VALUES (2, 'x')");
          }
          List<String> step = new ArrayList<>();
          for (int change = 0; change < 2 && changes.next(); change++) {
            step.add(changes.getInt("weight") + "|" + changes.getInt("n"));
          }
          assertThat(step).containsExactlyInAnyOrder("-1|1", "1|2");
        }
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> query(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          values.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }
}
