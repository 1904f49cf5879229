package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rows that a view's expressions fail on: left out, and listed, as long as they are there. */
final class RowErrorTest extends DatabaseTestBase {
  private static final String ERRORS = "SELECT * FROM headrace.row_errors";

  @Test
  void aRowThatDividesByZeroDoesNotStopTheView() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a integer)");
    run("CREATE MATERIALIZED VIEW m AS SELECT id, 100 / a AS q FROM t");
    run("INSERT INTO t VALUES (1, 10), (2, 0), (3, 20)");
    assertThat(rows("SELECT * FROM m")).containsExactly("1|10", "3|5");
    assertThat(rows(ERRORS)).containsExactly("m|22012|division by zero");
    run("INSERT INTO t VALUES (4, 50)");
    assertThat(rows("SELECT * FROM m")).containsExactly("1|10", "3|5", "4|2");
    run("DELETE FROM t WHERE id = 2");
    assertThat(rows(ERRORS)).isEmpty();
    assertThat(rows("SELECT * FROM m")).containsExactly("1|10", "3|5", "4|2");
  }

  @Test
  void theErrorsOfAViewGoWithIt() {
    run("CREATE TABLE t (a integer); INSERT INTO t VALUES (0), (0), (1)");
    run("CREATE MATERIALIZED VIEW m AS SELECT 1 / a AS q FROM t");
    run("CREATE MATERIALIZED VIEW n AS SELECT 2 / a AS q FROM t");
    assertThat(rows("SELECT view, count(*) FROM headrace.row_errors GROUP BY view"))
        .containsExactly("m|2", "n|2");
    run("CREATE OR REPLACE MATERIALIZED VIEW n AS SELECT a % a AS q FROM t WHERE a = 0");
    assertThat(rows("SELECT view, count(*) FROM headrace.row_errors GROUP BY view"))
        .containsExactly("m|2", "n|2");
    run("DROP MATERIALIZED VIEW m");
    assertThat(rows("SELECT view, count(*) FROM headrace.row_errors GROUP BY view"))
        .containsExactly("n|2");
    run("DELETE FROM t");
    assertThat(rows(ERRORS)).isEmpty();
  }

  @Test
  void theRowComesBackWhenItsValueIsRight() {
    run("CREATE TABLE t (a text)");
    run("INSERT INTO t VALUES ('1'), ('x')");
    run("CREATE MATERIALIZED VIEW m AS SELECT sum(CAST(a AS integer)) AS s FROM t");
    assertThat(rows("SELECT * FROM m")).containsExactly("1");
    assertThat(rows(ERRORS))
        .containsExactly("m|22P02|invalid input syntax for type integer: \"x\"");
    run("UPDATE t SET a = '5' WHERE a = 'x'");
    assertThat(rows("SELECT * FROM m")).containsExactly("6");
    assertThat(rows(ERRORS)).isEmpty();
  }

  @Test
  void aQueryOverTheSameRowsFails() {
    run("CREATE TABLE t (a integer); INSERT INTO t VALUES (0), (1)");
    assertThat(error("SELECT 1 / a FROM t")).isEqualTo("22012 division by zero");
  }

  @Test
  void aPairThatFailsDoesNotHideTheOtherPairsOfItsRows() {
    run("CREATE TABLE a (k integer, x integer); CREATE TABLE b (k integer, f integer)");
    run("CREATE MATERIALIZED VIEW v AS SELECT x, f, x / f AS q FROM a JOIN b ON a.k = b.k");
    run("CREATE MATERIALIZED VIEW w AS SELECT f FROM a JOIN b ON a.k = b.k AND x / f > 3");
    run("INSERT INTO b VALUES (1, 1), (1, 0), (1, 2), (1, 4), (1, 0)");
    run("INSERT INTO a VALUES (1, 12)");
    assertThat(rows("SELECT * FROM v")).containsExactly("12|1|12", "12|2|6", "12|4|3");
    assertThat(rows("SELECT * FROM w")).containsExactly("1", "2");
    assertThat(rows(ERRORS)).hasSize(4);
    run("DELETE FROM b WHERE f = 0");
    assertThat(rows(ERRORS)).isEmpty();
    assertThat(rows("SELECT * FROM v")).containsExactly("12|1|12", "12|2|6", "12|4|3");
    run("INSERT INTO b VALUES (1, 0)");
    assertThat(rows(ERRORS)).hasSize(2);
    run("DELETE FROM a");
    assertThat(rows(ERRORS)).isEmpty();
    assertThat(rows("SELECT * FROM v")).isEmpty();
    assertThat(rows("SELECT * FROM w")).isEmpty();
  }
}
