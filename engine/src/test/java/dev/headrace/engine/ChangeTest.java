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
  void returningGivesTheRowsThatAStatementChanged() {
    assertThat(rows("INSERT INTO u VALUES (1, 'a'), (2, 'b') RETURNING a + 1 AS next, u.*"))
        .containsExactly("2|1|a", "3|2|b");
    assertThat(rows("UPDATE t SET a = a + 1 WHERE id < 3 RETURNING id, a"))
        .containsExactly("1|11", "2|21");
    assertThat(rows("DELETE FROM u WHERE a = 10 RETURNING c, (SELECT count(*) FROM t)"))
        .containsExactly("ten|3", "zehn|3");
    assertThat(run("DELETE FROM u RETURNING a")).isEqualTo("DELETE 3");
  }

  @Test
  void aJoinChangesARowOnce() {
    run("INSERT INTO t VALUES (4, 30, 'q')");
    run("UPDATE t SET b = c FROM u WHERE u.a = t.a");
    assertThat(rows("SELECT b IN ('ten', 'zehn') FROM t WHERE id = 1")).containsExactly("t");
    assertThat(rows("SELECT b FROM t WHERE id = 4")).containsExactly("thirty");
    assertThat(rows("DELETE FROM t USING u WHERE u.a = t.a AND t.id = 4 RETURNING t.id, u.c"))
        .containsExactly("4|thirty");
    assertThat(run("DELETE FROM t USING u WHERE u.a = t.a")).isEqualTo("DELETE 1");
  }

  @Test
  void equalRowsOfATableWithoutAKeyAreAllChangedByAJoin() {
    run("INSERT INTO u VALUES (10, 'ten'), (10, 'ten')");
    assertThat(run("UPDATE u SET c = b FROM t WHERE t.a = u.a")).isEqualTo("UPDATE 4");
    assertThat(rows("SELECT c, count(*) FROM u GROUP BY c")).containsExactly("thirty|1", "x|4");
    assertThat(run("DELETE FROM u USING t WHERE t.a >= u.a")).isEqualTo("DELETE 4");
  }

  @Test
  void severalColumnsAreSetFromOneSubquery() {
    run("UPDATE t SET (a, b) = (SELECT u.a + 1, c FROM u WHERE u.a = t.a + 10) WHERE id = 2");
    run("UPDATE t SET (a, b) = (SELECT count(*), min(c) FROM u WHERE u.a = t.a) WHERE id = 1");
    assertThat(rows("SELECT id, a, b FROM t"))
        .containsExactly("1|2|ten", "2|31|thirty", "3|null|z");
    assertThat(error("UPDATE t SET (a, b) = (SELECT a, c FROM u)")).startsWith("21000");
  }

  @Test
  void withStandsBeforeChanges() {
    run("WITH x AS (SELECT 7 AS a) INSERT INTO u SELECT a, 'seven' FROM x");
    run("WITH x AS (SELECT 10 AS a) DELETE FROM u USING x WHERE u.a = x.a");
    run("WITH x AS (SELECT max(a) AS a FROM u) UPDATE t SET a = (SELECT a FROM x) WHERE id = 3");
    assertThat(rows("SELECT a FROM u")).containsExactly("30", "7");
    assertThat(rows("SELECT a FROM t WHERE id = 3")).containsExactly("30");
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
