package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sources, tables and sinks with the file connector. */
final class ConnectorTest extends DatabaseTestBase {
  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private void await() throws InterruptedException {
    assertThat(db.awaitInputs(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void aSourceFeedsViewsAndIsNotStored() throws Exception {
    write("in.csv", "a,b\n1,x\n2,y\n3,x\n");
    run(
        "CREATE SOURCE s (a integer, b text) WITH (connector = 'file', path = 'in.csv',"
            + " format = 'csv')");
    run("CREATE MATERIALIZED VIEW m AS SELECT b, sum(a) AS s FROM s GROUP BY b");
    await();
    assertThat(rows("SELECT * FROM m")).containsExactly("x|4", "y|2");
    assertThat(error("SELECT * FROM s")).startsWith("42809");
    assertThat(error("INSERT INTO s VALUES (1, 'z')")).startsWith("42809");
    assertThat(db.inputs().getFirst().rows()).isEqualTo(3);
  }

  @Test
  void viewsOfOneTextAllSeeTheWholeSource() throws Exception {
    write("in.csv", "a\n1\n2\n");
    run(
        "CREATE SOURCE s (a integer) WITH (connector = 'file', path = 'in.csv', format = 'csv');"
            + " CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM s;"
            + " CREATE MATERIALIZED VIEW k AS SELECT max(a) AS n FROM s");
    await();
    assertThat(rows("SELECT n FROM m")).containsExactly("2");
    assertThat(rows("SELECT n FROM k")).containsExactly("2");
  }

  @Test
  void aTableWithAConnectorIsStored() throws Exception {
    write("in.json", "{\"a\": 1, \"b\": \"x\"}\n{\"b\": null, \"a\": 2}\n");
    run(
        "CREATE TABLE t (a integer, b text) WITH (connector = 'file', path = 'in.json',"
            + " format = 'json')");
    await();
    assertThat(rows("SELECT * FROM t")).containsExactly("1|x", "2|null");
    run("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM t");
    assertThat(rows("SELECT * FROM m")).containsExactly("2");
  }

  @Test
  void badRecordsAreKeptApartWithTheirLines() throws Exception {
    write("in.csv", "a,b\n1,x\nzwei,y\n3,z,more\n4,w\n");
    run(
        "CREATE TABLE t (a integer, b text) WITH (connector = 'file', path = 'in.csv',"
            + " format = 'csv')");
    await();
    assertThat(rows("SELECT * FROM t")).containsExactly("1|x", "4|w");
    assertThat(rows("SELECT * FROM t_errors")).hasSize(2);
    assertThat(rows("SELECT * FROM t_errors").getFirst()).contains("3");
    assertThat(db.inputs().getFirst().badRecords()).isEqualTo(2);
    assertThat(db.inputs().getFirst().failure()).isEmpty();
  }

  @Test
  void aSinkWritesAView() throws Exception {
    run("CREATE TABLE t (a integer, b text); INSERT INTO t VALUES (1, 'x')");
    run("CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t");
    run("CREATE SINK k FROM m WITH (connector = 'file', path = 'out.csv', format = 'csv')");
    run("INSERT INTO t VALUES (2, 'y')");
    db.close();
    String written = Files.readString(directory.resolve("out.csv"));
    assertThat(written).contains("1,x").contains("2,y");
  }

  @Test
  void aFileThatIsMissingIsAnErrorAndNothingIsCreated() {
    assertThat(
            error(
                "CREATE TABLE t (a integer) WITH (connector = 'file', path = 'missing.csv',"
                    + " format = 'csv')"))
        .startsWith("58P01");
    assertThat(error("SELECT * FROM t")).startsWith("42P01");
    assertThat(error("SELECT * FROM t_errors")).startsWith("42P01");
    assertThat(db.inputs()).isEmpty();
    run("CREATE TABLE t (a integer)");
  }

  @Test
  void optionsAreChecked() {
    assertThat(error("CREATE TABLE t (a integer) WITH (connector = 'pigeon')")).startsWith("22023");
    assertThat(error("CREATE TABLE t (a integer) WITH (connector = 'file')")).startsWith("22023");
    assertThat(
            error(
                "CREATE TABLE t (a integer) WITH (connector = 'file', path = 'x.csv',"
                    + " format = 'csv', colour = 'red')"))
        .startsWith("22023");
  }
}
