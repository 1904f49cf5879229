package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** COPY into tables and out of tables, views and queries. */
final class CopyTest {
  private final Headrace database = Headrace.inMemory();
  private final Session session = database.connect();

  @BeforeEach
  void define() {
    session.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'none', c INTEGER CHECK (c"
            + " < 100))");
    session.execute("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n, sum(c) AS s FROM t");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private long copyIn(String sql, String data) throws IOException {
    return session.copyIn(sql, new ByteArrayInputStream(data.getBytes(StandardCharsets.UTF_8)));
  }

  private String copyOut(String sql) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    session.copyOut(sql, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private void fails(String sql, String data, String sqlState, String message) {
    assertThatThrownBy(() -> copyIn(sql, data))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.message()).isEqualTo(message);
              assertThat(e.sqlState()).isEqualTo(sqlState);
            });
    assertThat(session.query("SELECT count(*) FROM t").single()).isEqualTo(0L);
  }

  @Test
  void rowsComeInAndViewsFollow() throws IOException {
    assertThat(copyIn("COPY t FROM STDIN", "1\tx\t10\n2\ty\t\\N\n")).isEqualTo(2);
    assertThat(copyOut("COPY t TO STDOUT (FORMAT csv, HEADER)"))
        .isEqualTo("id,b,c\n1,x,10\n2,y,\n");
    assertThat(copyOut("COPY v TO STDOUT")).isEqualTo("2\t10\n");
    assertThat(copyOut("COPY (SELECT b FROM t WHERE id = 2) TO STDOUT")).isEqualTo("y\n");
  }

  @Test
  void columnsThatAreNotThereHaveTheirDefaults() throws IOException {
    assertThat(copyIn("COPY t (c, id) FROM STDIN (FORMAT csv)", "7,1\n8,2\n")).isEqualTo(2);
    assertThat(copyOut("COPY t (id, c, b) TO STDOUT")).isEqualTo("1\t7\tnone\n2\t8\tnone\n");
  }

  @Test
  void aConditionChooses() throws IOException {
    assertThat(
            copyIn(
                "COPY t FROM STDIN (FORMAT csv) WHERE c > 5 AND b <> 'q'", "1,a,5\n2,b,6\n3,q,7\n"))
        .isEqualTo(1);
    assertThat(copyOut("COPY t TO STDOUT (FORMAT csv)")).isEqualTo("2,b,6\n");
  }

  @Test
  void anErrorLeavesNothing() {
    fails(
        "COPY t FROM STDIN",
        "1\tx\t10\ntwo\ty\t1\n",
        "22P02",
        "invalid input syntax for type integer: \"two\"");
    fails(
        "COPY t FROM STDIN",
        "1\t\\N\t10\n",
        "23502",
        "null value in column \"b\" of relation \"t\" violates not-null constraint");
    fails(
        "COPY t FROM STDIN",
        "1\tx\t100\n",
        "23514",
        "new row for relation \"t\" violates check constraint \"t_c_check\"");
    fails(
        "COPY t FROM STDIN",
        "1\tx\t1\n1\ty\t2\n",
        "23505",
        "duplicate key value violates unique constraint \"t_pkey\"");
    fails(
        "COPY t (id, nope) FROM STDIN",
        "",
        "42703",
        "column \"nope\" of relation \"t\" does not exist");
    fails("COPY t (id, id) FROM STDIN", "", "42701", "column \"id\" specified more than once");
    fails("COPY nope FROM STDIN", "", "42P01", "relation \"nope\" does not exist");
  }

  @Test
  void aTransactionTakesItBack() throws IOException {
    session.execute("BEGIN");
    copyIn("COPY t FROM STDIN", "1\tx\t10\n");
    assertThat(copyOut("COPY t TO STDOUT")).isEqualTo("1\tx\t10\n");
    session.execute("ROLLBACK");
    assertThat(copyOut("COPY t TO STDOUT")).isEmpty();
  }

  @Test
  void manyRowsComeInManyBatches() throws IOException {
    StringBuilder data = new StringBuilder();
    for (int row = 0; row < 100_000; row++) {
      data.append(row).append(",some text of row ").append(row).append(',').append(row % 100);
      data.append('\n');
    }
    assertThat(copyIn("COPY t FROM STDIN (FORMAT csv)", data.toString())).isEqualTo(100_000);
    assertThat(copyOut("COPY v TO STDOUT")).isEqualTo("100000\t4950000\n");
    assertThat(copyOut("COPY t TO STDOUT (FORMAT csv)")).hasSameSizeAs(data);
  }

  @Test
  void binaryComesBack() throws IOException {
    copyIn("COPY t FROM STDIN", "1\tx\t10\n2\ty\t\\N\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    session.copyOut("COPY t TO STDOUT (FORMAT binary)", out);
    session.execute("TRUNCATE t");
    session.copyIn(
        "COPY t FROM STDIN (FORMAT binary)", new ByteArrayInputStream(out.toByteArray()));
    assertThat(copyOut("COPY t TO STDOUT")).isEqualTo("1\tx\t10\n2\ty\t\\N\n");
  }

  @Test
  void filesOfTheServer(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("t.csv");
    copyIn("COPY t FROM STDIN", "1\tx\t10\n");
    session.execute("COPY t TO '" + file + "' (FORMAT csv)");
    assertThat(file).hasContent("1,x,10\n");
    session.execute("TRUNCATE t");
    session.execute("COPY t FROM '" + file + "' (FORMAT csv)");
    assertThat(copyOut("COPY t TO STDOUT")).isEqualTo("1\tx\t10\n");
    Files.delete(file);
    assertThatThrownBy(() -> session.execute("COPY t FROM '" + file + "'"))
        .isInstanceOf(SqlException.class)
        .hasMessage("could not open file \"" + file + "\" for reading: No such file or directory");
  }

  @Test
  void generatedColumnsAreCopiedInNeitherDirection() throws IOException {
    session.execute("CREATE TABLE g (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) STORED)");
    copyIn("COPY g FROM STDIN", "3\n");
    assertThat(copyOut("COPY g TO STDOUT")).isEqualTo("3\n");
    fails("COPY g (a, b) FROM STDIN", "3\t6\n", "42P10", "column \"b\" is a generated column");
    assertThatThrownBy(() -> copyOut("COPY g (b) TO STDOUT"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("42P10"));
  }
}
