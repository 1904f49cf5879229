package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.storage.StorageOptions;
import dev.headrace.storage.rocks.DurableStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databases whose disk fails under them: commits that cannot be made durable fail, so do all later
 * ones, reading goes on, and the next opening finds all that was acknowledged.
 */
@Timeout(120)
final class FailingDiskTest {
  private static final StorageOptions SMALL_LOG =
      StorageOptions.DEFAULT.withLog(64 << 10, 256 << 10).withFlushInterval(Duration.ofMillis(20));

  @TempDir private Path temp;
  private @Nullable FaultyDirectory faulty;

  private Headrace open() {
    Options options = Options.defaults().withWorkers(1);
    return Headrace.open(
        DurableStorage.open(
            temp.resolve("db"),
            SMALL_LOG,
            log -> faulty = new FaultyDirectory(log),
            scratch -> scratch),
        options);
  }

  private FaultyDirectory disk() {
    return Objects.requireNonNull(faulty);
  }

  private static void define(Headrace db) {
    db.execute("CREATE TABLE t (id int PRIMARY KEY, x int)");
    db.execute("CREATE INDEX t_x ON t (x)");
    db.execute("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n, sum(x) AS x FROM t");
  }

  private static long count(Headrace db) {
    return (Long) Objects.requireNonNull(db.query("SELECT count(*) FROM t").single());
  }

  private static SqlException refused(Headrace db, String sql) {
    return catchThrowableOfType(SqlException.class, () -> db.execute(sql));
  }

  /** Closes a database whose log is broken, which says so. */
  private static void closeBroken(Headrace db) {
    SqlException thrown = catchThrowableOfType(SqlException.class, db::close);
    assertThat(thrown.code()).isEqualTo(ErrorCode.IO_ERROR);
  }

