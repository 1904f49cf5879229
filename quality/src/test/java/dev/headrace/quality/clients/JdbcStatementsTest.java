package dev.headrace.quality.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/** pgjdbc: values, results and errors of single statements, and subscriptions. */
final class JdbcStatementsTest extends ServedDatabase {
  @Override
  List<String> definitions() {
    return List.of(
        "CREATE TABLE v (id INTEGER PRIMARY KEY, b BOOLEAN, i2 SMALLINT, i8 BIGINT, f4 REAL,"
            + " f8 DOUBLE PRECISION, n NUMERIC(10, 3), t TEXT, bytes BYTEA, d DATE, tm TIME,"
            + " ts TIMESTAMP, tz TIMESTAMPTZ, u UUID, a INTEGER[])",
        "CREATE MATERIALIZED VIEW texts AS SELECT t, count(*) AS n FROM v GROUP BY t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preferQueryMode=simple",
        "prepareThreshold=1&binaryTransfer=true",
        "prepareThreshold=1&binaryTransfer=false",
        "prepareThreshold=5",
        "prepareThreshold=0",
        "stringtype=unspecified",
      })
  void valuesOfEveryTypeComeBackAsTheyWent(String options) throws Exception {
    try (Connection connection = connect(options);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO v VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement select = connection.prepareStatement("SELECT * FROM v WHERE id = ?")) {
      for (int id = 0; id < 7; id++) {
        insert.setInt(1, id);
        insert.setBoolean(2, true);
        insert.setShort(3, (short) -32768);
        insert.setLong(4, Long.MIN_VALUE);
        insert.setFloat(5, 1.5f);
        insert.setDouble(6, 0.1);
        insert.setBigDecimal(7, new BigDecimal("-1234567.125"));
        insert.setString(8, "Zürich 'quoted' \\ \uD83D\uDE00");
        insert.setBytes(9, new byte[] {0, 1, -1});
        insert.setObject(10, LocalDate.of(2024, 2, 29));
        insert.setObject(11, LocalTime.of(23, 59, 59, 999_999_000));
        insert.setObject(12, LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1_000));
        insert.setObject(13, OffsetDateTime.of(2024, 2, 29, 12, 0, 0, 0, ZoneOffset.UTC));
        insert.setObject(14, new UUID(1, -2));
        insert.setArray(15, connection.createArrayOf("int4", new Integer[] {1, null, 3}));
        assertThat(insert.executeUpdate()).isEqualTo(1);

        select.setInt(1, id);
        try (ResultSet row = select.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getInt(1)).isEqualTo(id);
          assertThat(row.getBoolean(2)).isTrue();
          assertThat(row.getShort(3)).isEqualTo((short) -32768);
          assertThat(row.getLong(4)).isEqualTo(Long.MIN_VALUE);
          assertThat(row.getFloat(5)).isEqualTo(1.5f);
          assertThat(row.getDouble(6)).isEqualTo(0.1);
          assertThat(row.getBigDecimal(7)).isEqualTo(new BigDecimal("-1234567.125"));
          assertThat(row.getString(8)).isEqualTo("Zürich 'quoted' \\ \uD83D\uDE00");
          assertThat(row.getBytes(9)).containsExactly(0, 1, -1);
          assertThat(row.getObject(10, LocalDate.class)).isEqualTo("2024-02-29");
          assertThat(row.getObject(11, LocalTime.class)).isEqualTo("23:59:59.999999");
          assertThat(row.getObject(12, LocalDateTime.class))
              .isEqualTo("1969-12-31T23:59:59.000001");
          assertThat(row.getObject(13, OffsetDateTime.class)).isEqualTo("2024-02-29T12:00:00Z");
          assertThat(row.getObject(14)).isEqualTo(new UUID(1, -2));
          assertThat((Object[]) row.getArray(15).getArray()).containsExactly(1, null, 3);
          assertThat(row.next()).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"preferQueryMode=simple", "prepareThreshold=1", "prepareThreshold=0"})
  void nullsOfEveryTypeAreStored(String options) throws Exception {
    try (Connection connection = connect(options);
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE v SET b = ?, i8 = ?, n = ?, t = ?, bytes = ?, ts = ?, u = ? WHERE id = ?")) {
      execute(connection, "INSERT INTO v (id, b, i8, t) VALUES (1, true, 1, 'one')");
      int[] types = {
        Types.BOOLEAN,
        Types.BIGINT,
        Types.NUMERIC,
        Types.VARCHAR,
        Types.BINARY,
        Types.TIMESTAMP,
        Types.OTHER
      };
      for (int i = 0; i < types.length; i++) {
        update.setNull(i + 1, types[i]);
      }
      update.setInt(types.length + 1, 1);
      assertThat(update.executeUpdate()).isEqualTo(1);
      assertThat(rows(connection, "SELECT b, i8, n, t, bytes, ts, u FROM v"))
          .containsExactly("null|null|null|null|null|null|null");
    }
  }

