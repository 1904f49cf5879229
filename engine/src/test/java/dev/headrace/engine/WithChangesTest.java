package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** INSERT, UPDATE and DELETE in a WITH clause, as PostgreSQL 15 answers. */
final class WithChangesTest extends DatabaseTestBase {
  @BeforeEach
  void tables() {
    run("CREATE TABLE t (id integer PRIMARY KEY, n integer, s text)");
    run("INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c')");
    run("CREATE TABLE archive (id integer, n integer, s text)");
    run("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS c, sum(n) AS n FROM t");
  }

  @Test
  void rowsMoveFromOneTableToAnother() {
    assertThat(
            run(
                "WITH moved AS (DELETE FROM t WHERE n < 25 RETURNING *)"
                    + " INSERT INTO archive SELECT * FROM moved"))
        .isEqualTo("INSERT 0 2");
    assertThat(rows("SELECT * FROM t")).containsExactly("3|30|c");
    assertThat(rows("SELECT * FROM archive")).containsExactly("1|10|a", "2|20|b");
    assertThat(rows("SELECT * FROM m")).containsExactly("1|30");
  }

  @Test
  void whatIsReturnedFillsANewTable() {
    assertThat(
            run(
                "CREATE TABLE cheap (id, tenfold) AS WITH d AS (DELETE FROM t WHERE n < 25"
                    + " RETURNING id, n) SELECT id, n * 10 FROM d"))
        .isEqualTo("SELECT 2");
    assertThat(rows("SELECT id, tenfold FROM cheap")).containsExactly("1|100", "2|200");
    assertThat(rows("SELECT * FROM m")).containsExactly("1|30");
    run(
        "CREATE TABLE none AS WITH d AS (DELETE FROM t RETURNING id) SELECT id FROM d WITH NO"
            + " DATA");
    run("CREATE TABLE IF NOT EXISTS none AS WITH d AS (DELETE FROM t RETURNING id) TABLE d");
    assertThat(rows("SELECT count(*) FROM none")).containsExactly("0");
    assertThat(rows("SELECT * FROM m")).containsExactly("1|30");
    assertThat(
            error(
                "CREATE TABLE bad AS WITH d AS (DELETE FROM t RETURNING id) SELECT 1 / (id - 3)"
                    + " FROM d"))
        .startsWith("22012");
    assertThat(rows("SELECT * FROM m")).containsExactly("1|30");
    assertThat(error("SELECT * FROM bad")).startsWith("42P01");
    assertThat(error("CREATE TABLE bad AS WITH d AS (DELETE FROM t) INSERT INTO archive SELECT 1"))
        .isEqualTo("42601 syntax error at or near \"INSERT\"");
  }

  @Test
  void withNoDataATableIsEmpty() {
    assertThat(run("CREATE TABLE none AS SELECT 1 AS x WITH NO DATA")).isEqualTo("CREATE TABLE AS");
    assertThat(rows("SELECT * FROM none")).isEmpty();
    assertThat(run("CREATE TABLE filled AS SELECT 1 AS x WITH DATA")).isEqualTo("SELECT 1");
  }

  @Test
  void allPartsSeeTheRowsOfBefore() {
    assertThat(
            rows(
                "WITH u AS (UPDATE t SET n = n + 1 RETURNING id, n) SELECT id, t.n, u.n, (SELECT"
                    + " count(*) FROM archive) FROM t JOIN u USING (id)"))
        .containsExactly("1|10|11|0", "2|20|21|0", "3|30|31|0");
    assertThat(rows("WITH x AS (INSERT INTO t VALUES (4, 40, 'd')) SELECT count(*) FROM t"))
        .containsExactly("3");
    assertThat(rows("SELECT id, n FROM t")).containsExactly("1|11", "2|21", "3|31", "4|40");
  }

