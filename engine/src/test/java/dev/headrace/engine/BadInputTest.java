package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent, the answer is an error that says what is wrong, the session goes on, and
 * nothing is left behind. SQLSTATEs and messages are PostgreSQL 15's.
 */
final class BadInputTest extends DatabaseTestBase {
  private static final int TEN_MEGABYTES = 10_000_000;

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
  void statementsWithMistakes() {
    String mistakes =
        """
        SELECT dely FROM t -> 42703 column "dely" does not exist
        SELECT x.delay FROM t -> 42P01 missing FROM-clause entry for table "x"
        SELECT * FROM tt -> 42P01 relation "tt" does not exist
        SELECT no_such(1) -> 42883 function no_such(integer) does not exist
        SELECT delay + true FROM t -> 42883 operator does not exist: integer + boolean
        SELECT * FROM t WHERE delay -> 42804 argument of WHERE must be type boolean, not type integer
        INSERT INTO t VALUES (3, true) -> 42804 column "delay" is of type integer but expression is of type boolean
        SELECT 1 UNION SELECT true -> 42804 UNION types integer and boolean cannot be matched
        UPDATE t SET delay = date '2024-01-01' -> 42804 column "delay" is of type integer but expression is of type date
        INSERT INTO t VALUES (3, 'abc') -> 22P02 invalid input syntax for type integer: "abc"
        SELECT 2147483647 + 1 -> 22003 integer out of range
        UPDATE t SET delay = 2147483647 + id -> 22003 integer out of range
        INSERT INTO t VALUES (3, 99999999999) -> 22003 integer out of range
        SELECT CAST(1e10 AS integer) -> 22003 integer out of range
        SELECT 9223372036854775807 * 2 -> 22003 bigint out of range
        SELECT 1 / delay FROM t -> 22012 division by zero
        UPDATE t SET delay = 1 / delay -> 22012 division by zero
        DELETE FROM t WHERE 1 / delay = 0 -> 22012 division by zero
        SELECT 1.0 / 0 -> 22012 division by zero
        INSERT INTO t VALUES (3, 1), (1, 1) -> 23505 duplicate key value violates unique constraint "t_pkey"
        UPDATE t SET id = 1 -> 23505 duplicate key value violates unique constraint "t_pkey"
        SELECT id FROM WHERE -> 42601 syntax error at or near "WHERE"
        SELECT 1 2 -> 42601 syntax error at or near "2"
        INSERT t VALUES (1) -> 42601 syntax error at or near "t"
        """;
    mistakes
        .lines()
        .map(line -> line.split(" -> ", 2))
        .forEach(mistake -> assertThat(error(mistake[0])).as(mistake[0]).isEqualTo(mistake[1]));
  }