  @Test
  void aFetchSizeCutsTheResultInPortions() throws Exception {
    try (Connection connection = connect("")) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO v (id) SELECT g FROM generate_series(1, 1000) AS s(g)");
      connection.commit();
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(7);
        int expected = 0;
        try (ResultSet rows = statement.executeQuery("SELECT id FROM v ORDER BY id")) {
          while (rows.next()) {
            assertThat(rows.getInt(1)).isEqualTo(++expected);
          }
        }
        assertThat(expected).isEqualTo(1000);
      }
      connection.commit();
    }
  }

  @Test
  void errorsHaveTheirFields() throws Exception {
    try (Connection connection = connect("")) {
      assertThatThrownBy(() -> rows(connection, "SELECT id, nothing FROM v"))
          .isInstanceOfSatisfying(
              PSQLException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("42703");
                assertThat(e.getServerErrorMessage().getPosition()).isEqualTo(12);
              });
      assertThatThrownBy(() -> execute(connection, "INSERT INTO v (id) VALUES (1), (1)"))
          .isInstanceOfSatisfying(
              PSQLException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("23505");
                assertThat(e.getServerErrorMessage().getDetail())
                    .isEqualTo("Key (id)=(1) already exists.");
              });
      assertThat(rows(connection, "SELECT 1")).containsExactly("1");
    }
  }

  @Test
  void aResultDescribesItsColumns() throws Exception {
    try (Connection connection = connect("");
        PreparedStatement select =
            connection.prepareStatement("SELECT i8 + ? AS sum, n, t, tz FROM v WHERE id = ?")) {
      assertThat(select.getParameterMetaData().getParameterType(1)).isEqualTo(Types.BIGINT);
      assertThat(select.getParameterMetaData().getParameterType(2)).isEqualTo(Types.INTEGER);
      ResultSetMetaData columns = select.getMetaData();
      List<String> described = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        described.add(columns.getColumnLabel(i) + " " + columns.getColumnTypeName(i));
      }
      assertThat(described).containsExactly("sum int8", "n numeric", "t text", "tz timestamptz");
      assertThat(columns.getPrecision(2)).isEqualTo(10);
      assertThat(columns.getScale(2)).isEqualTo(3);
    }
  }

  @Test
  void aSubscriptionBringsTheChangesOfOthersUntilItIsCancelled() throws Exception {
    try (Connection subscriber = connect("");
        Connection writer = connect("");
        Statement statement = subscriber.createStatement()) {
      execute(writer, "INSERT INTO v (id, t) VALUES (1, 'a')");
      subscriber.setAutoCommit(false); // pgjdbc fetches in portions only within a transaction
      statement.setFetchSize(1);
      ResultSet changes = statement.executeQuery("SUBSCRIBE TO texts");
      assertThat(next(changes)).isEqualTo("1|a|1");
      execute(writer, "INSERT INTO v (id, t) VALUES (2, 'b')");
      assertThat(next(changes)).isEqualTo("1|b|1");
      execute(writer, "UPDATE v SET t = 'a' WHERE id = 2");
      assertThat(List.of(next(changes), next(changes), next(changes)))
          .containsExactlyInAnyOrder("-1|a|1", "-1|b|1", "1|a|2");
      Thread canceller = Thread.ofVirtual().start(() -> cancelSoon(subscriber));
      assertThatThrownBy(changes::next)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      canceller.join();
      subscriber.rollback();
      assertThat(rows(subscriber, "SELECT * FROM texts")).containsExactly("a|2");
    }
  }

  private static String next(ResultSet changes) throws SQLException {
    assertThat(changes.next()).isTrue();
    return row(changes).replaceFirst("^\\d+\\|", ""); // without the number of the step
  }

  private static void cancelSoon(Connection connection) {
    try {
      Thread.sleep(300);
      // Statement.cancel() has no effect while pgjdbc fetches
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (InterruptedException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
