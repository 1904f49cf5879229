package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries whose rows several threads share give what one thread gives: rows and errors. */
@Timeout(300)
final class ParallelQueryTest {
  private static final List<String> QUERIES =
      List.of(
          "SELECT count(*), sum(i), avg(d), min(d), max(n), sum(n), min(t), max(t) FROM t",
          "SELECT sum(b), avg(i), min(i), max(b), bool_and(f), bool_or(f) FROM t WHERE i > 3",
          "SELECT k, count(*), count(i), sum(d), avg(n) FROM t GROUP BY k",
          "SELECT t, sum(i) FILTER (WHERE f), count(DISTINCT k), sum(DISTINCT n) FROM t GROUP BY t",
          "SELECT n, d, count(*) FROM t GROUP BY n, d",
          "SELECT k, avg(d) FROM t GROUP BY k HAVING avg(d) > 0",
          "SELECT DISTINCT t FROM t",
          "SELECT DISTINCT k, f FROM t WHERE n < 5",
          "SELECT count(DISTINCT t), count(DISTINCT id) FROM t",
          "WITH w AS (SELECT k, d FROM t WHERE d > 0) SELECT k, count(*), sum(d) FROM w GROUP BY k",
          "SELECT k, sum(i) FROM (SELECT k, i FROM t UNION ALL SELECT i, k FROM t) AS u GROUP BY k",
          "SELECT s, count(*) FROM (SELECT k, sum(i) AS s FROM t GROUP BY k) AS g GROUP BY s",
          "SELECT id % 7, variance(i), stddev(d) FROM t GROUP BY id % 7",
          "SELECT count(*), sum(a.i) FROM t a JOIN t b ON a.k = b.i WHERE b.f",
          "SELECT (SELECT max(i) FROM t WHERE k = o.k), count(*) FROM t o GROUP BY k",
          "SELECT id, count(*), sum(i) FROM t GROUP BY id",
          "SELECT count(*) FROM t WHERE i IN (SELECT k FROM t GROUP BY k HAVING count(*) > 9)");

  @TempDir private Path temp;

  private static Options sharing(int workers, long bytes) {
    return Options.defaults().withWorkers(workers).withParallelScanSize(bytes);
  }

  private static Options alone() {
    return Options.defaults().withWorkers(1);
  }

  private static String value(Random random, String value) {
    return random.nextInt(8) == 0 ? "NULL" : value;
  }

  private static String row(Random random, int id) {
    return "(%d, %s, %s, %s, %s, %s, %s, %s)"
        .formatted(
            id,
            value(random, "" + random.nextInt(12)),
            value(random, "" + (random.nextInt(20) - 5)),
            value(random, "" + (random.nextLong() >> random.nextInt(60))),
            value(random, (random.nextGaussian() * Math.pow(10, random.nextInt(9))) + "::float8"),
            value(random, "" + random.nextInt(100) / 8.0),
            value(random, "'" + "x".repeat(random.nextInt(3)) + random.nextInt(9) + "'"),
            value(random, random.nextBoolean() ? "true" : "false"));
  }

  private static final String TABLE =
      "CREATE TABLE t (id int PRIMARY KEY, k int, i int, b bigint, d double precision, n numeric,"
          + " t text, f boolean)";

  private static String change(Random random, int nextId) {
    return switch (random.nextInt(4)) {
      case 0 -> "DELETE FROM t WHERE id % " + (2 + random.nextInt(30)) + " = 1";
      case 1 -> "UPDATE t SET i = i + 1, d = d * 3 WHERE k = " + random.nextInt(12);
      default -> {
        List<String> rows = new ArrayList<>();
        for (int i = random.nextInt(300); i >= 0; i--) {
          rows.add(row(random, nextId + i));
        }
        yield "INSERT INTO t VALUES " + String.join(", ", rows);
      }
    };
  }

  /** Two databases that are told the same, of which one shares its queries' work. */
  private record Pair(Headrace shared, Headrace alone, List<Session> one, List<Session> other)
      implements AutoCloseable {
    Pair(Headrace shared, Headrace alone) {
      this(shared, alone, sessions(shared), sessions(alone));
    }

    private static List<Session> sessions(Headrace db) {
      return List.of(db.connect(), db.connect(), db.connect());
    }

    void execute(int session, String sql) {
      one.get(session).execute(sql);
      other.get(session).execute(sql);
    }

    void compare(int session, String sql, Object because) {
      assertThat(DatabaseTestBase.rows(one.get(session), sql))
          .as("%s: %s", because, sql)
          .isEqualTo(DatabaseTestBase.rows(other.get(session), sql));
    }

    @Override
    public void close() {
      for (int i = 0; i < one.size(); i++) {
        one.get(i).close();
        other.get(i).close();
      }
      shared.close();
      alone.close();
    }
  }

