package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks that statements ask for: LOCK TABLE, FOR UPDATE and the like. */
final class LockTest extends DatabaseTestBase {
  private static final List<String> MODES =
      List.of(
          "ACCESS SHARE",
          "ROW SHARE",
          "ROW EXCLUSIVE",
          "SHARE UPDATE EXCLUSIVE",
          "SHARE",
          "SHARE ROW EXCLUSIVE",
          "EXCLUSIVE",
          "ACCESS EXCLUSIVE");

  private Session one;
  private Session two;

  @BeforeEach
  void connect() {
    run("CREATE TABLE t (id integer PRIMARY KEY, v integer)");
    run("INSERT INTO t VALUES (1, 10), (2, 20), (3, 30)");
    one = db.connect();
    two = db.connect();
  }

  @AfterEach
  void disconnect() {
    one.close();
    two.close();
  }

  /** What a statement that has to wait comes to: its rows or its SQLSTATE. */
  private static CompletableFuture<String> later(Session session, String sql) {
    CompletableFuture<String> result =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return rows(session, sql).toString();
              } catch (SqlException e) {
                return e.sqlState();
              }
            });
    assertThat(result.copy().completeOnTimeout("waits", 100, TimeUnit.MILLISECONDS).join())
        .isEqualTo("waits");
    return result;
  }

  private static String end(CompletableFuture<String> result) throws Exception {
    return result.get(10, TimeUnit.SECONDS);
  }

  // ---- tables

  /** The table in PostgreSQL's documentation, 13.3.1: which modes do not conflict. */
  @ParameterizedTest
  @CsvSource({
    "ACCESS SHARE, .......X",
    "ROW SHARE, ......XX",
    "ROW EXCLUSIVE, ....XXXX",
    "SHARE UPDATE EXCLUSIVE, ...XXXXX",
    "SHARE, ..XX.XXX",
    "SHARE ROW EXCLUSIVE, ..XXXXXX",
    "EXCLUSIVE, .XXXXXXX",
    "ACCESS EXCLUSIVE, XXXXXXXX"
  })
  void tableModesConflictAsInPostgres(String held, String conflicts) {
    one.execute("BEGIN; LOCK TABLE t IN " + held + " MODE");
    StringBuilder found = new StringBuilder();
    for (String mode : MODES) {
      two.execute("BEGIN");
      try {
        two.execute("LOCK t IN " + mode + " MODE NOWAIT");
        found.append('.');
      } catch (SqlException e) {
        assertThat(e.sqlState() + " " + e.message())
            .isEqualTo("55P03 could not obtain lock on relation \"t\"");
        found.append('X');
      }
      two.execute("ROLLBACK");
    }
    assertThat(found.toString()).isEqualTo(conflicts);
  }

  @Test
  void lockTableIsForBlocksAndTables() {
    assertThat(error("LOCK t"))
        .isEqualTo("25P01 LOCK TABLE can only be used in transaction blocks");
    run("CREATE SEQUENCE sq; CREATE MATERIALIZED VIEW mv AS SELECT * FROM t");
    one.execute("BEGIN");
    assertThat(error(one, "LOCK sq")).isEqualTo("42809 cannot lock relation \"sq\"");
    one.execute("ROLLBACK; BEGIN");
    assertThat(error(one, "LOCK mv")).isEqualTo("42809 cannot lock relation \"mv\"");
    one.execute("ROLLBACK; BEGIN");
    assertThat(error(one, "LOCK nope")).isEqualTo("42P01 relation \"nope\" does not exist");
    one.execute("ROLLBACK");
  }

  @Test
  void lockOfAViewLocksWhatItReads() {
    run("CREATE VIEW w AS SELECT * FROM t");
    one.execute("BEGIN; LOCK w IN EXCLUSIVE MODE");
    two.execute("BEGIN");
    assertThat(error(two, "LOCK t IN ROW EXCLUSIVE MODE NOWAIT")).startsWith("55P03");
  }

  @Test
  void updatesOfATableWithoutKeyWaitForEachOther() throws Exception {
    run("CREATE TABLE k (a integer); INSERT INTO k VALUES (1)");
    one.execute("BEGIN; UPDATE k SET a = a + 1");
    CompletableFuture<String> waiting = later(two, "UPDATE k SET a = a + 1 RETURNING a");
    one.execute("COMMIT");
    assertThat(end(waiting)).isEqualTo("[3]");
  }

  // ---- savepoints

  @Test
  void returningToASavepointLetsGoOfLaterLocks() {
    one.execute("BEGIN; UPDATE t SET v = 0 WHERE id = 1; SAVEPOINT s");
    one.execute("UPDATE t SET v = 0 WHERE id = 2; LOCK t IN SHARE MODE; ROLLBACK TO s");
    assertThat(two.execute("UPDATE t SET v = 21 WHERE id = 2").getLast().tag())
        .isEqualTo("UPDATE 1");
    assertThat(rows(two, "SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED"))
        .containsExactly("2", "3");
    one.execute("COMMIT");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|0", "2|21", "3|30");
  }

  @Test
  void returningToASavepointForgetsChecksPutOffSince() {
    run("CREATE TABLE c (t integer REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
    one.execute("BEGIN; SAVEPOINT s; INSERT INTO c VALUES (9); ROLLBACK TO s");
    one.execute("ALTER TABLE c ADD COLUMN x integer; COMMIT");
    one.execute("BEGIN; INSERT INTO c VALUES (9, 1); SAVEPOINT s; SET CONSTRAINTS ALL DEFERRED");
    one.execute("ROLLBACK TO s");
    assertThat(error(one, "COMMIT")).startsWith("23503");
  }

  // ---- rows

  @ParameterizedTest
  @CsvSource({"KEY SHARE, ...X", "SHARE, ..XX", "NO KEY UPDATE, .XXX", "UPDATE, XXXX"})
  void rowModesConflictAsInPostgres(String held, String conflicts) {
    one.execute("BEGIN; SELECT * FROM t WHERE id = 2 FOR " + held);
    StringBuilder found = new StringBuilder();
    for (String mode : List.of("KEY SHARE", "SHARE", "NO KEY UPDATE", "UPDATE")) {
      boolean skipped =
          rows(two, "SELECT id FROM t ORDER BY id FOR " + mode + " SKIP LOCKED").size() == 2;
      found.append(skipped ? 'X' : '.');
      try {
        two.execute("SELECT id FROM t FOR " + mode + " NOWAIT");
        assertThat(skipped).isFalse();
      } catch (SqlException e) {
        assertThat(e.sqlState() + " " + e.message())
            .isEqualTo("55P03 could not obtain lock on row in relation \"t\"");
      }
    }
    assertThat(found.toString()).isEqualTo(conflicts);
  }

  @Test
  void updatesHoldRowsWithTheirKeys() {
    one.execute("BEGIN; UPDATE t SET v = 0 WHERE id = 1; DELETE FROM t WHERE id = 2");
    assertThat(rows(two, "SELECT id FROM t ORDER BY id FOR KEY SHARE SKIP LOCKED"))
        .containsExactly("1", "3");
    assertThat(rows(two, "SELECT id FROM t ORDER BY id FOR SHARE SKIP LOCKED"))
        .containsExactly("3");
  }

  @Test
  void whoWaitedForARowLooksAgain() throws Exception {
    one.execute("BEGIN; UPDATE t SET v = 11 WHERE id = 1; DELETE FROM t WHERE id = 2");
    CompletableFuture<String> waiting = later(two, "SELECT * FROM t WHERE v < 25 FOR UPDATE");
    one.execute("COMMIT");
    assertThat(end(waiting)).isEqualTo("[1|11]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPEATABLE READ", "SERIALIZABLE"})
  void whoHasASnapshotFails(String level) throws Exception {
    two.execute("BEGIN ISOLATION LEVEL " + level + "; SELECT 1 FROM t");
    one.execute("BEGIN; UPDATE t SET v = 11 WHERE id = 1");
    CompletableFuture<String> waiting = later(two, "SELECT * FROM t WHERE id = 1 FOR UPDATE");
    one.execute("COMMIT");
    assertThat(end(waiting)).isEqualTo("40001");
    two.execute("ROLLBACK");
  }

  @Test
  void circlesOfWaitersAreBroken() throws Exception {
    one.execute("BEGIN; SELECT * FROM t WHERE id = 1 FOR UPDATE");
    two.execute("BEGIN; SELECT * FROM t WHERE id = 2 FOR UPDATE");
    CompletableFuture<String> first = later(one, "SELECT id FROM t WHERE id = 2 FOR UPDATE");
    assertThat(error(two, "SELECT * FROM t WHERE id = 1 FOR UPDATE"))
        .isEqualTo("40P01 deadlock detected");
    two.execute("ROLLBACK");
    assertThat(end(first)).isEqualTo("[2]");
  }

  @Test
  void lockTimeoutEndsTheWait() {
    one.execute("BEGIN; SELECT * FROM t WHERE id = 1 FOR UPDATE");
    two.execute("SET lock_timeout = '20ms'");
    assertThat(error(two, "SELECT * FROM t WHERE id = 1 FOR SHARE"))
        .isEqualTo("55P03 canceling statement due to lock timeout");
  }

  @Test
  void noConstraintIsRenamedWhileOthersHavePutItsCheckOff() {
    run(
        "CREATE TABLE d (k integer CONSTRAINT u UNIQUE DEFERRABLE INITIALLY DEFERRED, r integer"
            + " CONSTRAINT f REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
    two.execute("SET lock_timeout = '20ms'");
    for (String change :
        List.of(
            "ALTER TABLE d RENAME CONSTRAINT u TO v",
            "ALTER INDEX u RENAME TO v",
            "ALTER TABLE d RENAME CONSTRAINT f TO v")) {
      one.execute("BEGIN; INSERT INTO d VALUES (1, 77), (1, 77)");
      assertThat(error(two, change)).isEqualTo("55P03 canceling statement due to lock timeout");
      assertThat(error(one, "COMMIT")).startsWith("23505");
    }
    assertThat(rows("SELECT * FROM d")).isEmpty();
  }

  @Test
  void joinsLockWhatIsNamed() {
    run("CREATE TABLE u (id integer PRIMARY KEY); INSERT INTO u VALUES (1), (2)");
    one.execute("BEGIN");
    assertThat(
            rows(one, "SELECT a.v FROM t a JOIN u b ON a.id = b.id WHERE a.id = 1 FOR UPDATE OF b"))
        .containsExactly("10");
    assertThat(rows(two, "SELECT id FROM u FOR UPDATE SKIP LOCKED")).containsExactly("2");
    assertThat(rows(two, "SELECT id FROM t FOR UPDATE NOWAIT")).hasSize(3);
  }

  @Test
  void limitComesAfterLocks() {
    one.execute("BEGIN; SELECT * FROM t WHERE id = 1 FOR UPDATE");
    assertThat(rows(two, "SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1"))
        .containsExactly("2");
    assertThat(
            rows(two, "SELECT id FROM t ORDER BY id DESC LIMIT 2 OFFSET 1 FOR UPDATE SKIP LOCKED"))
        .containsExactly("2");
    assertThat(rows(two, "SELECT id FROM t ORDER BY id LIMIT 0 FOR UPDATE NOWAIT")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT DISTINCT v FROM t FOR UPDATE; 0A000 FOR UPDATE is not allowed with DISTINCT clause",
        "SELECT v FROM t GROUP BY v FOR SHARE; 0A000 FOR SHARE is not allowed with GROUP BY clause",
        "SELECT v FROM t HAVING true FOR SHARE; 0A000 FOR SHARE is not allowed with HAVING clause",
        "SELECT count(*) FROM t FOR NO KEY UPDATE; 0A000 FOR NO KEY UPDATE is not allowed with aggregate functions",
        "SELECT row_number() OVER () FROM t FOR KEY SHARE; 0A000 FOR KEY SHARE is not allowed with window functions",
        "SELECT generate_series(1, 2) FROM t FOR UPDATE; 0A000 FOR UPDATE is not allowed with set-returning functions in the target list",
        "SELECT 1 UNION SELECT 2 FOR UPDATE; 0A000 FOR UPDATE is not allowed with UNION/INTERSECT/EXCEPT",
        "VALUES (1) FOR UPDATE; 0A000 FOR UPDATE cannot be applied to VALUES",
        "SELECT * FROM t FOR UPDATE OF x; 42P01 relation \"x\" in FOR UPDATE clause not found in FROM clause",
        "SELECT * FROM t FOR UPDATE OF public.t; 42601 FOR UPDATE must specify unqualified relation names",
        "SELECT * FROM t a LEFT JOIN t b ON a.id = b.v FOR UPDATE; 0A000 FOR UPDATE cannot be applied to the nullable side of an outer join",
        "WITH q AS (SELECT 1) SELECT * FROM q FOR UPDATE OF q; 0A000 FOR UPDATE cannot be applied to a WITH query"
      })
  void refusesWhatHasNoRowsToLock(String sql, String expected) {
    assertThat(error(sql)).isEqualTo(expected);
  }

  @Test
  void readOnlyTransactionsTakeNoRowLocks() {
    one.execute("BEGIN READ ONLY");
    assertThat(error(one, "SELECT * FROM t FOR UPDATE"))
        .isEqualTo("25006 cannot execute SELECT FOR UPDATE in a read-only transaction");
  }

  // ---- queues

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE job SET taken = true WHERE id = (SELECT id FROM job WHERE NOT taken"
            + " ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1) RETURNING id",
        "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE NOT taken ORDER BY id"
            + " FOR UPDATE SKIP LOCKED LIMIT 2) RETURNING id",
        "WITH next AS (SELECT id FROM job WHERE NOT taken ORDER BY id LIMIT 1"
            + " FOR UPDATE SKIP LOCKED)"
            + " UPDATE job SET taken = true FROM next WHERE job.id = next.id RETURNING job.id"
      })
  void eachJobIsTakenOnce(String take) throws Exception {
    run("CREATE TABLE job (id integer PRIMARY KEY, taken boolean NOT NULL DEFAULT false)");
    run("INSERT INTO job (id) SELECT g FROM generate_series(1, 300) g");
    Map<String, Integer> takenBy = new ConcurrentHashMap<>();
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      workers.add(CompletableFuture.runAsync(() -> work(take, takenBy)));
    }
    for (CompletableFuture<Void> worker : workers) {
      worker.get(60, TimeUnit.SECONDS);
    }
    assertThat(takenBy).hasSize(300);
    assertThat(takenBy.values()).containsOnly(1);
  }

  private void work(String take, Map<String, Integer> takenBy) {
    try (Session worker = db.connect()) {
      List<String> taken = rows(worker, take);
      while (!taken.isEmpty()) {
        taken.forEach(job -> takenBy.merge(job, 1, Integer::sum));
        taken = rows(worker, take);
      }
    }
  }
}
