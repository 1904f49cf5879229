package dev.headrace.quality.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.PGResultSetMetaData;

/** What pgjdbc's DatabaseMetaData and ResultSetMetaData find in the system catalogs. */
final class JdbcMetaDataTest extends ServedDatabase {
  @Override
  List<String> definitions() {
    return List.of(
        "CREATE TABLE t (a INTEGER, b VARCHAR(20) NOT NULL DEFAULT 'x', PRIMARY KEY (b, a))",
        "CREATE INDEX t_b ON t (b DESC)",
        "CREATE VIEW v AS SELECT a FROM t",
        "CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM t");
  }

  @FunctionalInterface
  private interface Question {
    ResultSet ask(DatabaseMetaData data) throws SQLException;
  }

  private List<String> answers(Question question, String... columns) throws SQLException {
    try (Connection connection = connect("");
        ResultSet result = question.ask(connection.getMetaData())) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (String column : columns) {
          row.add(result.getString(column));
        }
        rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
      }
      return rows;
    }
  }

  @Test
  void tables() throws SQLException {
    assertThat(answers(d -> d.getTables(null, "public", "%", null), "TABLE_NAME", "TABLE_TYPE"))
        .containsExactly("t_b|INDEX", "t_pkey|INDEX", "m|MATERIALIZED VIEW", "t|TABLE", "v|VIEW");
    assertThat(answers(d -> d.getSchemas(), "TABLE_SCHEM"))
        .containsExactly("headrace", "information_schema", "pg_catalog", "public");
    assertThat(answers(DatabaseMetaData::getCatalogs, "TABLE_CAT")).containsExactly("headrace");
  }

  @Test
  void columns() throws SQLException {
    assertThat(
            answers(
                d -> d.getColumns(null, "public", "t", "%"),
                "COLUMN_NAME",
                "TYPE_NAME",
                "COLUMN_SIZE",
                "IS_NULLABLE",
                "COLUMN_DEF"))
        .containsExactly("a|int4|10|NO|null", "b|varchar|20|NO|'x'::character varying");
  }

  @Test
  void keysAndIndexes() throws SQLException {
    assertThat(
            answers(
                d -> d.getPrimaryKeys(null, "public", "t"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"))
        .containsExactly("b|1|t_pkey", "a|2|t_pkey");
    assertThat(
            answers(
                d -> d.getIndexInfo(null, "public", "t", false, true),
                "INDEX_NAME",
                "NON_UNIQUE",
                "COLUMN_NAME",
                "ASC_OR_DESC"))
        .containsExactly("t_pkey|f|b|A", "t_pkey|f|a|A", "t_b|t|b|D");
    assertThat(answers(d -> d.getImportedKeys(null, "public", "t"), "FK_NAME")).isEmpty();
    assertThat(
            answers(
                d ->
                    d.getBestRowIdentifier(
                        null, "public", "t", DatabaseMetaData.bestRowSession, false),
                "COLUMN_NAME"))
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void foreignKeys() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE parents (id INTEGER PRIMARY KEY, code TEXT CONSTRAINT codes UNIQUE);"
              + "CREATE TABLE children (id INTEGER GENERATED ALWAYS AS IDENTITY,"
              + " parent INTEGER REFERENCES parents ON DELETE CASCADE,"
              + " code TEXT REFERENCES parents (code) ON UPDATE SET NULL)");
    }
    String[] columns = {
      "PKTABLE_NAME",
      "PKCOLUMN_NAME",
      "FKTABLE_NAME",
      "FKCOLUMN_NAME",
      "KEY_SEQ",
      "UPDATE_RULE",
      "DELETE_RULE",
      "FK_NAME",
      "PK_NAME"
    };
    String byCode = "parents|code|children|code|1|2|3|children_code_fkey|codes";
    String byId = "parents|id|children|parent|1|3|0|children_parent_fkey|parents_pkey";
    try {
      assertThat(answers(d -> d.getImportedKeys(null, "public", "children"), columns))
          .containsExactly(byCode, byId);
      assertThat(answers(d -> d.getExportedKeys(null, "public", "parents"), columns))
          .containsExactly(byCode, byId);
      assertThat(
              answers(
                  d -> d.getCrossReference(null, "public", "parents", null, "public", "children"),
                  columns))
          .containsExactly(byCode, byId);
      assertThat(
              answers(
                  d -> d.getColumns(null, "public", "children", "id"),
                  "COLUMN_NAME",
                  "IS_AUTOINCREMENT",
                  "IS_GENERATEDCOLUMN"))
          .containsExactly("id|YES|NO");
      assertThat(
              answers(
                  d -> d.getIndexInfo(null, "public", "parents", true, true),
                  "INDEX_NAME",
                  "COLUMN_NAME"))
          .containsExactly("codes|code", "parents_pkey|id");
    } finally {
      try (Connection connection = connect("");
          Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE children, parents");
      }
    }
  }

  @Test
  void types() throws SQLException {
    assertThat(answers(DatabaseMetaData::getTypeInfo, "TYPE_NAME"))
        .contains("int4", "int8", "text", "varchar", "numeric", "timestamptz", "jsonb", "uuid");
  }

  @Test
  void timesKnowTheirPrecision() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT LOCALTIME(0), NULL::timestamp(3), NULL::timestamptz, NULL::interval(2)")) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(columns.getScale(1)).isZero();
      assertThat(columns.getPrecision(1)).isEqualTo("10:00:00".length());
      assertThat(columns.getScale(2)).isEqualTo(3);
      assertThat(columns.getScale(3)).isEqualTo(6);
      assertThat(columns.getScale(4)).isEqualTo(2);
    }
  }

  @Test
  void columnsOfResultsKnowTheirTables() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT b AS x, upper(b) AS y FROM t")) {
      ResultSetMetaData data = result.getMetaData();
      assertThat(data.getTableName(1)).isEqualTo("t");
      assertThat(data.unwrap(PGResultSetMetaData.class).getBaseColumnName(1)).isEqualTo("b");
      assertThat(data.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
      assertThat(data.getTableName(2)).isEmpty();
    }
  }

  @Test
  void schemasAndComments() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA s");
      statement.execute("CREATE TABLE s.t (c INTEGER)");
      statement.execute("COMMENT ON TABLE s.t IS 'a table'");
      statement.execute("COMMENT ON COLUMN s.t.c IS 'a column'");
    }
    assertThat(answers(d -> d.getSchemas(null, "s%"), "TABLE_SCHEM")).containsExactly("s");
    assertThat(
            answers(
                d -> d.getTables(null, null, "t", new String[] {"TABLE"}),
                "TABLE_SCHEM",
                "TABLE_NAME",
                "REMARKS"))
        .containsExactly("public|t|null", "s|t|a table");
    assertThat(answers(d -> d.getColumns(null, "s", "t", null), "COLUMN_NAME", "REMARKS"))
        .containsExactly("c|a column");
  }

  @Test
  void theCurrentSchemaOfAConnection() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA s");
      statement.execute("CREATE TABLE s.here AS SELECT 1 AS one");
    }
    try (Connection connection = connect("currentSchema=s");
        Statement statement = connection.createStatement()) {
      assertThat(connection.getSchema()).isEqualTo("s");
      try (ResultSet result = statement.executeQuery("SELECT one FROM here")) {
        assertThat(result.next()).isTrue();
      }
      connection.setSchema("public");
      assertThat(connection.getSchema()).isEqualTo("public");
      statement.execute("CREATE TEMP TABLE here AS SELECT 2 AS one");
      try (ResultSet result = statement.executeQuery("SELECT one FROM here")) {
        assertThat(result.next()).isTrue();
        assertThat(result.getInt(1)).isEqualTo(2);
      }
    }
  }
}
