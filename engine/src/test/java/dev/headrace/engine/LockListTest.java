package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code pg_locks}: what is locked, by whom, and who waits. */
final class LockListTest extends DatabaseTestBase {
  private static final String OF_TABLES =
      "SELECT locktype, relation::regclass, mode, granted, pid = pg_backend_pid() FROM pg_locks"
          + " WHERE locktype <> 'advisory' ORDER BY 1, 2, 3, 4";

  private Session other;

  @BeforeEach
  void connect() {
    other = db.connect();
    run("CREATE TABLE t (id integer PRIMARY KEY, v text UNIQUE)");
    run("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
  }

  @AfterEach
  void disconnect() {
    other.close();
  }

  @Test
  void nothingIsLockedBetweenTransactions() {
    assertThat(rows("SELECT * FROM pg_locks")).isEmpty();
    run("BEGIN; SELECT * FROM t");
    assertThat(rows("SELECT * FROM pg_locks")).isEmpty();
  }

  @Test
  void tablesAndRowsAreLockedByWhoChangesThem() {
    run("BEGIN; DELETE FROM t WHERE id = 1");
    assertThat(rows(OF_TABLES))
        .containsExactly(
            "relation|t|RowExclusiveLock|t|t",
            "tuple|t|AccessExclusiveLock|t|t",
            "tuple|t_v_key|AccessExclusiveLock|t|t");
    assertThat(rows(other, "SELECT DISTINCT pid = pg_backend_pid() FROM pg_locks"))
        .containsExactly("f");
    run("ROLLBACK");
    assertThat(rows(OF_TABLES)).isEmpty();
  }

  @Test
  void lockedRowsHaveTheirStrength() {
    run("BEGIN; SELECT * FROM t WHERE id = 1 FOR SHARE; LOCK TABLE t IN SHARE MODE");
    assertThat(rows(OF_TABLES))
        .containsExactly(
            "relation|t|RowShareLock|t|t", "relation|t|ShareLock|t|t", "tuple|t|RowShareLock|t|t");
  }

  @Test
  void advisoryLocksHaveTheirNumbers() {
    run("SELECT pg_advisory_lock(5000000000), pg_advisory_lock_shared(3, 4)");
    assertThat(
            rows(
                "SELECT classid, objid, objsubid, mode, granted, relation IS NULL FROM pg_locks"
                    + " WHERE locktype = 'advisory' AND pid = pg_backend_pid()"))
        .containsExactly("1|705032704|1|ExclusiveLock|t|t", "3|4|2|ShareLock|t|t");
    run("SELECT pg_advisory_unlock_all()");
    assertThat(rows("SELECT * FROM pg_locks")).isEmpty();
  }

  @Test
  void whoeverWaitsIsShownWithTheTimeSinceWhen() throws InterruptedException {
    run("BEGIN; UPDATE t SET v = 'x' WHERE id = 2");
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> other.execute("DELETE FROM t WHERE id = 2"));
    String waiters =
        "SELECT locktype, relation::regclass, mode, waitstart <= clock_timestamp() FROM pg_locks"
            + " WHERE NOT granted";
    while (rows(waiters).isEmpty()) {
      Thread.sleep(5);
    }
    assertThat(rows(waiters)).containsExactly("tuple|t|AccessExclusiveLock|t");
    run("COMMIT");
    waiting.join();
    assertThat(rows("SELECT * FROM pg_locks")).isEmpty();
  }

  @Test
  void definitionsAreLockedAsAWhole() {
    run("BEGIN; CREATE TABLE u (id integer)");
    assertThat(rows(other, "SELECT relation::regclass, mode FROM pg_locks"))
        .containsExactly("pg_class|AccessExclusiveLock");
  }
}
