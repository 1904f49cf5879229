package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans and circuits are shared and kept, and nobody can tell but by the time it takes. */
final class StatementCacheTest {
  private final Headrace db = Headrace.inMemory();
  private final Session session = db.connect();
  private final Session other = db.connect();

  @BeforeEach
  void fill() {
    session.execute(
        "CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, c numeric(8, 2), d date,"
            + " e double precision)");
    for (int i = 0; i < 50; i++) {
      session.execute(
          "INSERT INTO t VALUES ($1, $2, $3, $4, $5, $6)",
          i,
          i % 7,
          i % 5 == 0 ? null : "b" + i % 3,
          new java.math.BigDecimal(i).movePointLeft(1),
          java.time.LocalDate.of(2024, 1, 1).plusDays(i),
          i / 4.0);
    }
  }

  @AfterEach
  void close() {
    db.close();
  }

  private long count(String name) {
    return Long.parseLong(String.valueOf(session.query("SHOW " + name).single()));
  }

  private static List<List<Object>> rows(Session session, String sql) {
    return session.query(sql).rows();
  }

  @Test
  void upsertsThatDifferInLiteralsShareAPlan() {
    String upsert =
        "INSERT INTO t (id, a) VALUES (%d, 1) ON CONFLICT (id) DO UPDATE SET a = t.a + %d";
    session.execute(upsert.formatted(1, 1));
    long misses = count("plan_cache_misses");
    session.execute(upsert.formatted(2, 10));
    session.execute(upsert.formatted(99, 20));
    assertThat(count("plan_cache_misses")).isEqualTo(misses);
    assertThat(rows(session, "SELECT id, a FROM t WHERE id IN (1, 2, 99) ORDER BY id"))
        .containsExactly(List.of(1, 2), List.of(2, 12), List.of(99, 1));
  }

  @Test
  void comparisonsOfComputedValuesShareAPlan() {
    rows(session, "SELECT id FROM t WHERE id % 10 = 3");
    long misses = count("plan_cache_misses");
    assertThat(rows(session, "SELECT id FROM t WHERE id % 10 = 9 ORDER BY id LIMIT 2"))
        .containsExactly(List.of(9), List.of(19));
    assertThat(rows(session, "SELECT id FROM t WHERE id % 10 = 4")).hasSize(5);
    assertThat(count("plan_cache_misses")).isEqualTo(misses + 1);
  }

  @Test
  void statementsThatDifferInLiteralsShareAPlan() {
    rows(session, "SELECT a FROM t WHERE id = 1");
    long misses = count("plan_cache_misses");
    long hits = count("plan_cache_hits");
    assertThat(rows(other, "select A from T where ID=2 /* x */")).isEqualTo(List.of(List.of(2)));
    assertThat(rows(session, "SELECT a FROM t WHERE id = 8 -- y")).isEqualTo(List.of(List.of(1)));
    assertThat(count("plan_cache_misses")).isEqualTo(misses);
    assertThat(count("plan_cache_hits")).isEqualTo(hits + 2);
  }

  @Test
  void updatesThatDifferInNumbersShareAPlan() {
    session.execute("UPDATE t SET a = a + 5, c = c * 1.5, e = e - 2 WHERE id = 1");
    long misses = count("plan_cache_misses");
    other.execute("UPDATE t SET a = a + -7, c = c * 2.25, e = e - 3 WHERE id = 2");
    other.execute(
        "UPDATE t SET a = a + 2147483640, c = c * 0.01, e = e - -2147483648 WHERE id = 3");
    assertThat(count("plan_cache_misses")).isEqualTo(misses);
    assertThat(rows(session, "SELECT id, a, c, e FROM t WHERE id BETWEEN 1 AND 3 ORDER BY id"))
        .hasToString(
            "[[1, 6, 0.15, -1.75], [2, -5, 0.45, -2.5], [3, 2147483643, 0.00, 2.14748364875E9]]");
    assertThatThrownBy(() -> session.execute("UPDATE t SET a = a + 2147483640 WHERE id = 3"))
        .hasMessageContaining("integer out of range");
  }

