package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is sent, the answer is an error that says what is wrong, and the session goes on. */
final class BadInputTest extends DatabaseTestBase {
  @BeforeEach
  void table() {
    run("CREATE TABLE t (id integer PRIMARY KEY, delay integer)");
    run("INSERT INTO t VALUES (1, 10), (2, 0)");
    run("CREATE MATERIALIZED VIEW m AS SELECT sum(delay) AS s FROM t");
  }

  @AfterEach
  void theSessionAndTheDataAreAsBefore() {
    assertThat(rows("SELECT * FROM t")).containsExactly("1|10", "2|0");
    assertThat(rows("SELECT * FROM m")).containsExactly("10");
    assertThat(db.materializedViews()).containsExactly("m");
  }

  @Test
  void unknownNames() {
    assertThat(error("SELECT dely FROM t")).isEqualTo("42703 column \"dely\" does not exist");
    assertThat(error("SELECT x.delay FROM t"))
        .isEqualTo("42P01 missing FROM-clause entry for table \"x\"");
    assertThat(error("SELECT * FROM tt")).startsWith("42P01");
    assertThat(error("SELECT no_such(1)"))
        .isEqualTo("42883 function no_such(integer) does not exist");
  }

  @Test
  void typesThatDoNotFit() {
    assertThat(error("SELECT delay + true FROM t"))
        .isEqualTo("42883 operator does not exist: integer + boolean");
    assertThat(error("SELECT * FROM t WHERE delay")).startsWith("42804");
    assertThat(error("INSERT INTO t VALUES (3, true)")).startsWith("42804");
    assertThat(error("SELECT CASE WHEN true THEN 1 ELSE true END")).startsWith("42804");
    assertThat(error("SELECT 1 UNION SELECT true")).startsWith("42804");
    assertThat(error("UPDATE t SET delay = date '2024-01-01'")).startsWith("42804");
    assertThat(error("INSERT INTO t VALUES (3, 'abc')")).startsWith("22P02");
  }

  @Test
  void valuesOutOfRange() {
    assertThat(error("SELECT 2147483647 + 1")).isEqualTo("22003 integer out of range");
    assertThat(error("SELECT sum(b) + 9223372036854775807 FROM (VALUES (1::bigint)) AS v(b)"))
        .isIn("22003 bigint out of range", error("SELECT 2147483647 + 1"));
  }

  @Test
  void overflowInStatements() {
    assertThat(error("UPDATE t SET delay = 2147483647 + id")).startsWith("22003");
    assertThat(error("INSERT INTO t VALUES (3, 99999999999)")).startsWith("22003");
    assertThat(error("SELECT CAST(1e10 AS integer)")).startsWith("22003");
    assertThat(error("SELECT 9223372036854775807 * 2")).isEqualTo("22003 bigint out of range");
  }

  @Test
  void divisionByZero() {
    assertThat(error("SELECT 1 / delay FROM t")).isEqualTo("22012 division by zero");
    assertThat(error("UPDATE t SET delay = 1 / delay")).startsWith("22012");
    assertThat(error("DELETE FROM t WHERE 1 / delay = 0")).startsWith("22012");
    assertThat(error("SELECT 1.0 / 0")).startsWith("22012");
  }

  @Test
  void duplicateKeys() {
    assertThat(error("INSERT INTO t VALUES (3, 1), (1, 1)")).startsWith("23505");
    assertThat(error("UPDATE t SET id = 1")).startsWith("23505");
  }

  @Test
  void parameters() {
    assertThat(error("SELECT $1::integer + $2::integer", 1)).startsWith("08P01");
    assertThat(error("SELECT $1::integer", 1, 2)).startsWith("08P01");
    assertThat(error("SELECT $1::integer", "x")).startsWith("22P02");
    assertThat(error("SELECT $1::integer", new Object())).startsWith("42804");
  }

  @Test
  void aTextOfTenMegabytes() {
    assertThat(error("SELECT " + "(".repeat(5_000_000) + "1" + ")".repeat(5_000_000)))
        .startsWith("54");
    assertThat(error("SELECT " + "x".repeat(10_000_000))).hasSizeLessThan(400);
    assertThat(error("SELECT '" + "y".repeat(10_000_000))).hasSizeLessThan(400).startsWith("42601");
    assertThat(rows("SELECT length('" + "z".repeat(10_000_000) + "')")).containsExactly("10000000");
  }

  @Test
  void aQueryThatNeedsMoreMemoryThanItMayHave() {
    run("SET memory_limit = '4MB'");
    assertThat(error("SELECT g, count(*) FROM generate_series(1, 1000000) AS s(g) GROUP BY g"))
        .startsWith("53200");
    assertThat(
            error(
                "SELECT count(*) FROM generate_series(1, 1000000) a(x)"
                    + " JOIN generate_series(1, 1000000) b(x) ON a.x = b.x"))
        .startsWith("53200");
    assertThat(error("SELECT x FROM generate_series(1, 1000000) a(x) ORDER BY x DESC"))
        .startsWith("53200");
    run("RESET memory_limit");
  }

  @Test
  void brokenSyntax() {
    assertThat(error("SELECT FROM WHERE")).startsWith("42601");
    assertThat(error("SELECT 1 2")).startsWith("42601");
    assertThat(error("SELECT 'abc")).startsWith("42601");
    assertThat(error("INSERT t VALUES (1)")).startsWith("42601");
    assertThat(error("CREATE MATERIALIZED VIEW x AS SELECT")).startsWith("42601");
    assertThat(error("SELECT \u0000")).startsWith("42601");
    assertThat(session.execute("")).isEmpty();
    assertThat(session.execute(" ; -- nothing\n ;")).isEmpty();
  }
}