  @Test
  void partsReadEachOtherAndQueriesBetweenThem() {
    assertThat(
            rows(
                "WITH RECURSIVE r (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM r WHERE i < 12),"
                    + " x (k) AS (INSERT INTO t SELECT i, i FROM r RETURNING id),"
                    + " y AS (SELECT k * 10 AS k FROM x),"
                    + " z AS (WITH w AS (SELECT k + 1 AS k FROM y)"
                    + "       INSERT INTO archive (id) SELECT k FROM w RETURNING id)"
                    + " SELECT sum(id), count(*), (SELECT count(*) FROM x) FROM z"))
        .containsExactly("333|3|3");
    assertThat(rows("SELECT id FROM archive")).containsExactly("101", "111", "121");
    assertThat(rows("SELECT c FROM m")).containsExactly("6");
  }

  @Test
  void aRowIsChangedOnce() {
    // the statement itself comes first, then what it does not read, from the last to the first
    assertThat(run("WITH u AS (UPDATE t SET n = 0) DELETE FROM t WHERE id = 3"))
        .isEqualTo("DELETE 1");
    run("WITH x AS (UPDATE t SET s = 'x'), y AS (UPDATE t SET s = 'y') SELECT 1");
    assertThat(
            run(
                "WITH d AS (DELETE FROM t WHERE id = 2 RETURNING id)"
                    + " UPDATE t SET n = 5 FROM d WHERE t.id <= d.id"))
        .isEqualTo("UPDATE 1");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|5|y");
    run("INSERT INTO archive VALUES (1, 1, 'p'), (1, 1, 'p'), (2, 2, 'q')");
    assertThat(
            rows(
                "WITH d AS (DELETE FROM archive WHERE id = 1 RETURNING *),"
                    + " u AS (UPDATE archive SET n = n + 10 RETURNING *)"
                    + " SELECT (SELECT count(*) FROM d), (SELECT count(*) FROM u)"))
        .containsExactly("2|1");
    assertThat(rows("SELECT * FROM archive")).containsExactly("2|12|q");
  }

  @Test
  void aKeyThatIsGivenUpCanBeTaken() {
    assertThat(
            rows(
                "WITH d AS (DELETE FROM t WHERE id = 1 RETURNING *)"
                    + " INSERT INTO t SELECT id, n + 1, s FROM d RETURNING *"))
        .containsExactly("1|11|a");
    assertThat(error("WITH i AS (INSERT INTO t VALUES (2, 0, '')) SELECT 1"))
        .isEqualTo("23505 duplicate key value violates unique constraint \"t_pkey\"");
    assertThat(rows("SELECT * FROM m")).containsExactly("3|61");
  }

  @Test
  void foreignKeysAreCheckedWhenAllPartsAreDone() {
    run("CREATE TABLE parent (id serial PRIMARY KEY, name text)");
    run("CREATE TABLE child (parent integer REFERENCES parent, v text)");
    assertThat(
            rows(
                "WITH p AS (INSERT INTO parent (name) VALUES ('one'), ('two') RETURNING *)"
                    + " INSERT INTO child SELECT id, name || '!' FROM p RETURNING *"))
        .containsExactly("1|one!", "2|two!");
    assertThat(
            run(
                "WITH d AS (DELETE FROM child RETURNING parent)"
                    + " DELETE FROM parent USING d WHERE id = d.parent"))
        .isEqualTo("DELETE 2");
    assertThat(error("WITH c AS (INSERT INTO child VALUES (9, 'x')) SELECT 1")).startsWith("23503");
  }

  @Test
  void itIsPreparedWithParametersAndPlannedAnew() {
    run(
        "PREPARE p (integer, text) AS WITH x AS (INSERT INTO t VALUES ($1, $1 * 2, $2) RETURNING *)"
            + " SELECT id + $1, s || $2 FROM x");
    assertThat(rows("EXECUTE p (7, 'q')")).containsExactly("14|qq");
    run("ALTER TABLE t ADD COLUMN more integer DEFAULT 3");
    assertThat(rows("EXECUTE p (8, 'r')")).containsExactly("16|rr");
    assertThat(rows("SELECT * FROM t WHERE id > 6")).containsExactly("7|14|q|3", "8|16|r|3");
    assertThat(rows("WITH d AS (DELETE FROM t WHERE id = $1 RETURNING s) SELECT s FROM d", 7))
        .containsExactly("q");
  }

