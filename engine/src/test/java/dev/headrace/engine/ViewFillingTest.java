package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
          "SELECT k, 100 / (v - 7) AS q FROM t");

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void viewsThatAreFilledWhileTablesChangeAreWhatTheirQueriesGive(int workers)
      throws InterruptedException {
    try (Headrace db = Headrace.inMemory(Options.defaults().withWorkers(workers));
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
          .containsExactly("v0_8|" + failing, "v1_8|" + failing);
    }
  }

  private static List<String> rows(Session session, String query) {
    return DatabaseTestBase.rows(session, query).stream().sorted().toList();
  }
}
