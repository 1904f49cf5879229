package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** CREATE and DROP. */
final class DefinitionTest extends DatabaseTestBase {
  @Test
  void aTableIsThereUntilItIsDropped() {
    assertThat(run("CREATE TABLE t (a integer)")).isEqualTo("CREATE TABLE");
    assertThat(rows("SELECT * FROM t")).isEmpty();
    assertThat(run("DROP TABLE t")).isEqualTo("DROP TABLE");
    assertThat(error("SELECT * FROM t")).isEqualTo("42P01 relation \"t\" does not exist");
  }

  @Test
  void aNameIsTakenOnce() {
    run("CREATE TABLE t (a integer)");
    assertThat(error("CREATE TABLE t (b text)")).isEqualTo("42P07 relation \"t\" already exists");
    assertThat(error("CREATE VIEW t AS SELECT 1 AS b")).startsWith("42P07");
    assertThat(error("CREATE MATERIALIZED VIEW t AS SELECT 1 AS b")).startsWith("42P07");
    assertThat(session.query("SELECT * FROM t").fields().getFirst().name()).isEqualTo("a");
  }

  @Test
  void ifNotExistsLeavesWhatIsThere() {
    run("CREATE TABLE t (a integer); INSERT INTO t VALUES (1)");
    run("CREATE TABLE IF NOT EXISTS t (b text)");
    assertThat(rows("SELECT a FROM t")).containsExactly("1");
  }

  @Test
  void droppingWhatIsNotThereIsAnErrorUnlessIfExistsIsSaid() {
    assertThat(error("DROP TABLE missing")).isEqualTo("42P01 table \"missing\" does not exist");
    assertThat(error("DROP MATERIALIZED VIEW missing")).startsWith("42P01");
    run("DROP TABLE IF EXISTS missing");
    run("DROP VIEW IF EXISTS missing");
    run("DROP MATERIALIZED VIEW IF EXISTS missing");
  }

  @Test
  void dropNamesTheRightKindOfRelation() {
    run("CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t");
    assertThat(error("DROP TABLE v")).startsWith("42809");
    assertThat(error("DROP MATERIALIZED VIEW v")).startsWith("42809");
    assertThat(error("DROP VIEW t")).startsWith("42809");
  }

  @Test
  void whatOthersAreBuiltOnStaysUnlessCascadeIsSaid() {
    run("CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t");
    run("CREATE MATERIALIZED VIEW m AS SELECT a FROM v");
    run("CREATE MATERIALIZED VIEW n AS SELECT a FROM m");
    assertThat(error("DROP TABLE t")).startsWith("2BP01");
    assertThat(error("DROP VIEW v")).startsWith("2BP01");
    assertThat(error("DROP MATERIALIZED VIEW m")).startsWith("2BP01");
    run("INSERT INTO t VALUES (1)");
    assertThat(rows("SELECT * FROM n")).containsExactly("1");

    run("DROP TABLE t CASCADE");
    for (String name : new String[] {"t", "v", "m", "n"}) {
      assertThat(error("SELECT * FROM " + name)).startsWith("42P01");
    }
  }

  @Test
  void aDroppedNameCanBeUsedForSomethingElse() {
    run("CREATE TABLE t (a integer); INSERT INTO t VALUES (1)");
    run("CREATE MATERIALIZED VIEW m AS SELECT sum(a) AS s FROM t");
    run("DROP TABLE t CASCADE");
    run("CREATE TABLE t (b text); INSERT INTO t VALUES ('x')");
    run("CREATE MATERIALIZED VIEW m AS SELECT b FROM t");
    assertThat(rows("SELECT * FROM m")).containsExactly("x");
  }

  @Test
  void aPlainViewCanBeReplaced() {
    run("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (2)");
    run("CREATE VIEW v AS SELECT a FROM t");
    run("CREATE OR REPLACE VIEW v AS SELECT a FROM t WHERE a > 1");
    assertThat(rows("SELECT * FROM v")).containsExactly("2");
  }