  private void isWhole(Headrace db, long atLeast, long atMost) {
    assertThat(count(db)).isBetween(atLeast, atMost);
    assertThat(db.query("SELECT n FROM v").single()).isEqualTo(count(db));
    assertThat(db.check())
        .hasSize(2)
        .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Finding.Outcome.RIGHT));
  }

  @Test
  void afterAFailedSyncCommitsAreRefusedEvenIfTheDiskRecovers() {
    Headrace db = open();
    define(db);
    db.execute("INSERT INTO t VALUES (1, 10)");
    disk().failForcesAfter(0);
    SqlException failed = refused(db, "INSERT INTO t VALUES (2, 20)");
    assertThat(failed.code()).isEqualTo(ErrorCode.IO_ERROR);
    assertThat(failed.code().sqlState()).isEqualTo("58030");
    assertThat(failed.message()).isEqualTo("cannot write the commit log: Input/output error");
    assertThat(failed.hint())
        .isEqualTo(
            "Commits are refused until the database is opened again; reading is still possible.");

    disk().heal();
    assertThat(refused(db, "INSERT INTO t VALUES (3, 30)").code()).isEqualTo(ErrorCode.IO_ERROR);
    assertThat(refused(db, "CREATE TABLE u (id int)").code()).isEqualTo(ErrorCode.IO_ERROR);
    assertThat(refused(db, "SET synchronous_commit = off; DELETE FROM t").code())
        .isEqualTo(ErrorCode.IO_ERROR);
    assertThat(db.query("SELECT id FROM t").rows()).as("nobody sees it").hasSize(1);
    assertThat(db.query("SELECT n, x FROM v").rows()).containsExactly(List.of(1L, 10L));
    closeBroken(db);

    try (Headrace again = open()) {
      isWhole(again, 1, 2);
      again.execute("INSERT INTO t VALUES (3, 30)");
    }
  }

  @Test
  void aFailedWriteInTheMiddleOfACommitLeavesNothingByHalf() {
    Headrace db = open();
    define(db);
    db.execute("INSERT INTO t SELECT n, n FROM generate_series(1, 100) AS s (n)");
    // larger than what is written at once, and than a file of the log
    disk().failWritesAfter(1);
    SqlException failed =
        refused(db, "INSERT INTO t SELECT n, n FROM generate_series(1001, 200000) AS s (n)");
    assertThat(failed.code()).isEqualTo(ErrorCode.IO_ERROR);
    assertThat(count(db)).isEqualTo(100);
    disk().heal();
    assertThat(refused(db, "DELETE FROM t").code()).isEqualTo(ErrorCode.IO_ERROR);
    db.close(); // with nothing left to write
    try (Headrace again = open()) {
      isWhole(again, 100, 100);
    }
  }

  @Test
  void ofManyWritersEachKnowsWhetherItsCommitIsSafe() throws InterruptedException {
    Headrace db = open();
    define(db);
    int writers = 6;
    int[] acknowledged = new int[writers];
    List<SqlException> errors = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    disk().failForcesAfter(40);
    for (int writer = 0; writer < writers; writer++) {
      int number = writer;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Session session = db.connect()) {
                      for (int i = 0; ; i++) {
                        session.execute("INSERT INTO t VALUES (" + (i * writers + number) + ", 1)");
                        acknowledged[number]++;
                      }
                    } catch (SqlException e) {
                      synchronized (errors) {
                        errors.add(e);
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(errors)
        .hasSize(writers)
        .allSatisfy(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
    closeBroken(db);
    int total = 0;
    try (Headrace again = open()) {
      for (int writer = 0; writer < writers; writer++) {
        assertThat(
                again
                    .query(
                        "SELECT count(*) FROM t WHERE id %% %d = %d AND id / %d < %d"
                            .formatted(writers, writer, writers, acknowledged[writer]))
                    .single())
            .as("commits of writer " + writer + " that were acknowledged")
            .isEqualTo((long) acknowledged[writer]);
        total += acknowledged[writer];
      }
      isWhole(again, total, total + writers);
    }
    assertThat(total).isPositive();
  }

  @Test
  void aFailureThatNobodyWaitsForRefusesTheNextCommits() throws InterruptedException {
    Headrace db = open();
    define(db);
    db.execute("INSERT INTO t VALUES (1, 1)");
    disk().failForcesAfter(0);
    int accepted = 1;
    SqlException failed = null;
    try (Session session = db.connect()) {
      session.execute("SET synchronous_commit = off");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (failed == null) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        try {
          session.execute("INSERT INTO t VALUES (" + (accepted + 1) + ", 1)");
          accepted++;
          Thread.sleep(1);
        } catch (SqlException e) {
          failed = e;
        }
      }
    }
    assertThat(failed.code()).isEqualTo(ErrorCode.IO_ERROR);
    closeBroken(db);
    try (Headrace again = open()) {
      isWhole(again, 1, accepted);
      assertThat(again.query("SELECT max(id) FROM t").single())
          .as("a prefix of the commits")
          .isEqualTo((int) count(again));
    }
  }

  @Test
  void aFullDiskRefusesCommitsUntilThereIsRoom() {
    try (Headrace db = open()) {
      define(db);
      disk().full(true);
      int accepted = 0;
      SqlException failed = null;
      while (failed == null) {
        try {
          insertThousand(db, accepted);
          accepted++;
        } catch (SqlException e) {
          failed = e;
        }
      }
      assertThat(failed.code()).isEqualTo(ErrorCode.DISK_FULL);
      assertThat(failed.code().sqlState()).isEqualTo("53100");
      assertThat(failed.message())
          .isEqualTo("cannot extend the commit log: No space left on device");
      isWhole(db, accepted * 1000L, accepted * 1000L);
      disk().heal();
      insertThousand(db, accepted);
      isWhole(db, (accepted + 1) * 1000L, (accepted + 1) * 1000L);
    }
    try (Headrace again = open()) {
      assertThat(count(again) % 1000).isZero();
      isWhole(again, 1000, Long.MAX_VALUE);
    }
  }

  private static void insertThousand(Headrace db, int number) {
    db.execute(
        "INSERT INTO t SELECT n + 1000 * " + number + ", n FROM generate_series(1, 1000) AS s (n)");
  }
}
