package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** INSERT, UPDATE, DELETE, TRUNCATE. */
final class ChangeTest extends DatabaseTestBase {
  @BeforeEach
  void tables() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a integer, b text)");
    run("CREATE TABLE u (a integer, c text)");
    run("INSERT INTO t VALUES (1, 10, 'x'), (2, 20, 'y'), (3, NULL, 'z')");
    run("INSERT INTO u VALUES (10, 'ten'), (10, 'zehn'), (30, 'thirty')");
  }

  @Test
  void insertTakesTheRowsOfAQuery() {
    assertThat(run("INSERT INTO u SELECT a, b FROM t WHERE a IS NOT NULL")).isEqualTo("INSERT 0 2");
    assertThat(rows("SELECT c FROM u WHERE a < 25")).containsExactly("ten", "x", "y", "zehn");
  }

  @Test
  void insertFromItsOwnTableSeesTheRowsFromBefore() {
    assertThat(run("INSERT INTO u SELECT * FROM u")).isEqualTo("INSERT 0 3");
    assertThat(rows("SELECT count(*) FROM u")).containsExactly("6");
  }

  @Test
  void insertNeedsAsManyValuesAsColumns() {
    assertThat(error("INSERT INTO u VALUES (1, 'a', 2)"))
        .isEqualTo("42601 INSERT has more expressions than target columns");
    assertThat(error("INSERT INTO u (a, c) VALUES (1)"))
        .isEqualTo("42601 INSERT has more target columns than expressions");
    assertThat(error("INSERT INTO u (a, a) VALUES (1, 2)")).startsWith("42701");
  }

  @Test
  void updateMayReadOtherTables() {
    run("UPDATE t SET b = (SELECT max(c) FROM u WHERE u.a = t.a) WHERE a IN (SELECT a FROM u)");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|10|zehn", "2|20|y", "3|null|z");
  }

  @Test
  void updateReadsTheRowAsItWas() {
    run("UPDATE t SET a = id, id = a WHERE a IS NOT NULL");
    assertThat(rows("SELECT * FROM t")).containsExactly("10|1|x", "20|2|y", "3|null|z");
  }

  @Test
  void updateOfDuplicatesChangesEachOfThem() {
    run("INSERT INTO u VALUES (30, 'thirty')");
    assertThat(run("UPDATE u SET a = 31 WHERE a = 30")).isEqualTo("UPDATE 2");
    assertThat(rows("SELECT * FROM u WHERE a = 31")).containsExactly("31|thirty", "31|thirty");
  }

  @Test
  void deleteMayReadOtherTables() {
    assertThat(run("DELETE FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a)"))
        .isEqualTo("DELETE 1");
    assertThat(run("DELETE FROM t WHERE a NOT IN (SELECT a FROM u)")).isEqualTo("DELETE 1");
    assertThat(rows("SELECT id FROM t")).containsExactly("3");
    assertThat(run("DELETE FROM t")).isEqualTo("DELETE 1");
  }

  @Test
  void aScalarSubqueryMustNotHaveTwoRows() {
    assertThat(error("UPDATE t SET b = (SELECT c FROM u WHERE u.a = t.a)"))
        .isEqualTo("21000 more than one row returned by a subquery used as an expression");
    assertThat(rows("SELECT b FROM t")).containsExactly("x", "y", "z");
  }

  @Test
  void returningIsRefused() {
    assertThat(error("INSERT INTO u VALUES (1, 'a') RETURNING a")).startsWith("0A000");
    assertThat(error("UPDATE u SET a = 1 RETURNING a")).startsWith("0A000");
    assertThat(error("DELETE FROM u RETURNING a")).startsWith("0A000");
    assertThat(rows("SELECT count(*) FROM u")).containsExactly("3");
  }

  @Test
  void truncateEmptiesATableAndItsViews() {
    run("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM u");
    run("TRUNCATE u");
    assertThat(rows("SELECT * FROM u")).isEmpty();
    assertThat(rows("SELECT * FROM m")).containsExactly("0");
  }

  @Test
  void aViewCannotBeChanged() {
    run("CREATE MATERIALIZED VIEW m AS SELECT a FROM u");
    assertThat(error("INSERT INTO m VALUES (1)")).startsWith("42809");
    assertThat(error("DELETE FROM m")).startsWith("42809");
  }
}