  /** A number in parentheses stays in the text: same rows, same errors at the same places. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "smallint",
        "integer",
        "bigint",
        "numeric",
        "numeric(10, 4)",
        "real",
        "double precision",
        "date",
        "timestamp",
        "interval",
        "text"
      })
  void numbersOfAssignmentsMeanWhatTheyMeanInTheText(String type) {
    session.execute("CREATE TABLE v (id integer PRIMARY KEY, x " + type + ")");
    String[] values =
        switch (type) {
          case "date", "timestamp" -> new String[] {"NULL", "'2024-01-31'"};
          case "interval" -> new String[] {"NULL", "'1 day'"};
          default -> new String[] {"NULL", "'7'", "'-32768'"};
        };
    for (String operator : List.of("+", "-", "*", "/", "%", "+ 2 *", "^")) {
      for (String number :
          List.of(
              "3",
              "-3",
              "0",
              "1.5",
              ".333",
              "-2.50",
              "40000",
              "2147483648",
              "-2147483648",
              "-3000000000",
              "9223372036854775808",
              "1.000000000000000000001",
              "1e2")) {
        for (String value : values) {
          String expression = "x " + operator + " ";
          assertThat(assignment(value, expression + number))
              .as("%s %s of %s %s", expression, number, type, value)
              .isEqualTo(assignment(value, expression + "(" + number + ")"));
        }
      }
    }
  }

  private String assignment(String value, String expression) {
    session.execute("DELETE FROM v");
    session.execute("INSERT INTO v VALUES (1, " + value + ")");
    try {
      return session
          .query("UPDATE v SET x = " + expression + " RETURNING x::text")
          .rows()
          .toString();
    } catch (SqlException e) {
      return e.code() + " " + e.message() + " " + e.position();
    }
  }

  @Test
  void rowsOfAnInsertShareThePlanOfOne() {
    session.execute("INSERT INTO t (id, c, d) VALUES (100, 1.5, '2024-02-01'::date)");
    long misses = count("plan_cache_misses");
    session.execute(
        "INSERT INTO t (id, c, d) VALUES (101, 2.5, '2024-02-02'::date), (102, 3.5, NULL),"
            + " (103, NULL, '2024-02-04'::date)");
    assertThat(count("plan_cache_misses")).isEqualTo(misses);
    assertThat(rows(session, "SELECT id, c, d FROM t WHERE id > 100 ORDER BY id"))
        .hasToString("[[101, 2.50, 19755], [102, 3.50, null], [103, null, 19757]]");
  }

  @Test
  void rowsOfAnInsertAreAllInsertedOrNone() {
    assertThatThrownBy(
            () -> session.execute("INSERT INTO t (id, b) VALUES (200, 'x'), (201, 'y'), (7, 'z')"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION));
    assertThatThrownBy(
            () -> session.execute("INSERT INTO t (id, d) VALUES (200, '2024-01-01'), (201, 'y')"))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATETIME_FORMAT);
              assertThat(e.position()).hasToString("Position[line=1, column=57, offset=57]");
            });
    assertThat(rows(session, "SELECT id FROM t WHERE id >= 200")).isEmpty();
  }

  @Test
  void aResultKeepsItsRowsWhenTheCircuitRunsAgain() {
    QueryResult first = session.query("SELECT a, id FROM t WHERE id = 1");
    QueryResult second = session.query("SELECT a, id FROM t WHERE id = 2");
    QueryResult sorted = session.query("SELECT id FROM t WHERE id < 3 ORDER BY id DESC");
    session.query("SELECT id FROM t WHERE id < 4 ORDER BY id DESC");
    assertThat(first.rows()).isEqualTo(List.of(List.of(1, 1)));
    assertThat(second.rows()).isEqualTo(List.of(List.of(2, 2)));
    assertThat(sorted.rows()).isEqualTo(List.of(List.of(2), List.of(1), List.of(0)));
  }

  @Test
  void namesAndTypesAreThoseOfTheTextAsItStands() {
    QueryResult result = session.query("SELECT 1, 'x', a + 1 FROM t WHERE id = 3 LIMIT 1");
    assertThat(result.fields().toString()).isEqualTo(plain("SELECT 1, 'x', a + 1 FROM t"));
  }

  private String plain(String sql) {
    // several statements in a text are not normalised
    return ((QueryResult) session.execute("SELECT 0; " + sql).getLast()).fields().toString();
  }

  @Test
  void definitionsAndChangesLeaveNoStaleAnswerInAnySession() {
    String query = "SELECT count(*), sum(a) FROM t WHERE id = 1";
    PreparedStatement prepared = other.prepare(query);
    List<List<Object>> before = rows(session, query);
    assertThat(prepared.query().rows()).isEqualTo(before).isEqualTo(rows(other, query));
    session.execute("UPDATE t SET a = 100 WHERE id = 1");
    assertAll(query, prepared, List.of(List.of(1L, 100L)));
    session.execute("DELETE FROM t WHERE id = 1");
    assertThat(rows(other, query).getFirst().getFirst()).isEqualTo(0L);
    assertThat(prepared.query().rows().getFirst().getFirst()).isEqualTo(0L);
    session.execute("DROP TABLE t");
    assertThatThrownBy(() -> rows(other, query)).isInstanceOf(SqlException.class);
    assertThatThrownBy(prepared::query).isInstanceOf(SqlException.class);
    session.execute("CREATE TABLE t (a integer, id integer)");
    session.execute("INSERT INTO t VALUES (5, 1), (6, 1)");
    assertAll(query, prepared, List.of(List.of(2L, 11L)));
    session.execute("DROP TABLE t");
    session.execute("CREATE VIEW t AS SELECT 1 AS id, 9 AS a");
    assertAll(query, prepared, List.of(List.of(1L, 9L)));
  }

  private void assertAll(String query, PreparedStatement prepared, List<List<Object>> expected) {
    assertThat(rows(session, query)).isEqualTo(expected);
    assertThat(rows(other, query)).isEqualTo(expected);
    assertThat(prepared.query().rows()).isEqualTo(expected);
  }

  @Test
  void aTransactionSeesItsOwnChangesThroughSharedPlans() {
    String query = "SELECT a FROM t WHERE id = 3";
    rows(session, query);
    session.execute("BEGIN");
    session.execute("UPDATE t SET a = 77 WHERE id = 3");
    assertThat(rows(session, query)).isEqualTo(List.of(List.of(77)));
    assertThat(rows(session, "SELECT count(*) FROM t")).isEqualTo(List.of(List.of(50L)));
    session.execute("DELETE FROM t WHERE id = 4");
    assertThat(rows(session, "SELECT count(*) FROM t")).isEqualTo(List.of(List.of(49L)));
    assertThat(rows(other, query)).isEqualTo(List.of(List.of(3)));
    assertThat(rows(other, "SELECT count(*) FROM t")).isEqualTo(List.of(List.of(50L)));
    session.execute("ROLLBACK");
    assertThat(rows(session, query)).isEqualTo(List.of(List.of(3)));
  }

  @Test
  void errorsPointIntoTheTextThatWasGiven() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> session.query("SELECT a /* x */  FROM t WHERE d = 'monday'"))
          .isInstanceOfSatisfying(
              SqlException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATETIME_FORMAT);
                assertThat(offset(e)).isEqualTo(36);
              });
      assertThat(rows(session, "SELECT a FROM t WHERE d = '2024-01-02'"))
          .isEqualTo(List.of(List.of(1)));
      assertThatThrownBy(() -> session.query("SELECT  nothing FROM t WHERE a = 1"))
          .isInstanceOfSatisfying(SqlException.class, e -> assertThat(offset(e)).isEqualTo(9));
    }
  }

  @Test
  void parametersAndLiteralsMix() {
    assertThat(session.query("SELECT id FROM t WHERE a = $1 AND id > 10 AND b = 'b1'", 3).rows())
        .isEqualTo(
            session.query("SELECT id FROM t WHERE a = 3 AND id > $1 AND b = $2", 10, "b1").rows())
        .isNotEmpty();
  }

  @Test
  void theCacheForgetsWhatWasUsedLongAgo() {
    for (int i = 0; i < 600; i++) {
      session.query("SELECT id AS c" + i + " FROM t WHERE id = 1");
      session.query("SELECT a FROM t WHERE id = " + i);
    }
    assertThat(count("plan_cache_size")).isLessThanOrEqualTo(256);
    assertThat(count("parse_cache_size")).isLessThanOrEqualTo(512);
    long misses = count("plan_cache_misses");
    session.query("SELECT a FROM t WHERE id = 1");
    assertThat(count("plan_cache_misses")).isEqualTo(misses);
  }

  @Test
  void sessionsRunSharedPlansAtTheSameTime() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int seed = thread;
        done.add(threads.submit(() -> queryAtRandom(seed)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
  }

  private void queryAtRandom(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Session own = db.connect()) {
      for (int i = 0; i < 500; i++) {
        int id = random.nextInt(50);
        assertThat(rows(own, "SELECT id, a FROM t WHERE id = " + id))
            .isEqualTo(List.of(List.of(id, id % 7)));
        assertThat(rows(own, "SELECT count(*) FROM t WHERE id < " + id))
            .isEqualTo(List.of(List.of((long) id)));
      }
    }
  }

  /** Answers with normalised texts are those without, over random statements. */
  @Test
  void randomStatementsAnswerAsWithoutTheCache() {
    long seed = System.nanoTime();
    System.out.println("statement cache: -Dseed=" + seed);
    SplittableRandom random = new SplittableRandom(Long.getLong("seed", seed));
    for (int i = 0; i < 500; i++) {
      String sql = query(random);
      for (int again = 0; again < 2; again++) {
        assertThat(outcome(sql)).as(sql).isEqualTo(outcome("SELECT 0; " + sql));
      }
    }
  }

  private String outcome(String sql) {
    try {
      QueryResult result = (QueryResult) session.execute(sql).getLast();
      List<String> rows = new ArrayList<>();
      result.rows().forEach(row -> rows.add(row.toString()));
      rows.sort(null);
      return result.fields() + " " + rows;
    } catch (SqlException e) {
      return e.code() + " " + e.message();
    }
  }

  private static String pick(SplittableRandom random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String literal(SplittableRandom random) {
    return pick(
        random,
        "1",
        "-3",
        "0",
        "2147483648",
        "-2147483648",
        "1.50",
        "'b1'",
        "'2024-01-09'",
        "'5'",
        "''",
        "'it''s'",
        "NULL",
        "99999999999999999999",
        ".5",
        "'x'",
        "3",
        "TRUE");
  }

  private static String condition(SplittableRandom random, int depth) {
    String column = pick(random, "id", "a", "b", "c", "d", "e", "lower(b)", "(a + 1)", "a % 3");
    String operator = pick(random, "=", "<", ">", "<=", ">=", "<>", "!=");
    return switch (random.nextInt(depth > 2 ? 5 : 9)) {
      case 0, 1, 2 -> column + " " + operator + " " + literal(random);
      case 3 -> column + " BETWEEN " + literal(random) + " AND " + literal(random);
      case 4 -> column + " IN (" + literal(random) + ", " + literal(random) + ")";
      case 5 -> condition(random, depth + 1) + " AND " + condition(random, depth + 1);
      case 6 -> "(" + condition(random, depth + 1) + " OR " + condition(random, depth + 1) + ")";
      case 7 -> "NOT (" + condition(random, depth + 1) + ")";
      default -> "a IN (SELECT a FROM t AS u WHERE " + condition(random, depth + 1) + ")";
    };
  }

  private static String query(SplittableRandom random) {
    String where = " FROM t WHERE " + condition(random, 0);
    return switch (random.nextInt(6)) {
      case 0 -> "SELECT *" + where;
      case 1 -> "SELECT a = 1, " + literal(random) + ", b" + where;
      case 2 -> "SELECT a, count(*), max(e)" + where + " GROUP BY a";
      case 3 -> "SELECT a + 1, sum(id)" + where + " GROUP BY a + 1";
      case 4 -> "SELECT id" + where + " ORDER BY 1 LIMIT 3 OFFSET " + random.nextInt(4);
      default ->
          "SELECT CASE WHEN a = 2 THEN 'two' ELSE b END, (SELECT max(id) FROM t AS v WHERE v.a ="
              + " 2)"
              + where;
    };
  }

  private static int offset(SqlException error) {
    return Objects.requireNonNull(error.position(), "a position").offset();
  }
}
