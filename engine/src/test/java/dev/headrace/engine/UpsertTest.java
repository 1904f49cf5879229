package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** INSERT ... ON CONFLICT and MERGE, as PostgreSQL 15 answers. */
final class UpsertTest extends DatabaseTestBase {
  @BeforeEach
  void tables() {
    run("CREATE TABLE t (id integer PRIMARY KEY, n integer, s text)");
    run("INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'b')");
    run("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS c, sum(n) AS n FROM t");
  }

  @Test
  void doNothingLeavesOutRowsWhoseKeyIsTaken() {
    assertThat(run("INSERT INTO t VALUES (2, 0, 'x'), (3, 30, 'c') ON CONFLICT DO NOTHING"))
        .isEqualTo("INSERT 0 1");
    assertThat(run("INSERT INTO t VALUES (4, 4, 'x'), (4, 5, 'y') ON CONFLICT (id) DO NOTHING"))
        .isEqualTo("INSERT 0 1");
    assertThat(
            rows(
                "INSERT INTO t VALUES (4, 6, 'z'), (5, 5, 'e') ON CONFLICT DO NOTHING RETURNING"
                    + " id"))
        .containsExactly("5");
    assertThat(rows("SELECT * FROM t"))
        .containsExactly("1|10|a", "2|20|b", "3|30|c", "4|4|x", "5|5|e");
    assertThat(rows("SELECT * FROM m")).containsExactly("5|69");
  }

  @Test
  void doUpdateChangesTheRowThatIsThere() {
    assertThat(
            run(
                "INSERT INTO t AS old VALUES (2, 5, 'x'), (3, 30, 'c')"
                    + " ON CONFLICT (id) DO UPDATE SET n = old.n + excluded.n, s = DEFAULT"))
        .isEqualTo("INSERT 0 2");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|10|a", "2|25|null", "3|30|c");
    assertThat(rows("SELECT * FROM m")).containsExactly("3|65");
  }

  @Test
  void doUpdateMayChooseAndReturn() {
    assertThat(
            rows(
                "INSERT INTO t VALUES (1, 1, 'x'), (2, 2, 'y'), (3, 3, 'z')"
                    + " ON CONFLICT ON CONSTRAINT t_pkey DO UPDATE SET (n, s) ="
                    + " (SELECT excluded.n * 100, 'q') WHERE t.n > 15 RETURNING id, n, s"))
        .containsExactly("2|200|q", "3|3|z");
    assertThat(rows("SELECT n FROM t WHERE id = 1")).containsExactly("10");
  }

  @Test
  void aUniqueIndexThatIsYoungerThanTheSnapshotTellsWhatIsTakenNow() {
    try (Session other = db.connect()) {
      other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
      other.query("SELECT count(*) FROM t");
      run("CREATE UNIQUE INDEX t_s ON t (s)");
      String free = "INSERT INTO t VALUES (3, 30, 'c') ON CONFLICT DO NOTHING";
      assertThat(other.execute(free).getFirst().tag()).isEqualTo("INSERT 0 1");
      run("INSERT INTO t VALUES (9, 9, 'i')");
      assertThatThrownBy(
              () -> other.execute("INSERT INTO t VALUES (4, 40, 'i') ON CONFLICT DO NOTHING"))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("40001"));
    }
    assertThat(rows("SELECT s FROM t ORDER BY s")).containsExactly("a", "b", "i");
  }

  @Test
  void doUpdateMeetsARowOnce() {
    String update = " ON CONFLICT (id) DO UPDATE SET n = excluded.n";
    String twice = "21000 ON CONFLICT DO UPDATE command cannot affect row a second time";
    assertThat(error("INSERT INTO t VALUES (1, 1, 'x'), (1, 2, 'x')" + update)).isEqualTo(twice);
    assertThat(error("INSERT INTO t VALUES (7, 1, 'x'), (7, 2, 'x')" + update)).isEqualTo(twice);
    assertThat(rows("SELECT n FROM t")).containsExactly("10", "20");
  }

  @Test
  void conflictsWithTheTransactionsOwnRowsCount() {
    run("BEGIN; INSERT INTO t VALUES (3, 3, 'c'); DELETE FROM t WHERE id = 1");
    run(
        "INSERT INTO t VALUES (1, 7, 'x'), (3, 4, 'x') ON CONFLICT (id) DO UPDATE SET n ="
            + " excluded.n");
    run("COMMIT");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|7|x", "2|20|b", "3|4|c");
  }

  @Test
  void anUpsertThatWaitedForTheKeyUpdatesTheNewRow() throws InterruptedException {
    String upsert = "INSERT INTO t VALUES (9, 1, 'x') ON CONFLICT (id) DO UPDATE SET n = t.n + 1";
    try (Session other = db.connect()) {
      run("BEGIN");
      run(upsert);
      Thread waiting = new Thread(() -> other.execute(upsert));
      waiting.start();
      waiting.join(200);
      assertThat(waiting.isAlive()).isTrue();
      run("COMMIT");
      waiting.join();
    }
    assertThat(rows("SELECT n FROM t WHERE id = 9")).containsExactly("2");
  }

  @Test
  void mergeTakesTheFirstClauseThatHolds() {
    run("CREATE TABLE s (k integer, v integer)");
    run("INSERT INTO s VALUES (1, 100), (2, -1), (3, 300), (4, NULL)");
    assertThat(
            run(
                "MERGE INTO t USING s ON t.id = s.k"
                    + " WHEN MATCHED AND s.v < 0 THEN DELETE"
                    + " WHEN MATCHED THEN UPDATE SET n = t.n + s.v"
                    + " WHEN NOT MATCHED AND s.v IS NULL THEN DO NOTHING"
                    + " WHEN NOT MATCHED THEN INSERT (n, id) VALUES (s.v, s.k)"))
        .isEqualTo("MERGE 3");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|110|a", "3|300|null");
    assertThat(rows("SELECT * FROM m")).containsExactly("2|410");
  }

  @Test
  void mergeMeetsARowOnce() {
    assertThat(
            error(
                "MERGE INTO t USING (VALUES (1), (1)) AS s (k) ON t.id = s.k"
                    + " WHEN MATCHED THEN UPDATE SET n = 0"))
        .isEqualTo("21000 MERGE command cannot affect row a second time");
    assertThat(run("MERGE INTO t USING (VALUES (1)) AS s (k) ON true WHEN MATCHED THEN DELETE"))
        .isEqualTo("MERGE 2");
  }

  @Test
  void mergeOfATableWithoutAKeyChangesAllEqualRows() {
    run("CREATE TABLE bag (a integer, b integer); INSERT INTO bag VALUES (1, 1), (1, 1), (2, 2)");
    assertThat(
            run(
                "MERGE INTO bag USING (VALUES (1, 5), (3, 3)) AS s (k, v) ON a = k WHEN MATCHED"
                    + " THEN UPDATE SET b = v WHEN NOT MATCHED THEN INSERT VALUES (k, v)"))
        .isEqualTo("MERGE 3");
    assertThat(rows("SELECT * FROM bag")).containsExactly("1|5", "1|5", "2|2", "3|3");
  }
}
