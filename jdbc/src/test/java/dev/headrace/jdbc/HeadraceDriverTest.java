package dev.headrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.Session;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeadraceDriverTest {
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:headrace:mem:");
    execute("CREATE TABLE t (id integer PRIMARY KEY, name text, price numeric(10, 2))");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  @Test
  void arraysAreGivenAndRead() throws SQLException {
    String sql = "SELECT ?::text[], ?::integer[], ?::date[], ?::smallint[]";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Array texts =
          connection.createArrayOf("text", new String[] {"a", null, "say \"hi\", \\ {}", "NULL"});
      statement.setArray(1, texts);
      statement.setObject(2, connection.createArrayOf("int4", new Integer[] {3, 1}));
      statement.setArray(3, connection.createArrayOf("date", new Object[] {LocalDate.EPOCH}));
      statement.setArray(4, null);
      try (ResultSet result = statement.executeQuery()) {
        assertThat(result.next()).isTrue();
        assertThat((String[]) result.getArray(1).getArray())
            .containsExactly("a", null, "say \"hi\", \\ {}", "NULL");
        assertThat(result.getArray(2).toString()).isEqualTo("{3,1}");
        assertThat((Integer[]) result.getArray(2).getArray(2, 1)).containsExactly(1);
        assertThat(result.getArray(2).getBaseTypeName()).isEqualTo("int4");
        assertThat((Date[]) result.getArray(3).getArray())
            .containsExactly(Date.valueOf("1970-01-01"));
        assertThat(result.getArray(4)).isNull();
        assertThat(result.wasNull()).isTrue();
      }
    }
    assertThatThrownBy(() -> connection.createArrayOf("int4", new Object[] {new Integer[] {1}}))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
    try (ResultSet result = connection.createStatement().executeQuery("SELECT 1")) {
      assertThat(result.next()).isTrue();
      assertThatThrownBy(() -> result.getArray(1)).hasMessage("Bad value for type array : 1");
    }
  }

  @Test
  void aNameIsOneDatabaseForAllConnectionsUntilTheLastIsClosed() throws SQLException {
    try (Connection one = DriverManager.getConnection("jdbc:headrace:mem:shared");
        Connection two = DriverManager.getConnection("jdbc:headrace:mem:shared")) {
      one.createStatement().execute("CREATE TABLE s (a integer)");
      assertThat(two.createStatement().executeUpdate("INSERT INTO s VALUES (1), (2)")).isEqualTo(2);
    }
    try (Connection again = DriverManager.getConnection("jdbc:headrace:mem:shared")) {
      assertThatThrownBy(() -> again.createStatement().executeQuery("SELECT * FROM s"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("relation \"s\" does not exist")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42P01");
    }
  }

  @Test
  void aUrlSaysWhatIsWrongWithIt() {
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:headrace:"))
        .hasMessageContaining("names no database");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:headrace:mem;keep"))
        .hasMessageContaining("a setting without a value: keep");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:headrace:mem;x y=1"))
        .hasMessageContaining("not the name of a setting: x y");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:headrace:mem;no_such=1"))
        .hasMessageContaining("unrecognized configuration parameter");
  }

  @Test
  void aDirectoryIsOneDatabaseForAllConnectionsAndKeepsItsRows(@TempDir Path directory)
      throws SQLException {
    String url = "jdbc:headrace:" + directory.resolve("db");
    try (Connection one = DriverManager.getConnection(url);
        Connection two =
            DriverManager.getConnection(url + ";synchronous_commit=off;timezone=Europe/Berlin")) {
      one.createStatement().execute("CREATE TABLE d (id integer PRIMARY KEY)");
      two.createStatement().execute("INSERT INTO d VALUES (1), (2)");
      assertThat(single(two, "SHOW synchronous_commit")).isEqualTo("off");
      assertThat(single(two, "SHOW timezone")).isEqualTo("Europe/Berlin");
      assertThat(single(one, "SHOW synchronous_commit")).isEqualTo("on");
    }
    try (Connection again = DriverManager.getConnection(url)) {
      assertThat(single(again, "SELECT count(*) FROM d")).isEqualTo("2");
    }
  }

  @Test
  void withoutANameEveryConnectionIsAlone() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "anybody");
    properties.setProperty("application_name", "test");
    try (Connection one = DriverManager.getConnection("jdbc:headrace:mem", properties);
        Connection two = DriverManager.getConnection("jdbc:headrace:mem")) {
      one.createStatement().execute("CREATE TABLE d (id integer)");
      two.createStatement().execute("CREATE TABLE d (id integer)");
      assertThat(single(one, "SHOW application_name")).isEqualTo("test");
    }
  }

  private static String single(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @Test
  void everyTypeHasItsClass() throws SQLException {
    UUID uuid = UUID.randomUUID();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT true, 1::smallint, 2, 3::bigint, 1.5::real, 2.5::float8, 3.50, 'x', "
                + "DATE '2024-02-29', TIME '12:30', TIMESTAMP '2024-07-01 10:00:00.123456', "
                + "TIMESTAMPTZ '2024-07-01 10:00:00+00', ?::uuid, INTERVAL '1 day', NULL::int")) {
      statement.setObject(1, uuid);
      ResultSet row = statement.executeQuery();
      assertThat(row.next()).isTrue();
      List<Object> values = new ArrayList<>();
      ResultSetMetaData columns = row.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        values.add(row.getObject(i));
        if (i < 15) {
          assertThat(row.getObject(i).getClass().getName())
              .isEqualTo(columns.getColumnClassName(i));
        }
      }
      assertThat(values)
          .containsExactly(
              true,
              1,
              2,
              3L,
              1.5f,
              2.5,
              new BigDecimal("3.50"),
              "x",
              Date.valueOf("2024-02-29"),
              Time.valueOf("12:30:00"),
              Timestamp.valueOf("2024-07-01 10:00:00.123456"),
              Timestamp.from(Instant.parse("2024-07-01T10:00:00Z")),
              uuid,
              "1 day",
              null);
      assertThat(row.wasNull()).isTrue();
      assertThat(row.getObject(11, LocalDateTime.class)).isEqualTo("2024-07-01T10:00:00.123456");
      assertThat(row.getObject(9, LocalDate.class)).isEqualTo("2024-02-29");
      assertThat(row.getObject(10, LocalTime.class)).isEqualTo("12:30");
      assertThat(row.getObject(2, Long.class)).isEqualTo(1L);
      assertThat(row.getLong(7)).isEqualTo(3);
      assertThat(row.next()).isFalse();
      assertThat(row.isAfterLast()).isTrue();
    }
  }

  @Test
  void parametersReachTheirColumns() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
      insert.setInt(1, 1);
      insert.setString(2, "it's ? and $1");
      insert.setBigDecimal(3, new BigDecimal("9.99"));
      assertThat(insert.executeUpdate()).isEqualTo(1);
      insert.setLong(1, 2);
      insert.setNull(2, Types.VARCHAR);
      insert.setInt(3, 7);
      assertThat(insert.executeUpdate()).isEqualTo(1);
      insert.clearParameters();
      assertThatThrownBy(insert::executeUpdate).hasMessage("No value specified for parameter 1.");
      assertThat(insert.getParameterMetaData().getParameterTypeName(3)).isEqualTo("numeric");
    }
    assertThat(rows("SELECT * FROM t ORDER BY id"))
        .containsExactly("1|it's ? and $1|9.99", "2|null|7.00");
  }

  @Test
  void timestampsSurviveChangesOfTheOffset() throws SQLException {
    execute("CREATE TABLE times (at timestamp)");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO times VALUES (?)");
        PreparedStatement select = connection.prepareStatement("SELECT at FROM times")) {
      for (int hour = 0; hour < 24 * 400; hour += 7) {
        Timestamp time =
            Timestamp.valueOf(LocalDateTime.of(2023, 1, 1, 3, 30).plusHours(hour).plusNanos(1000));
        execute("TRUNCATE times");
        insert.setTimestamp(1, time);
        insert.executeUpdate();
        ResultSet row = select.executeQuery();
        row.next();
        assertThat(row.getTimestamp(1)).isEqualTo(time);
      }
    }
  }

  @Test
  void aPreparedStatementFollowsTheZoneOfTheJvm() throws SQLException {
    execute("CREATE TABLE times (at timestamp)");
    TimeZone before = TimeZone.getDefault();
    Timestamp time = Timestamp.from(Instant.parse("2024-07-01T10:00:00.123456Z"));
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO times VALUES (?)")) {
      for (String zone : List.of("UTC", "Asia/Tokyo", "America/New_York")) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        for (int i = 0; i < 2; i++) {
          insert.setTimestamp(1, time);
          insert.executeUpdate();
        }
      }
    } finally {
      TimeZone.setDefault(before);
    }
    assertThat(rows("SELECT at::text, count(*) FROM times GROUP BY at ORDER BY at"))
        .containsExactly(
            "2024-07-01 06:00:00.123456|2",
            "2024-07-01 10:00:00.123456|2",
            "2024-07-01 19:00:00.123456|2");
  }

  @Test
  void aBatchIsOneTransaction() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (id, name) VALUES (?, 'x')")) {
      for (int id : new int[] {1, 2, 3}) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
      for (int id : new int[] {4, 1}) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch)
          .isInstanceOf(BatchUpdateException.class)
          .hasMessageContaining("duplicate key");
    }
    assertThat(connection.getAutoCommit()).isTrue();
    assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly("1", "2", "3");
  }

  @Test
  void withoutAutoCommitNothingIsThereBeforeTheCommit() throws SQLException {
    connection.setAutoCommit(false);
    execute("INSERT INTO t (id) VALUES (1)");
    connection.rollback();
    execute("INSERT INTO t (id) VALUES (2)");
    var savepoint = connection.setSavepoint();
    execute("INSERT INTO t (id) VALUES (3)");
    connection.rollback(savepoint);
    connection.commit();
    connection.setAutoCommit(true);
    assertThat(rows("SELECT id FROM t")).containsExactly("2");
    assertThatThrownBy(connection::commit).hasMessageContaining("auto-commit");
  }

  @Test
  void resultsComeOneAfterTheOther() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.execute("INSERT INTO t (id) VALUES (1); SELECT id FROM t; SELECT 2"))
          .isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.getMoreResults()).isTrue();
      ResultSet first = statement.getResultSet();
      assertThat(first.next()).isTrue();
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(first.isClosed()).isTrue();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
    }
  }

  @Test
  void maxRowsEndsAResult() throws SQLException {
    execute("INSERT INTO t (id) VALUES (1), (2), (3)");
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(2);
      ResultSet result = statement.executeQuery("SELECT id FROM t");
      assertThat(result.next()).isTrue();
      assertThat(result.next()).isTrue();
      assertThat(result.next()).isFalse();
    }
  }

  @Test
  void metadataTellsOfTablesColumnsAndKeys() throws SQLException {
    execute("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM t");
    DatabaseMetaData about = connection.getMetaData();
    ResultSet tables = about.getTables(null, "public", "%", new String[] {"TABLE"});
    assertThat(tables.next()).isTrue();
    assertThat(tables.getString("table_name")).isEqualTo("t");
    assertThat(tables.next()).isFalse();
    ResultSet columns = about.getColumns(null, null, "t", "p%");
    assertThat(columns.next()).isTrue();
    assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.NUMERIC);
    assertThat(columns.getInt("DECIMAL_DIGITS")).isEqualTo(2);
    ResultSet keys = about.getPrimaryKeys(null, null, "t");
    assertThat(keys.next()).isTrue();
    assertThat(keys.getString("COLUMN_NAME")).isEqualTo("id");
    assertThat(about.getTypeInfo().next()).isTrue();
    assertThat(about.supportsBatchUpdates()).isTrue();
    assertThat(about.supportsStoredProcedures()).isFalse();
  }

  @Test
  void whatIsNotThereSaysSo() throws SQLException {
    ResultSet result = connection.createStatement().executeQuery("SELECT 1 AS one");
    assertThatThrownBy(() -> result.getInt(1)).hasMessageContaining("call next()");
    result.next();
    assertThatThrownBy(() -> result.getInt(2)).hasMessageContaining("out of range");
    assertThatThrownBy(() -> result.getInt("two")).hasMessageContaining("not found");
    assertThatThrownBy(result::previous).isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrownBy(() -> result.updateInt(1, 2))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrownBy(() -> connection.prepareCall("x"))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThat(connection.unwrap(Session.class)).isNotNull();
    connection.close();
    assertThatThrownBy(connection::createStatement).hasMessage("this connection is closed");
  }

  @Test
  void schemasTemporaryTablesAndComments() throws SQLException {
    execute("CREATE SCHEMA s");
    execute("CREATE TABLE s.t (c integer, CONSTRAINT t_key PRIMARY KEY (c))");
    execute("COMMENT ON TABLE s.t IS 'a table'");
    execute("COMMENT ON COLUMN s.t.c IS 'a column'");
    execute("CREATE TEMP TABLE gone (a integer)");
    DatabaseMetaData data = connection.getMetaData();
    assertThat(columns(data.getSchemas(), "TABLE_SCHEM")).containsExactly("public", "s");
    assertThat(
            columns(data.getTables(null, null, "%", null), "TABLE_SCHEM", "TABLE_NAME", "REMARKS"))
        .containsExactly("public|t|null", "s|t|a table");
    assertThat(columns(data.getColumns(null, "s", "t", "%"), "COLUMN_NAME", "REMARKS"))
        .containsExactly("c|a column");
    assertThat(columns(data.getPrimaryKeys(null, "s", "t"), "COLUMN_NAME", "PK_NAME"))
        .containsExactly("c|t_key");
    assertThat(connection.getSchema()).isEqualTo("public");
    connection.setSchema("s");
    assertThat(connection.getSchema()).isEqualTo("s");
    execute("INSERT INTO t VALUES (5)");
    assertThat(rows("SELECT c FROM s.t")).containsExactly("5");
  }

  private static List<String> columns(ResultSet result, String... names) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (String name : names) {
          row.add(String.valueOf(result.getString(name)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }
}