  @Test
  void itIsPartOfItsTransaction() {
    run("BEGIN");
    run("INSERT INTO t VALUES (9, 90, 'own')");
    assertThat(
            rows(
                "WITH d AS (DELETE FROM t WHERE id IN (1, 9) RETURNING id),"
                    + " i AS (INSERT INTO t VALUES (4, 40, 'd') RETURNING id)"
                    + " SELECT d.id, i.id, (SELECT c FROM m) FROM d, i"))
        .containsExactly("1|4|4", "9|4|4");
    assertThat(rows("SELECT id FROM t")).containsExactly("2", "3", "4");
    run("ROLLBACK");
    assertThat(rows("SELECT id FROM t")).containsExactly("1", "2", "3");
    assertThat(error("WITH d AS (DELETE FROM t) INSERT INTO t VALUES (5, 1 / 0, '')"))
        .isEqualTo("22012 division by zero");
    assertThat(rows("SELECT * FROM m")).containsExactly("3|60");
  }

  @Test
  void whatWaitedForARowLooksAgain() throws InterruptedException {
    run("CREATE TABLE log (id integer, n integer)");
    try (Session other = db.connect()) {
      run("BEGIN");
      run("UPDATE t SET n = 11 WHERE id = 1");
      Thread waiting =
          new Thread(
              () ->
                  other.execute(
                      "WITH l AS (INSERT INTO log VALUES (0, 0)),"
                          + " u AS (UPDATE t SET n = n + 1 WHERE id = 1 RETURNING id, n)"
                          + " INSERT INTO log SELECT * FROM u"));
      waiting.start();
      waiting.join(200);
      assertThat(waiting.isAlive()).isTrue();
      run("COMMIT");
      waiting.join();
    }
    assertThat(rows("SELECT * FROM log")).containsExactly("0|0", "1|12");
    assertThat(rows("SELECT n FROM t WHERE id = 1")).containsExactly("12");
  }

  @Test
  void explainShowsAllParts() {
    assertThat(
            rows(
                "EXPLAIN WITH d AS (DELETE FROM t WHERE id = 1 RETURNING *) SELECT count(*) FROM"
                    + " d"))
        .contains("Part 1 of WITH:", "Statement:");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("3");
  }

  @Test
  void explainAnalyzeRunsAllPartsAndChangesNothing() {
    List<String> lines =
        texts(
            session.query(
                "EXPLAIN ANALYZE WITH d AS (DELETE FROM t WHERE n < 25 RETURNING id),"
                    + " i AS (INSERT INTO archive (id) SELECT id FROM d RETURNING id)"
                    + " SELECT id FROM i UNION ALL SELECT id FROM d"));
    assertThat(lines).contains("Part 1 of WITH:", "Part 2 of WITH:", "Statement:");
    assertThat(lines.stream().filter(line -> line.startsWith("Rows: ")))
        .containsExactly("Rows: 2", "Rows: 2", "Rows: 4");
    assertThat(lines.stream().filter(line -> line.startsWith("Plan time: "))).hasSize(1);
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("3");
    assertThat(rows("SELECT count(*) FROM archive")).containsExactly("0");
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThat(error("WITH d AS (DELETE FROM t) SELECT * FROM d"))
        .isEqualTo("0A000 WITH query \"d\" does not have a RETURNING clause");
    assertThat(error("WITH x AS (WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d) SELECT 1"))
        .isEqualTo(
            "0A000 WITH clause containing a data-modifying statement must be at the top level");
    assertThat(
            error(
                "WITH x AS (MERGE INTO t USING archive a ON a.id = t.id"
                    + " WHEN MATCHED THEN DELETE) SELECT 1"))
        .isEqualTo("0A000 MERGE not supported in WITH query");
    assertThat(error("CREATE VIEW v AS WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d"))
        .isEqualTo("0A000 views must not contain data-modifying statements in WITH");
    run("BEGIN READ ONLY");
    assertThat(error("WITH d AS (DELETE FROM t) SELECT 1"))
        .isEqualTo("25006 cannot execute SELECT in a read-only transaction");
  }
}
