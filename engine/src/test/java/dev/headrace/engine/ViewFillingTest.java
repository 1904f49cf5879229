package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Views are filled while others go on changing what they read: nothing is lost or doubled. */
final class ViewFillingTest {
  private static final List<String> QUERIES =
      List.of(
          "SELECT id, v FROM t WHERE v % 2 = 0",
          "SELECT k, sum(v) AS s, count(*) AS n FROM t GROUP BY k",
          "SELECT k, sum(v) + 1 AS s FROM t GROUP BY k",
          "SELECT t.id, u.name FROM t JOIN u ON t.k = u.k WHERE t.v > 5",
          "SELECT k, v, row_number() OVER (PARTITION BY k ORDER BY v, id) AS n FROM t",
          "SELECT DISTINCT v FROM t EXCEPT SELECT k FROM u",
          "SELECT id, v FROM t ORDER BY v DESC, id LIMIT 10",
          "SELECT sum(s) AS s FROM base",
          "SELECT t.k, count(u.name) AS n FROM t LEFT JOIN u ON t.v = u.k GROUP BY t.k",
          "SELECT u.k FROM u WHERE NOT EXISTS (SELECT 1 FROM t WHERE t.k = u.k AND t.v > 90)",
          "SELECT k, string_agg(v::text, ',' ORDER BY v, id) AS l FROM t GROUP BY k",
          "SELECT k, max(v) AS m, min(v) AS l FROM t GROUP BY k HAVING count(*) > 100",
          "SELECT k, 100 / (v - 7) AS q FROM t");

  @ParameterizedTest
  @CsvSource({"1, 67108864", "2, 67108864", "1, 1", "2, 100000"})
  void viewsThatAreFilledWhileTablesChangeAreWhatTheirQueriesGive(int workers, long fillStep)
      throws InterruptedException {
    Options options = Options.defaults().withWorkers(workers).withFillStep(fillStep);
    try (Headrace db = Headrace.inMemory(options);
        Session session = db.connect()) {
      session.execute(
          "CREATE TABLE t (id int PRIMARY KEY, k int, v int);"
              + "CREATE TABLE u (k int PRIMARY KEY, name text);"
              + "INSERT INTO t SELECT i, i % 50, i % 100 FROM generate_series(1, 20000) AS s (i);"
              + "INSERT INTO u SELECT i, 'n' || i FROM generate_series(0, 60) AS s (i);"
              + "CREATE MATERIALIZED VIEW base AS SELECT k, sum(v) AS s FROM t GROUP BY k");
      AtomicBoolean done = new AtomicBoolean();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      CountDownLatch begun = new CountDownLatch(20);
      Thread writer =
          new Thread(
              () -> {
                try (Session other = db.connect()) {
                  for (int i = 0; !done.get(); i++) {
                    other.execute(
                        "UPDATE t SET v = (v + 1) % 100, k = (k + id) % 50 WHERE id % 997 = "
                            + i % 997);
                    other.execute("DELETE FROM t WHERE id = " + (i % 20000 + 1));
                    other.execute(
                        "INSERT INTO t VALUES (%d, %d, %d) ON CONFLICT (id) DO UPDATE SET v = 3"
                            .formatted((i * 31) % 30000, i % 50, i % 13));
                    begun.countDown();
                  }
                } catch (Throwable e) {
                  failure.set(e);
                  while (begun.getCount() > 0) {
                    begun.countDown();
                  }
                }
              });
      writer.start();
      begun.await();
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < QUERIES.size(); i++) {
          session.execute("CREATE MATERIALIZED VIEW v" + round + "_" + i + " AS " + QUERIES.get(i));
        }
      }
      done.set(true);
      writer.join();
      assertThat(failure.get()).isNull();
      for (int i = 0; i < QUERIES.size(); i++) {
        for (int round = 0; round < 2; round++) {
          String query = QUERIES.get(i);
          String safe =
              query.contains("100 /") ? query.replace("FROM t", "FROM t WHERE v <> 7") : query;
          assertThat(rows(session, "SELECT * FROM v" + round + "_" + i))
              .as(query)
              .isEqualTo(rows(session, safe));
        }
      }
      String failing = rows(session, "SELECT count(*) FROM t WHERE v = 7").getFirst();
      assertThat(rows(session, "SELECT view, count(*) FROM headrace.row_errors GROUP BY view"))
          .containsExactly("v0_12|" + failing, "v1_12|" + failing);
    }
  }

  @Test
  void fillingEndsWhenItsStatementIsCancelled() throws InterruptedException {
    try (Headrace db = Headrace.inMemory(Options.defaults().withFillStep(1 << 16));
        Session session = db.connect()) {
      session.execute(
          "CREATE TABLE t (id int PRIMARY KEY, k int);"
              + "INSERT INTO t SELECT i, i % 50 FROM generate_series(1, 20000) AS s (i)");
      String view =
          "CREATE MATERIALIZED VIEW v AS SELECT a.id, b.id AS c FROM t a JOIN t b USING (k)";
      session.execute("SET statement_timeout = 300");
      assertThatThrownBy(() -> session.execute(view))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_CANCELED));
      session.execute("SET statement_timeout = 0");
      Thread canceller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    LockSupport.parkNanos(300_000_000);
                    session.cancel();
                  });
      assertThatThrownBy(() -> session.execute(view))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("canceling statement due to user request");
      canceller.join();
      // nothing half-done stays behind
      session.execute("DELETE FROM t WHERE id > 1000");
      session.execute(view);
      assertThat(rows(session, "SELECT count(*) FROM v")).containsExactly("20000");
    }
  }

  private static List<String> rows(Session session, String query) {
    return DatabaseTestBase.rows(session, query).stream().sorted().toList();
  }
}