  @Test
  void aSuggestionForAMisspeltColumnAndItsPlace() {
    assertThatThrownBy(() -> session.execute("SELECT id,\n  dely FROM t"))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.hint())
                  .isEqualTo("Perhaps you meant to reference the column \"t.delay\".");
              assertThat(e.position()).isEqualTo(new SqlException.Position(2, 3, 14));
            });
  }

  @Test
  void parametersThatDoNotFit() {
    PreparedStatement sum = session.prepare("SELECT $1::integer + $2::integer");
    for (Object[] parameters : new Object[][] {{}, {1}, {1, 2, 3}}) {
      assertThatThrownBy(() -> sum.execute(parameters))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("08P01"));
    }
    assertThat(error("SELECT $1::integer", "x")).startsWith("22P02");
  }

  @Test
  void aFailedStatementOfSeveralLeavesNothingOfItself() {
    assertThat(
            error(
                "BEGIN; INSERT INTO t VALUES (7, 7); INSERT INTO t VALUES (8, 8), (8, 9); COMMIT"))
        .startsWith("23505");
    run("ROLLBACK");
  }

  @Test
  void aFileThatIsNotThere() {
    assertThat(
            error(
                "CREATE TABLE f (a integer)"
                    + " WITH (connector = 'file', path = 'nowhere.csv', format = 'csv')"))
        .startsWith("58P01");
    assertThat(error("SELECT * FROM f")).startsWith("42P01");
  }

  @Test
  void aBrokenRowOfAFile() throws Exception {
    Files.writeString(Path.of(directory.toString(), "rows.csv"), "a\n1\nx\n3\n");
    run(
        "CREATE TABLE f (a integer)"
            + " WITH (connector = 'file', path = 'rows.csv', format = 'csv')");
    assertThat(db.awaitInputs(Duration.ofSeconds(30))).isTrue();
    assertThat(rows("SELECT * FROM f")).containsExactly("1", "3");
    assertThat(rows("SELECT line FROM f_errors")).containsExactly("3");
    run("DROP TABLE f");
  }

  @Test
  void longTokens() {
    assertThat(rows("SELECT length('" + "z".repeat(TEN_MEGABYTES) + "')"))
        .containsExactly(String.valueOf(TEN_MEGABYTES));
    assertThat(rows("/*" + "c".repeat(TEN_MEGABYTES) + "*/ SELECT 1")).containsExactly("1");
    assertThat(rows("--" + "c".repeat(TEN_MEGABYTES) + "\n SELECT 1")).containsExactly("1");
    assertThat(error("SELECT " + "x".repeat(TEN_MEGABYTES)))
        .startsWith("42703 column \"xxx")
        .hasSizeLessThan(400);
    assertThat(error("SELECT '" + "y".repeat(TEN_MEGABYTES)))
        .startsWith("42601 unterminated quoted string")
        .hasSizeLessThan(400);
    assertThat(error("SELECT " + "1".repeat(TEN_MEGABYTES)))
        .isEqualTo("22003 value overflows numeric format");
  }

  @Test
  void tenMegabytesOfTheSame() {
    assertThat(tenMegabytes("SELECT", "(")).startsWith("54001");
    assertThat(tenMegabytes("SELECT", "case when")).startsWith("54001");
    assertThat(tenMegabytes("SELECT", "not")).startsWith("54001");
    assertThat(tenMegabytes("SELECT 1", "+1")).startsWith("54001");
    assertThat(tenMegabytes("SELECT 1", "::integer")).startsWith("54001");
    assertThat(tenMegabytes("SELECT 1", "UNION ALL SELECT 1")).startsWith("54001");
    assertThat(tenMegabytes("SELECT a", ".a")).startsWith("42601");
    assertThat(tenMegabytes("SELECT 1", ")")).startsWith("42601");
    assertThat(tenMegabytes("", "SELECT * FROM (")).startsWith("54001");
  }

  private String tenMegabytes(String start, String repeated) {
    return error(start + (" " + repeated).repeat(TEN_MEGABYTES / (repeated.length() + 1)));
  }

  @Test
  void moreThanPostgresAllows() {
    assertThat(error("SELECT 1" + ", 1".repeat(1664)))
        .isEqualTo("54011 target lists can have at most 1664 entries");
    assertThat(error("SELECT concat(1" + ", 1".repeat(100) + ")"))
        .isEqualTo("54023 cannot pass more than 100 arguments to a function");
    String columns =
        IntStream.range(0, 1601)
            .mapToObj(i -> "c" + i + " integer")
            .collect(Collectors.joining(","));
    assertThat(error("CREATE TABLE wide (" + columns + ")"))
        .isEqualTo("54011 tables can have at most 1600 columns");
  }

  @Test
  void aLongListOfRowsAndAnotherOfValues() {
    String rows =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "(" + (i + 10) + ", " + i + ")")
            .collect(Collectors.joining(","));
    run("CREATE TABLE many (id integer, delay integer)");
    assertThat(run("INSERT INTO many VALUES " + rows)).isEqualTo("INSERT 0 100000");
    String values =
        IntStream.range(0, 100_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
    assertThat(rows("SELECT count(*) FROM many WHERE delay IN (" + values + ")"))
        .containsExactly("100000");
    run("DROP TABLE many");
  }

  @Test
  void queriesThatNeedMoreMemoryThanTheyMayHave() {
    run("CREATE TABLE big (x integer)");
    run("INSERT INTO big SELECT * FROM generate_series(1, 100000)");
    run("SET memory_limit = '1MB'");
    for (String query :
        new String[] {
          "SELECT x, count(*) FROM big GROUP BY x",
          "SELECT count(*) FROM big a JOIN big b ON a.x = b.x",
          "SELECT a.x FROM big a, big b",
          "SELECT x FROM big ORDER BY x DESC",
          "SELECT DISTINCT x FROM big",
          "SELECT x FROM big EXCEPT SELECT 1",
          "SELECT x, x + 1 FROM big",
          "SELECT * FROM big",
        }) {
      assertThat(error(query)).as(query).startsWith("53200");
      assertThat(rows("SELECT count(*) FROM big")).containsExactly("100000");
    }
    assertThat(error("INSERT INTO big SELECT a.x FROM big a, big b")).startsWith("53200");
    run("RESET memory_limit");
    assertThat(rows("SELECT count(*) FROM big")).containsExactly("100000");
    run("DROP TABLE big");
  }
}