  private static void compareRandomly(Headrace shared, Headrace alone, long seed) {
    Random random = new Random(seed);
    try (Pair pair = new Pair(shared, alone)) {
      pair.execute(0, TABLE);
      pair.one.get(random.nextInt(3)).execute("SET compilation = always");
      int nextId = 0;
      // the first session changes, the second has a snapshot, the third has a transaction open
      for (int round = 0; round < 12; round++) {
        if (round % 4 == 1) {
          pair.execute(1, "BEGIN ISOLATION LEVEL REPEATABLE READ");
          pair.compare(1, QUERIES.getFirst(), seed);
        }
        if (round % 4 == 2) {
          pair.execute(2, "BEGIN");
          pair.execute(2, "INSERT INTO t VALUES " + row(random, -round));
          pair.execute(2, "DELETE FROM t WHERE id = (SELECT min(id) FROM t WHERE id > 0)");
        }
        if (round % 4 == 3) {
          pair.execute(2, random.nextBoolean() ? "COMMIT" : "ROLLBACK");
        }
        if (round % 4 != 2) {
          pair.execute(0, change(random, nextId));
          nextId += 300;
        }
        for (int session = 0; session < 3; session++) {
          for (int i = 0; i < 4; i++) {
            pair.compare(session, QUERIES.get(random.nextInt(QUERIES.size())), seed);
          }
        }
        if (round % 4 == 0 && round > 0) {
          pair.execute(1, "COMMIT");
        }
      }
      for (String query : QUERIES) {
        pair.compare(0, query, seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 4, 400, 4_000, 40_000})
  void anyNumberOfThreadsGivesTheSameRowsWhileTheTableChanges(long bytes) {
    long seed = new Random().nextLong();
    int workers = 2 + new Random(seed).nextInt(5);
    compareRandomly(Headrace.inMemory(sharing(workers, bytes)), Headrace.inMemory(alone()), seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 4_000, 200_000})
  void pagesThatAreNotInMemoryAreReadByWhoHasThem(long bytes) {
    long seed = new Random().nextLong();
    compareRandomly(
        Headrace.open(temp.resolve("db"), sharing(3, bytes).withTableMemoryLimit(64 << 10)),
        Headrace.inMemory(alone()),
        seed);
  }

  @Test
  void sumsAreThoseOfTheRows() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Headrace db = Headrace.inMemory(sharing(4, 1_000));
        Session session = db.connect()) {
      session.execute(TABLE);
      Map<String, Long> sums = new TreeMap<>();
      for (int id = 0; id < 3_000; id++) {
        @Nullable Integer key = random.nextInt(9) == 0 ? null : random.nextInt(40);
        int value = random.nextInt(1_000);
        session.execute("INSERT INTO t (id, k, i) VALUES ($1, $2, $3)", id, key, value);
        if (random.nextInt(5) == 0) {
          session.execute("DELETE FROM t WHERE id = $1", id);
        } else {
          sums.merge(String.valueOf(key), (long) value, Long::sum);
        }
      }
      List<String> expected = new ArrayList<>();
      sums.forEach((key, sum) -> expected.add(key + "|" + sum));

      assertThat(DatabaseTestBase.rows(session, "SELECT k, sum(i) FROM t GROUP BY k"))
          .as("seed %s", seed)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void manyGroupsComeOutOnceEach() {
    try (Headrace db = Headrace.inMemory(sharing(3, 10_000));
        Session session = db.connect()) {
      session.execute("CREATE TABLE g (k int, v int)");
      session.execute("INSERT INTO g SELECT n % 90000, 1 FROM generate_series(1, 300000) AS s (n)");

      assertThat(
              DatabaseTestBase.rows(
                  session,
                  "SELECT s, count(*), count(DISTINCT k) FROM (SELECT k, sum(v) AS s FROM g"
                      + " GROUP BY k) AS x GROUP BY s ORDER BY s"))
          .containsExactly("3|60000|60000", "4|30000|30000");
    }
  }

  @Test
  void theErrorIsThatOfTheFirstRowThatFails() {
    try (Headrace db = Headrace.inMemory(sharing(4, 0));
        Session session = db.connect()) {
      session.execute("CREATE TABLE e (id int, d int, t text)");
      session.execute("INSERT INTO e SELECT n, 1, '1' FROM generate_series(1, 2000) AS s (n)");
      session.execute("INSERT INTO e VALUES (2001, 0, '1')");
      session.execute("INSERT INTO e SELECT n, 1, 'x' FROM generate_series(2002, 4000) AS s (n)");
      for (int i = 0; i < 50; i++) {
        assertThat(DatabaseTestBase.error(session, "SELECT sum(id / d + t::int) FROM e"))
            .isEqualTo("22012 division by zero");
      }
      assertThat(DatabaseTestBase.error(session, "SELECT d, sum(t::int) FROM e GROUP BY d"))
          .isEqualTo("22P02 invalid input syntax for type integer: \"x\"");
      assertThat(DatabaseTestBase.rows(session, "SELECT count(*), sum(d) FROM e"))
          .containsExactly("4000|3999");
    }
  }

  @Test
  void memoryThatSeveralThreadsTakeCounts() {
    try (Headrace db = Headrace.inMemory(sharing(4, 10_000));
        Session session = db.connect()) {
      session.execute("CREATE TABLE g (k int, pad text)");
      session.execute(
          "INSERT INTO g SELECT n, repeat('x', 50) FROM generate_series(1, 50000) AS s (n)");
      session.execute("SET memory_limit = '1MB'");

      assertThat(DatabaseTestBase.error(session, "SELECT k, pad, count(*) FROM g GROUP BY k, pad"))
          .startsWith("53200 query needs more memory than its limit");
      assertThat(DatabaseTestBase.rows(session, "SELECT count(*) FROM g WHERE k > 0"))
          .containsExactly("50000");
    }
  }

  @Test
  void whatChangesWithEachCallIsLeftToOneThread() {
    try (Headrace db = Headrace.inMemory(sharing(4, 0));
        Session session = db.connect()) {
      session.execute("CREATE TABLE v (id int); CREATE SEQUENCE s");
      session.execute("INSERT INTO v SELECT n FROM generate_series(1, 5000) AS s (n)");

      assertThat(
              DatabaseTestBase.rows(
                  session,
                  "SELECT count(*) FROM (SELECT DISTINCT id - nextval('s') AS d FROM v) AS x"))
          .as("one number after the other")
          .containsExactly("1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allThreadsEndWhenTheQueryIsCancelledOrTakesTooLong(boolean timeout) throws Exception {
    try (Headrace db = Headrace.inMemory(sharing(3, 100_000));
        Session session = db.connect()) {
      session.execute("CREATE TABLE c (x int, t text)");
      session.execute(
          "INSERT INTO c SELECT n, repeat('ab', 200) FROM generate_series(1, 20000) AS s (n)");
      if (timeout) {
        session.execute("SET statement_timeout = '300ms'");
      }
      // minutes of work without a joined row
      String sql =
          "SELECT count(*), max(length(replace(repeat(t, 2000 + x % 7), 'ab', 'c'))) FROM c";
      CompletableFuture<String> failure =
          CompletableFuture.supplyAsync(() -> DatabaseTestBase.error(session, sql));
      Thread.sleep(500);
      if (!timeout) {
        assertThat(failure).as("still running").isNotDone();
        session.cancel();
      }

      assertThat(failure.get(60, TimeUnit.SECONDS))
          .isEqualTo(
              timeout
                  ? "57014 canceling statement due to statement timeout"
                  : "57014 canceling statement due to user request");
      session.execute("SET statement_timeout = 0");
      assertThat(DatabaseTestBase.rows(session, "SELECT count(*), min(x) FROM c WHERE x > 0"))
          .containsExactly("20000|1");
    }
  }

  @Test
  void manySessionsAskAtOnce() throws Exception {
    try (Headrace db = Headrace.inMemory(sharing(3, 1_000));
        Session session = db.connect()) {
      session.execute("CREATE TABLE m (k int, v int)");
      session.execute("INSERT INTO m SELECT n % 10, n FROM generate_series(1, 20000) AS s (n)");
      List<CompletableFuture<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try (Session other = db.connect()) {
                    return DatabaseTestBase.rows(
                        other,
                        "SELECT count(*), sum(s) FROM (SELECT k, sum(v) AS s FROM m GROUP BY k) AS"
                            + " x");
                  }
                }));
      }
      for (CompletableFuture<List<String>> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS)).containsExactly("10|200010000");
      }
    }
  }
}
