package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IndexTest extends DatabaseTestBase {
  @BeforeEach
  void fill() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, c double precision)");
    run(
        "INSERT INTO t SELECT i, i % 100, 'name' || i % 1000, i / 10.0 FROM generate_series(1, 5000) s(i)");
  }

  private AbstractStringAssert<?> assertPlan(String sql) {
    return assertThat(String.join("\n", rows("EXPLAIN " + sql)));
  }

  @Test
  void conditionsOnTheFirstColumnsAreLookedUp() {
    run("CREATE INDEX t_a_b ON t (a, b)");
    assertPlan("SELECT * FROM t WHERE a = 7 AND c > 1")
        .contains("Index Scan using t_a_b on t (a = 7)");
    assertPlan("SELECT * FROM t WHERE a = 7 AND b > 'name5'")
        .contains("Index Scan using t_a_b on t (a = 7 AND b > 'name5')");
    assertPlan("SELECT * FROM t WHERE a IN (1, 2, 3) AND b = 'name1'").contains("using t_a_b");
    assertPlan("SELECT * FROM t WHERE a = ANY ('{1,2}')").contains("using t_a_b");
    assertPlan("SELECT * FROM t WHERE b = 'name5'").doesNotContain("Index");
    assertPlan("SELECT * FROM t WHERE a > 3").doesNotContain("Index");
    assertPlan("SELECT * FROM t WHERE id BETWEEN 10 AND 20").contains("using t_pkey");
    assertPlan("SELECT * FROM t WHERE id = 10::bigint").contains("using t_pkey");
    assertThat(rows("SELECT id FROM t WHERE a = 7 AND b LIKE 'name10%' ORDER BY id"))
        .containsExactly("107", "1107", "2107", "3107", "4107");
  }

  @Test
  void likeReadsTheTextsThatStartAlike() {
    run("CREATE INDEX ON t (b)");
    assertPlan("SELECT id FROM t WHERE b LIKE 'name99_'").contains("using t_b_idx");
    assertThat(rows("SELECT count(*) FROM t WHERE b LIKE 'name99_'")).containsExactly("50");
    assertThat(rows("SELECT count(*) FROM t WHERE b LIKE 'name99%9'")).containsExactly("5");
    assertThat(rows("SELECT count(*) FROM t WHERE b LIKE $1", "name99")).containsExactly("5");
  }

  @Test
  void ordersAreReadFromBothEnds() {
    run("CREATE INDEX t_c ON t (c DESC NULLS LAST, id)");
    run("INSERT INTO t VALUES (9001, 1, 'x', NULL)");
    assertPlan("SELECT id FROM t ORDER BY c DESC NULLS LAST, id LIMIT 3")
        .contains("Index Scan using t_c on t");
    assertThat(rows("SELECT id FROM t ORDER BY c DESC NULLS LAST, id LIMIT 3"))
        .containsExactly("5000", "4999", "4998");
    assertPlan("SELECT id FROM t ORDER BY c ASC NULLS FIRST LIMIT 2")
        .contains("Index Scan Backward using t_c on t");
    assertThat(rows("SELECT id FROM t ORDER BY c ASC NULLS FIRST LIMIT 2"))
        .containsExactly("9001", "1");
    assertPlan("SELECT id FROM t ORDER BY c LIMIT 2").doesNotContain("Index");
    assertThat(rows("SELECT id FROM t WHERE a = 5 ORDER BY id OFFSET 2 LIMIT 2"))
        .containsExactly("205", "305");
    assertPlan("SELECT id FROM t WHERE b <> 'x' ORDER BY id DESC LIMIT 2")
        .contains("Index Scan Backward using t_pkey on t");
  }

  @Test
  void extremesAndCountsReadOneRow() {
    run("CREATE INDEX t_a_c ON t (a, c)");
    assertPlan("SELECT min(c), max(c) FROM t WHERE a = 3").contains("using t_a_c on t");
    assertThat(rows("SELECT min(c), max(c) FROM t WHERE a = 3")).containsExactly("0.3|490.3");
    assertThat(rows("SELECT max(id), min(id) FROM t")).containsExactly("5000|1");
    assertThat(rows("SELECT max(c) FROM t WHERE a = 1000")).containsExactly("null");
    run("CREATE INDEX t_b ON t (b)");
    assertThat(rows("SELECT min(b), max(b) FROM t WHERE b LIKE 'name99%'"))
        .containsExactly("name99|name999");
    assertPlan("SELECT count(*) FROM t").contains("Row Count of t");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("5000");
    assertPlan("SELECT count(*) FROM t WHERE a = 3 AND c < 100")
        .contains("Index Only Scan using t_a_c on t");
    assertThat(rows("SELECT count(*) FROM t WHERE a = 3 AND c < 100")).containsExactly("10");
    run("BEGIN; DELETE FROM t WHERE a = 3 AND id > 1000");
    assertThat(rows("SELECT count(*), max(id) FROM t")).containsExactly("4960|5000");
    assertThat(rows("SELECT count(*) FROM t WHERE a = 3 AND c < 200")).containsExactly("10");
    run("ROLLBACK");
  }

  @Test
  void joinsReadWhatTheSmallerSideAsksFor() {
    run("CREATE TABLE few (x integer, y text)");
    run("INSERT INTO few VALUES (17, 'p'), (4711, 'q'), (NULL, 'r'), (99999, 's')");
    assertPlan("SELECT * FROM few JOIN t ON t.id = few.x").contains("Index Scan using t_pkey on t");
    assertThat(rows("SELECT y, a FROM few JOIN t ON t.id = few.x")).containsExactly("p|17", "q|11");
    assertThat(rows("SELECT y, a FROM few LEFT JOIN t ON t.id = few.x"))
        .containsExactly("p|17", "q|11", "r|null", "s|null");
    assertThat(rows("SELECT id FROM t WHERE id IN (SELECT x FROM few)"))
        .containsExactly("17", "4711");
    assertPlan("SELECT id FROM t WHERE id IN (SELECT x FROM few)").contains("using t_pkey on t");
    assertThat(rows("SELECT y FROM few WHERE NOT EXISTS (SELECT 1 FROM t WHERE id = x)"))
        .containsExactly("r", "s");
    assertPlan("SELECT * FROM t x JOIN t y ON x.id = y.id WHERE x.id = 5")
        .contains("Index Scan using t_pkey on t (id = 5)");
    assertThat(
            rows(
                "SELECT u.id FROM few JOIN t ON t.id = x JOIN t u ON u.id = t.a + 0 WHERE y = 'p'"))
        .containsExactly("17");
  }

  @Test
  void expressionsAndPartsOfTablesAreIndexed() {
    run("CREATE INDEX t_upper ON t (upper(b)) WHERE a < 50");
    assertPlan("SELECT id FROM t WHERE upper(b) = 'NAME7' AND a < 50").contains("using t_upper");
    assertPlan("SELECT id FROM t WHERE upper(b) = 'NAME7' AND a < 60").doesNotContain("Index");
    assertThat(rows("SELECT id FROM t WHERE upper(b) = 'NAME7' AND a < 50"))
        .containsExactly("1007", "2007", "3007", "4007", "7");
    for (int bound : new int[] {50, 51, 49}) {
      assertThat(rows("SELECT id FROM t WHERE upper(b) = $1 AND a < $2", "NAME7", bound))
          .containsExactly("1007", "2007", "3007", "4007", "7");
    }
    assertThat(error("CREATE INDEX ON t ((a + random()))"))
        .isEqualTo("42P17 functions in index expression must be marked IMMUTABLE");
  }

  @Test
  void aUniqueIndexKeepsRowsApart() {
    run("CREATE TABLE u (k integer, v text)");
    run("INSERT INTO u VALUES (1, 'a'), (2, 'a'), (NULL, 'b'), (NULL, 'b')");
    assertThat(error("CREATE UNIQUE INDEX u_v ON u (v)"))
        .isEqualTo("23505 could not create unique index \"u_v\"");
    run("CREATE UNIQUE INDEX u_k ON u (k)");
    assertThat(error("INSERT INTO u VALUES (1, 'c')"))
        .isEqualTo("23505 duplicate key value violates unique constraint \"u_k\"");
    run("BEGIN; UPDATE u SET k = k + 1; INSERT INTO u VALUES (1, 'new')");
    assertThat(error("INSERT INTO u VALUES (3, 'again')"))
        .isEqualTo("23505 duplicate key value violates unique constraint \"u_k\"");
    run("ROLLBACK");
    assertThat(error("CREATE UNIQUE INDEX ON u (k) NULLS NOT DISTINCT")).startsWith("23505 ");
    run("BEGIN; INSERT INTO u VALUES (3, 'c'); DELETE FROM u WHERE k = 3; COMMIT");
    run("INSERT INTO u VALUES (3, 'c')");
    assertThat(rows("SELECT k, v FROM u WHERE k IN (2, 3)")).containsExactly("2|a", "3|c");
  }

  @Test
  void ofTwoTransactionsOneGetsTheKey() {
    run("CREATE TABLE u (k integer); CREATE UNIQUE INDEX u_k ON u (k)");
    try (Session other = db.connect()) {
      run("BEGIN; INSERT INTO u VALUES (1)");
      other.execute("INSERT INTO u VALUES (1)");
      assertThat(error("COMMIT"))
          .isEqualTo("23505 duplicate key value violates unique constraint \"u_k\"");
    }
    assertThat(rows("SELECT * FROM u")).containsExactly("1");
  }

  @Test
  void definitionsAreCheckedNamedAndUndone() {
    run("CREATE INDEX ON t (a)");
    run("CREATE INDEX ON t (a)");
    assertThat(error("CREATE INDEX t_a_idx ON t (a)"))
        .isEqualTo("42P07 relation \"t_a_idx\" already exists");
    assertThat(run("CREATE INDEX IF NOT EXISTS t_a_idx ON t (a)")).isEqualTo("CREATE INDEX");
    assertThat(error("CREATE INDEX ON t (z)")).isEqualTo("42703 column \"z\" does not exist");
    assertThat(error("CREATE INDEX ON t USING nothing (a)"))
        .isEqualTo("42704 access method \"nothing\" does not exist");
    assertThat(run("DROP INDEX t_a_idx, t_a_idx1")).isEqualTo("DROP INDEX");
    assertThat(error("DROP INDEX t_a_idx")).isEqualTo("42704 index \"t_a_idx\" does not exist");
    assertThat(error("DROP INDEX t")).isEqualTo("42809 \"t\" is not an index");
    run("BEGIN; CREATE INDEX t_a ON t (a); INSERT INTO t VALUES (0, 7, 'own', 1)");
    assertThat(rows("SELECT count(*) FROM t WHERE a = 7")).containsExactly("51");
    run("ROLLBACK");
    assertPlan("SELECT * FROM t WHERE a = 7").doesNotContain("Index");
    run("CREATE INDEX t_a ON t (a); DROP TABLE t; CREATE TABLE t (a integer)");
    run("CREATE INDEX t_a ON t (a)");
  }

  @Test
  void anIndexIsMadeWithTheTableAndItsRowsInOneTransaction() {
    run(
        "BEGIN; CREATE TABLE n (k integer, v text); CREATE INDEX n_v ON n (v);"
            + " INSERT INTO n SELECT i, 'v' || i % 1000 FROM generate_series(1, 3000) s(i); COMMIT");
    assertPlan("SELECT k FROM n WHERE v = 'v5'").contains("using n_v");
    assertThat(rows("SELECT k FROM n WHERE v = 'v5'")).containsExactly("1005", "2005", "5");
  }

  @Test
  void aTransactionsOwnChangesAreFoundByTheIndex() {
    run("CREATE INDEX t_a ON t (a)");
    run("BEGIN");
    run("UPDATE t SET a = 500 WHERE id IN (1, 2, 3)");
    run("INSERT INTO t VALUES (6000, 500, 'new', 0)");
    run("DELETE FROM t WHERE id = 2");
    assertPlan("SELECT id FROM t WHERE a = 500").contains("using t_a");
    assertThat(rows("SELECT id FROM t WHERE a = 500")).containsExactly("1", "3", "6000");
    assertThat(rows("SELECT count(*) FROM t WHERE a = 1")).containsExactly("49");
    run("SAVEPOINT s; UPDATE t SET a = 501 WHERE a = 500");
    assertThat(rows("SELECT id FROM t WHERE a = 501")).containsExactly("1", "3", "6000");
    run("ROLLBACK TO s");
    assertThat(rows("SELECT id FROM t WHERE a >= 500 ORDER BY a, id LIMIT 2"))
        .containsExactly("1", "3");
    run("COMMIT");
    assertThat(rows("SELECT id FROM t WHERE a = 500")).containsExactly("1", "3", "6000");
  }

  @Test
  void anOlderSnapshotDoesWithoutANewIndex() {
    run("BEGIN ISOLATION LEVEL REPEATABLE READ");
    assertThat(rows("SELECT count(*) FROM t WHERE a = 7")).containsExactly("50");
    try (Session other = db.connect()) {
      other.execute("DELETE FROM t WHERE id = 7");
      other.execute("CREATE INDEX t_a ON t (a)");
    }
    assertThat(rows("SELECT count(*) FROM t WHERE a = 7")).containsExactly("50");
    run("COMMIT");
    assertThat(rows("SELECT count(*) FROM t WHERE a = 7")).containsExactly("49");
  }

  @Test
  void materializedViewsHaveIndexesToo() {
    run("CREATE MATERIALIZED VIEW v AS SELECT b, count(*) AS n, sum(a) AS s FROM t GROUP BY b");
    assertPlan("SELECT * FROM v WHERE b = 'name7'").contains("Index Scan using v_pkey on v");
    run("CREATE INDEX v_s ON v (s)");
    assertPlan("SELECT b FROM v WHERE s = 5").contains("Index Scan using v_s on v");
    assertThat(rows("SELECT b FROM v ORDER BY s DESC, b LIMIT 2"))
        .containsExactly("name199", "name299");
    run("UPDATE t SET a = 100000 WHERE id = 7");
    assertThat(rows("SELECT b, s FROM v ORDER BY s DESC LIMIT 1")).containsExactly("name7|100028");
  }

  @Test
  void anIndexIsMadeWhileOthersWrite() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 2; w++) {
      int writer = w;
      writers.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, error) -> failure.set(error))
              .start(
                  () -> {
                    Random random = new Random(writer);
                    try (Session own = db.connect()) {
                      while (!stop.get()) {
                        int id = random.nextInt(2500) * 2 + writer + 1;
                        own.execute("UPDATE t SET a = $1 WHERE id = $2", random.nextInt(200), id);
                      }
                    }
                  }));
    }
    for (int i = 0; i < 10; i++) {
      run("CREATE INDEX t_a ON t (a)");
      run("BEGIN ISOLATION LEVEL REPEATABLE READ");
      List<String> byIndex = rows("SELECT id, a FROM t WHERE a = 50 OR a = 51");
      List<String> all = rows("SELECT id, a FROM t WHERE a + 0 = 50 OR a + 0 = 51");
      run("COMMIT");
      assertThat(byIndex).isEqualTo(all);
      run("DROP INDEX t_a");
    }
    stop.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(failure.get()).isNull();
  }

  @Test
  void anErrorOfAnIndexedExpressionIsTheStatements() {
    run("CREATE TABLE d (x integer); CREATE INDEX d_x ON d ((10 / x))");
    run("INSERT INTO d VALUES (5)");
    assertThat(error("INSERT INTO d VALUES (0)")).isEqualTo("22012 division by zero");
    assertThat(rows("SELECT x FROM d")).containsExactly("5");
  }
}
