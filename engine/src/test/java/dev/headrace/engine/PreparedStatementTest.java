package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.Interval;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Statements with parameters. */
final class PreparedStatementTest extends DatabaseTestBase {
  @Test
  void aStatementIsPlannedOnceAndRunWithManyValues() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a text)");
    PreparedStatement insert = session.prepare("INSERT INTO t VALUES ($1, $2)");
    assertThat(insert.parameterTypes()).containsExactly(SqlType.INTEGER, SqlType.TEXT);
    for (int i = 0; i < 100; i++) {
      assertThat(insert.execute(i, "row " + i).tag()).isEqualTo("INSERT 0 1");
    }
    PreparedStatement select = session.prepare("SELECT a FROM t WHERE id = $1");
    assertThat(texts(select.query(42))).containsExactly("row 42");
    assertThat(texts(select.query(1000))).isEmpty();
    assertThat(texts(select.query((Object) null))).isEmpty();
  }

  @Test
  void everyTypeCanBeAParameter() {
    run(
        "CREATE TABLE t (o boolean, s smallint, i integer, b bigint, r real, f double precision,"
            + " n numeric, x text, v varchar(9), y bytea, d date, h time, p timestamp,"
            + " z timestamptz, e interval, u uuid, j jsonb, a integer[])");
    PreparedStatement insert =
        session.prepare(
            "INSERT INTO t VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
                + " $15, $16, $17, $18)");
    insert.execute(
        true,
        (short) -1,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        1.5f,
        -0.25,
        new BigDecimal("1.50"),
        "😀",
        "é",
        "ab".getBytes(StandardCharsets.UTF_8),
        LocalDate.of(2024, 2, 29),
        LocalTime.of(23, 59, 59),
        LocalDateTime.of(2024, 2, 29, 12, 0),
        Instant.parse("2024-02-29T12:00:00Z"),
        new Interval(1, 2, 3_000_000),
        UUID.fromString("00000000-0000-4000-8000-00000000000a"),
        "{\"b\": 1, \"a\": [1, 2]}",
        "{1,NULL,3}");
    assertThat(rows("SELECT * FROM t"))
        .containsExactly(
            "t|-1|-2147483648|9223372036854775807|1.5|-0.25|1.50|😀|é|\\x6162|2024-02-29|23:59:59"
                + "|2024-02-29 12:00:00|2024-02-29 12:00:00+00|1 mon 2 days 00:00:03"
                + "|00000000-0000-4000-8000-00000000000a|{\"a\": [1, 2], \"b\": 1}|{1,NULL,3}");
    Object[] nulls = new Object[18];
    insert.execute(nulls);
    assertThat(rows("SELECT count(*) FROM t WHERE o IS NULL AND a IS NULL AND u IS NULL"))
        .containsExactly("1");
  }

  @Test
  void textsAreReadAsTheTypeOfTheParameter() {
    assertThat(rows("SELECT $1::integer + 1", "41")).containsExactly("42");
    assertThat(rows("SELECT CAST($1 AS date) + 1", "2024-02-28")).containsExactly("2024-02-29");
    assertThat(error("SELECT $1::integer", "abc"))
        .isEqualTo("22P02 invalid input syntax for type integer: \"abc\"");
  }

  @Test
  void aStatementNeedsAllItsParameters() {
    PreparedStatement statement = session.prepare("SELECT $1::integer + $2::integer");
    SqlException error = catchThrowableOfType(SqlException.class, () -> statement.query(1));
    assertThat(text(error, "one of two")).startsWith("08P01");
    error = catchThrowableOfType(SqlException.class, () -> statement.query(1, 2, 3));
    assertThat(text(error, "three of two")).startsWith("08P01");
    assertThat(texts(statement.query(1, 2))).containsExactly("3");
  }

  @Test
  void aPlanFollowsItsTables() {
    run("CREATE TABLE t (a integer); INSERT INTO t VALUES (1)");
    PreparedStatement select = session.prepare("SELECT a FROM t");
    assertThat(texts(select.query())).containsExactly("1");
    run("DROP TABLE t; CREATE TABLE t (b text, a integer); INSERT INTO t VALUES ('x', 2)");
    assertThat(texts(select.query())).containsExactly("2");
    run("DROP TABLE t; CREATE TABLE t (a text)");
    SqlException error = catchThrowableOfType(SqlException.class, select::query);
    assertThat(text(error, "other type"))
        .isEqualTo("0A000 cached plan must not change result type");
    run("DROP TABLE t");
    error = catchThrowableOfType(SqlException.class, select::query);
    assertThat(text(error, "no table")).startsWith("42P01");
  }

  @Test
  void statementsCanBePreparedInSql() {
    run("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (2), (3)");
    run("PREPARE p (integer) AS SELECT a FROM t WHERE a > $1");
    assertThat(rows("EXECUTE p (1)")).containsExactly("2", "3");
    assertThat(error("PREPARE p AS SELECT 1")).startsWith("42P05");
    assertThat(error("EXECUTE p (1, 2)")).startsWith("42601");
    run("DEALLOCATE p");
    assertThat(error("EXECUTE p (1)")).startsWith("26000");
  }
}
