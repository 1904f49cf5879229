package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PSQLException;

/** pgjdbc. */
final class JdbcTest extends ServerTestBase {
  private Connection jdbc(String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/d?user=ada&" + options);
  }

  /**
   * All query modes, statements prepared on the server at once or never, values in either format.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "preferQueryMode=simple",
        "preferQueryMode=extended&prepareThreshold=1",
        "preferQueryMode=extended&prepareThreshold=-1",
        "preferQueryMode=extended&prepareThreshold=0",
        "preferQueryMode=extendedForPrepared",
        "preferQueryMode=extendedCacheEverything&prepareThreshold=1",
        "binaryTransfer=false",
        "binaryTransfer=true&prepareThreshold=1",
      })
  void everyTypeIsReadInEveryMode(String options) throws Exception {
    try (Connection connection = jdbc(options);
        PreparedStatement statement = connection.prepareStatement("TYPES")) {
      for (int repetition = 0; repetition < 7; repetition++) {
        try (ResultSet row = statement.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getBoolean("bool")).isTrue();
          assertThat(row.getShort("int2")).isEqualTo((short) -32768);
          assertThat(row.getInt("int4")).isEqualTo(2147483647);
          assertThat(row.getLong("int8")).isEqualTo(Long.MIN_VALUE);
          assertThat(row.getFloat("float4")).isEqualTo(1.5f);
          assertThat(row.getDouble("float8")).isEqualTo(0.1);
          assertThat(row.getBigDecimal("numeric"))
              .isEqualTo(new BigDecimal("12345678901234567890.123"));
          assertThat(row.getString("text")).isEqualTo("Zürich \uD83D\uDE00");
          assertThat(row.getObject("date", LocalDate.class)).isEqualTo(LocalDate.of(2024, 2, 29));
          assertThat(row.getObject("time", LocalTime.class))
              .isEqualTo(LocalTime.of(23, 59, 59, 999_999_000));
          assertThat(row.getObject("timestamp", LocalDateTime.class))
              .isEqualTo(LocalDateTime.of(2024, 2, 29, 12, 0, 0, 1_000));
          assertThat(row.getObject("timestamptz", OffsetDateTime.class))
              .isEqualTo(OffsetDateTime.of(2024, 2, 29, 12, 0, 0, 0, ZoneOffset.UTC));
          assertThat(new PGInterval(row.getString("interval")))
              .isEqualTo(new PGInterval(0, 0, 3, 4, 0, 0));
          assertThat(row.getObject("uuid", UUID.class)).isEqualTo(new UUID(1, 2));
          assertThat(row.getString("jsonb")).isEqualTo("{\"a\": [1, null]}");
          assertThat((Object[]) row.getArray("array").getArray()).containsExactly(1, null, 3);
          assertThat(row.getObject("nothing")).isNull();
          assertThat(row.next()).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "binaryTransfer=false",
        "binaryTransfer=true&prepareThreshold=1",
        "stringtype=unspecified"
      })
  void parametersOfEveryTypeArrive(String options) throws Exception {
    try (Connection connection = jdbc(options);
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT ?::integer, ?::bigint, ?::double precision, ?::numeric, ?::text, ?::date,"
                    + " ?::timestamp without time zone, ?::uuid, ?::boolean, ?::bytea, ?::integer[],"
                    + " ?::text")) {
      for (int repetition = 0; repetition < 7; repetition++) {
        statement.setInt(1, -1);
        statement.setLong(2, Long.MAX_VALUE);
        statement.setDouble(3, Double.NaN);
        statement.setBigDecimal(4, new BigDecimal("-0.00100"));
        statement.setString(5, "'quoted' \\ é");
        statement.setObject(6, LocalDate.of(1969, 12, 31));
        statement.setObject(7, LocalDateTime.of(1, 1, 1, 0, 0));
        statement.setObject(8, new UUID(-1, 1));
        statement.setBoolean(9, false);
        statement.setBytes(10, new byte[] {0, 1, -1});
        statement.setArray(11, connection.createArrayOf("int4", new Integer[] {1, null}));
        statement.setNull(12, java.sql.Types.VARCHAR);
        try (ResultSet row = statement.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getInt(1)).isEqualTo(-1);
          assertThat(row.getLong(2)).isEqualTo(Long.MAX_VALUE);
          assertThat(row.getDouble(3)).isNaN();
          assertThat(row.getBigDecimal(4)).isEqualTo(new BigDecimal("-0.00100"));
          assertThat(row.getString(5)).isEqualTo("'quoted' \\ é");
          assertThat(row.getObject(6, LocalDate.class)).isEqualTo(LocalDate.of(1969, 12, 31));
          assertThat(row.getObject(7, LocalDateTime.class))
              .isEqualTo(LocalDateTime.of(1, 1, 1, 0, 0));
          assertThat(row.getObject(8, UUID.class)).isEqualTo(new UUID(-1, 1));
          assertThat(row.getBoolean(9)).isFalse();
          assertThat(row.getBytes(10)).containsExactly(0, 1, -1);
          assertThat((Object[]) row.getArray(11).getArray()).containsExactly(1, null);
          assertThat(row.getString(12)).isNull();
        }
      }
    }
  }

  @Test
  void aCursorFetchesInPortions() throws Exception {
    try (Connection connection = jdbc("")) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement("SERIES 2500")) {
        statement.setFetchSize(100);
        try (ResultSet rows = statement.executeQuery()) {
          int expected = 0;
          while (rows.next()) {
            assertThat(rows.getInt(1)).isEqualTo(++expected);
            if (expected == 150) { // another statement in between leaves the cursor where it is
              try (Statement other = connection.createStatement()) {
                other.execute("INSERT kept");
              }
            }
          }
          assertThat(expected).isEqualTo(2500);
        }
      }
      connection.commit();
    }
    assertThat(backend.committed).containsExactly("kept");
  }

  @Test
  void aBatchIsSentAtOnceAndCounted() throws Exception {
    try (Connection connection = jdbc("")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (int i = 0; i < 300; i++) {
          statement.addBatch("INSERT row" + i);
        }
        assertThat(statement.executeBatch()).hasSize(300).containsOnly(1);
      }
      assertThat(backend.committed).isEmpty();
      connection.commit();
      assertThat(backend.committed).hasSize(300);
    }
  }

  @Test
  void anErrorInABatchRollsItBack() throws Exception {
    try (Connection connection = jdbc("")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.addBatch("INSERT a");
        statement.addBatch("FAIL");
        statement.addBatch("INSERT b");
        assertThatThrownBy(statement::executeBatch)
            .hasMessageContaining("column \"dely\" does not exist");
      }
      connection.rollback();
    }
    assertThat(backend.committed).isEmpty();
  }

  @Test
  void transactionsAndErrorsFollowTheirStatus() throws Exception {
    try (Connection connection = jdbc("");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT a");
      connection.commit();
      statement.execute("INSERT b");
      connection.rollback();
      assertThat(backend.committed).containsExactly("a");
      assertThatThrownBy(() -> statement.execute("FAIL"))
          .isInstanceOfSatisfying(
              PSQLException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("42703");
                assertThat(e.getServerErrorMessage().getPosition()).isEqualTo(6);
                assertThat(e.getServerErrorMessage().getHint())
                    .isEqualTo("Perhaps you meant \"delay\".");
              });
      assertThatThrownBy(() -> statement.execute("SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
      connection.rollback();
      statement.execute("NOTIFY");
      assertThat(statement.getWarnings().getMessage()).isEqualTo("a notice");
    }
  }

  @Test
  void cancelAndTimeoutEndAStatement() throws Exception {
    try (Connection connection = jdbc("");
        Statement statement = connection.createStatement()) {
      CompletableFuture<Void> sleep =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> statement.execute("SLEEP"))
                      .isInstanceOfSatisfying(
                          SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014")));
      await("SLEEP runs", backend.connections.getFirst()::isRunning);
      statement.cancel();
      sleep.get(10, TimeUnit.SECONDS);

      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SLEEP"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      statement.setQueryTimeout(0);
      assertThat(statement.execute("SELECT 1")).isTrue();
    }
  }

  @Test
  void severalResultsOfOneStringAreReadInTurn() throws Exception {
    try (Connection connection = jdbc("");
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute("SELECT 1; INSERT a; SELECT 2")).isTrue();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.getMoreResults()).isTrue();
      try (ResultSet second = statement.getResultSet()) {
        assertThat(second.next()).isTrue();
        assertThat(second.getInt(1)).isEqualTo(2);
      }
    }
  }

  @Test
  void rowLimitsAndMetadataWork() throws Exception {
    try (Connection connection = jdbc("ApplicationName=test%20run");
        PreparedStatement statement = connection.prepareStatement("SERIES 100")) {
      assertThat(statement.getMetaData().getColumnTypeName(1)).isEqualTo("int4");
      statement.setMaxRows(5);
      try (ResultSet rows = statement.executeQuery()) {
        int count = 0;
        while (rows.next()) {
          count++;
        }
        assertThat(count).isEqualTo(5);
      }
      assertThat(connection.getMetaData().getDatabaseProductVersion())
          .isEqualTo("15.0 (Headrace test)");
      assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("test run");
      assertThat(backend.requests.getFirst().parameters()).containsKey("client_encoding");
    }
  }

  @Test
  void manyConnectionsAreServedAtOnce() throws Exception {
    CompletableFuture<?>[] clients = new CompletableFuture<?>[20];
    Arrays.setAll(clients, _ -> CompletableFuture.runAsync(this::lookUp));
    CompletableFuture.allOf(clients).get(30, TimeUnit.SECONDS);
    assertThat(backend.awaitAllClosed()).isEqualTo(20);
  }

  private void lookUp() {
    try (Connection connection = jdbc("prepareThreshold=1");
        PreparedStatement statement = connection.prepareStatement("LOOKUP ?")) {
      for (int key = 0; key < 50; key++) {
        statement.setInt(1, key);
        try (ResultSet row = statement.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getInt(1)).isEqualTo(key);
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