  @Test
  void createTableAsTakesColumnsAndRowsOfAQuery() {
    run("CREATE TABLE t (a integer, b text); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    assertThat(run("CREATE TABLE c AS SELECT a + 1 AS n, b FROM t")).isEqualTo("SELECT 2");
    assertThat(rows("SELECT n, b FROM c")).containsExactly("2|x", "3|y");
  }

  @Test
  void definitionsArePartOfTheirTransaction() {
    run("BEGIN; CREATE TABLE t (id integer PRIMARY KEY, a integer); INSERT INTO t VALUES (1, 10)");
    run("CREATE VIEW v AS SELECT a + 1 AS b FROM t");
    run("CREATE MATERIALIZED VIEW m AS SELECT sum(b) AS s FROM v");
    run("CREATE MATERIALIZED VIEW n AS SELECT s + 1 AS s FROM m; INSERT INTO t VALUES (2, 20)");
    assertThat(rows("SELECT m.s, n.s FROM m, n")).containsExactly("32|33");
    try (Session other = db.connect()) {
      assertThat(error(other, "SELECT * FROM t")).startsWith("42P01");
      run("COMMIT; INSERT INTO t VALUES (3, 30)");
      assertThat(rows(other, "SELECT m.s, n.s FROM m, n")).containsExactly("63|64");
    }
  }

  @Test
  void aRollbackUndoesDefinitions() {
    run("CREATE TABLE t (a integer); INSERT INTO t VALUES (1)");
    run("CREATE MATERIALIZED VIEW m AS SELECT sum(a) AS s FROM t");
    run("BEGIN; DROP TABLE t CASCADE; CREATE TABLE t (b text); INSERT INTO t VALUES ('x')");
    assertThat(rows("SELECT b FROM t")).containsExactly("x");
    assertThat(error("SELECT * FROM m")).startsWith("42P01");
    run("ROLLBACK; INSERT INTO t VALUES (2)");
    assertThat(rows("SELECT a FROM t")).containsExactly("1", "2");
    assertThat(rows("SELECT s FROM m")).containsExactly("3");
  }

  @Test
  void aViewIsReplacedWithItsTransaction() {
    run("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (2)");
    run("CREATE MATERIALIZED VIEW m AS SELECT sum(a) AS s FROM t");
    run("BEGIN; INSERT INTO t VALUES (3)");
    run("CREATE OR REPLACE MATERIALIZED VIEW m AS SELECT count(*) AS s FROM t; COMMIT");
    assertThat(rows("SELECT s FROM m")).containsExactly("3");
    run("INSERT INTO t VALUES (4)");
    assertThat(rows("SELECT s FROM m")).containsExactly("4");
  }

  @Test
  void aSavepointCoversDefinitions() {
    run("BEGIN; CREATE TABLE t (a integer); SAVEPOINT s; CREATE TABLE u (a integer)");
    run("DROP TABLE t; ROLLBACK TO s; INSERT INTO t VALUES (1); COMMIT");
    assertThat(rows("SELECT * FROM t")).containsExactly("1");
    assertThat(error("SELECT * FROM u")).startsWith("42P01");
  }

  @Test
  void oneTransactionDefinesAtATime() throws Exception {
    run("BEGIN; CREATE TABLE t (a integer)");
    try (Session other = db.connect()) {
      CompletableFuture<String> waiting =
          CompletableFuture.supplyAsync(() -> error(other, "CREATE TABLE t (b integer)"));
      assertThat(waiting.completeOnTimeout("waiting", 200, TimeUnit.MILLISECONDS).get())
          .isEqualTo("waiting");
      run("COMMIT");
    }
    assertThat(rows("SELECT a FROM t")).isEmpty();
  }

  @Test
  void aDefinitionThatFailsLeavesNothing() {
    assertThat(error("CREATE TABLE t (a integer, a text)")).startsWith("42701");
    assertThat(error("CREATE TABLE t (a no_type)")).startsWith("42704");
    assertThat(error("CREATE TABLE t (a integer, PRIMARY KEY (b))")).startsWith("42703");
    assertThat(error("CREATE TABLE t (a integer PRIMARY KEY, b integer PRIMARY KEY)"))
        .startsWith("42P16");
    assertThat(error("CREATE MATERIALIZED VIEW t AS SELECT missing FROM nowhere"))
        .startsWith("42P01");
    run("CREATE TABLE t (a integer)");
  }

  @Test
  void theNoticeOfWhatIsThereHasTheCodeThatTheErrorWouldHave() {
    run("CREATE TABLE t (a integer); CREATE SEQUENCE q; CREATE INDEX i ON t (a); CREATE SCHEMA s");
    run("CREATE MATERIALIZED VIEW m AS SELECT a FROM t");
    assertThat(notices("CREATE TABLE IF NOT EXISTS t (b text)"))
        .containsExactly("42P07 relation \"t\" already exists, skipping");
    assertThat(notices("CREATE TABLE IF NOT EXISTS t AS SELECT 1 AS b")).hasSize(1);
    assertThat(notices("CREATE SEQUENCE IF NOT EXISTS q").getFirst()).startsWith("42P07");
    assertThat(notices("CREATE INDEX IF NOT EXISTS i ON t (a)").getFirst()).startsWith("42P07");
    assertThat(notices("CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 1 AS b").getFirst())
        .startsWith("42P07");
    assertThat(notices("CREATE SCHEMA IF NOT EXISTS s"))
        .containsExactly("42P06 schema \"s\" already exists, skipping");
    assertThat(notices("ALTER TABLE t ADD COLUMN IF NOT EXISTS a integer"))
        .containsExactly("42701 column \"a\" of relation \"t\" already exists, skipping");
  }

  @Test
  void likeTakesChecksAlong() {
    run("CREATE TABLE t (a integer CONSTRAINT positive CHECK (a > 0), b text, CHECK (b <> 'x'))");
    run("CREATE TABLE plain (LIKE t)");
    run("INSERT INTO plain VALUES (0, 'x')");
    run("CREATE TABLE copy (c text, LIKE t INCLUDING ALL)");
    assertThat(error("INSERT INTO copy VALUES ('', 0, 'y')"))
        .isEqualTo("23514 new row for relation \"copy\" violates check constraint \"positive\"");
    assertThat(error("INSERT INTO copy VALUES ('x', 1, 'x')"))
        .isEqualTo("23514 new row for relation \"copy\" violates check constraint \"t_b_check\"");
    run("INSERT INTO copy VALUES ('x', 1, 'y')");
  }

  @Test
  void columnsAreNotCalledLikeThoseOfTheSystem() {
    assertThat(error("CREATE TABLE t (ctid integer)"))
        .isEqualTo("42701 column name \"ctid\" conflicts with a system column name");
    run("CREATE TABLE t (a integer)");
    assertThat(error("ALTER TABLE t ADD COLUMN xmin integer")).startsWith("42701");
    assertThat(error("ALTER TABLE t RENAME a TO tableoid")).startsWith("42701");
  }

  private List<String> notices(String sql) {
    return ((Command) session.execute(sql).getLast())
        .notices().stream().map(n -> n.sqlState() + " " + n.message()).toList();
  }
}
