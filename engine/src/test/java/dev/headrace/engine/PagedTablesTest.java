package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.storage.StorageOptions;
import dev.headrace.storage.rocks.DurableStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Databases whose tables are larger than the memory they may take. */
@Timeout(300)
final class PagedTablesTest {
  private static final long LIMIT = 512 << 10;

  @TempDir private Path temp;
  private @Nullable FaultyDirectory scratch;

  private static Options options() {
    return Options.defaults().withWorkers(2).withTableMemoryLimit(LIMIT);
  }

  private Headrace open() {
    return Headrace.open(temp.resolve("db"), options());
  }

  /** A table of about ten times the limit. */
  private static void fill(Headrace db) {
    db.execute(
        "CREATE TABLE t (id int PRIMARY KEY, x int, pad text); CREATE INDEX t_x ON t (x);"
            + "CREATE TABLE bag (x int, pad text)");
    for (int i = 0; i < 10; i++) {
      db.execute(
          "INSERT INTO t SELECT n, n % 1000, repeat(md5(n::text), 8)"
              + " FROM generate_series($1::int, $2::int) AS s (n)",
          i * 1_000, i * 1_000 + 999);
    }
    db.execute("INSERT INTO bag SELECT id % 5000, pad FROM t WHERE id < 6000");
  }

  private static Object single(Headrace db, String sql) {
    return Objects.requireNonNull(db.query(sql).single());
  }

  private static long show(Headrace db, String name) {
    return Long.parseLong(single(db, "SHOW " + name).toString());
  }

  private static final List<String> QUERIES =
      List.of(
          "SELECT count(*), sum(x), min(pad), max(pad) FROM t",
          "SELECT id, x, pad FROM t WHERE id = 4711",
          "SELECT id, x FROM t WHERE id BETWEEN 1500 AND 1600 ORDER BY id",
          "SELECT count(*), sum(length(pad)) FROM t WHERE x = 77",
          "SELECT id FROM t ORDER BY id DESC LIMIT 5",
          "SELECT id FROM t WHERE x > 990 ORDER BY x, id LIMIT 7",
          "SELECT count(*) FROM t a JOIN t b ON a.id = b.x WHERE b.pad LIKE '%c0%'",
          "SELECT x, count(*) FROM bag GROUP BY x HAVING count(*) > 1 ORDER BY x LIMIT 20",
          "SELECT count(DISTINCT pad) FROM bag",
          "SELECT md5(string_agg(md5(pad || x), '' ORDER BY id)) FROM t",
          "SELECT md5(string_agg(pad, '' ORDER BY pad, x)) FROM bag");

  private static String change(Random random) {
    int id = random.nextInt(12_000);
    return switch (random.nextInt(10)) {
      case 0 -> "DELETE FROM t WHERE id = " + id;
      case 1 -> "DELETE FROM t WHERE x = " + random.nextInt(1_000);
      case 2 -> "UPDATE t SET x = x + 1 WHERE id BETWEEN " + id + " AND " + (id + 50);
      case 3 ->
          "INSERT INTO t SELECT n, n % 7, repeat('n', 200) FROM generate_series("
              + (20_000 + 100 * random.nextInt(1_000))
              + ", "
              + (20_000 + 100 * random.nextInt(1_000))
              + ") AS s (n) LIMIT 300 ON CONFLICT (id) DO UPDATE SET x = t.x + 1";
      case 4 -> "DELETE FROM bag WHERE x BETWEEN " + id % 5_000 + " AND " + (id % 5_000 + 20);
      case 5 -> "INSERT INTO bag SELECT x, pad FROM bag WHERE x = " + id % 5_000;
      case 6 -> "UPDATE bag SET x = x + 1 WHERE x = " + id % 5_000;
      case 7 ->
          "BEGIN; DELETE FROM t WHERE id % 97 = " + id % 97 + "; SELECT count(*) FROM t; ROLLBACK";
      case 8 ->
          "BEGIN; ALTER TABLE t ADD COLUMN gone int DEFAULT 1; UPDATE t SET x = x + 1 WHERE id < "
              + id % 300
              + "; CREATE INDEX t_gone ON t (gone, x); ROLLBACK";
      default -> "UPDATE t SET pad = repeat('u', " + id % 300 + ") WHERE id = " + id;
    };
  }

  /** What definitions that were rolled back have taken counts until the collector finds it. */
  private static long bytesWithoutGarbage(Headrace db) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    long bytes = show(db, "row_cache_bytes");
    while (bytes >= LIMIT + (1 << 20) && System.nanoTime() < deadline) {
      System.gc();
      bytes = show(db, "row_cache_bytes");
    }
    return bytes;
  }

  @Test
  void answersAreThoseOfTablesInMemory() {
    long seed = System.nanoTime();
    System.out.println("PagedTablesTest seed " + seed);
    Random random = new Random(seed);
    try (Headrace all = Headrace.inMemory()) {
      Headrace paged = open();
      try {
        fill(all);
        fill(paged);
        for (int step = 0; step < 120; step++) {
          String sql = change(random);
          if (step == 40) {
            sql = "ALTER TABLE t ADD COLUMN extra text DEFAULT 'as it was'";
          } else if (step == 80) {
            sql = "ALTER TABLE t ALTER COLUMN x TYPE bigint; CREATE INDEX t_pad ON t (pad)";
          }
          all.execute(sql);
          paged.execute(sql);
          if (step % 10 == 0) {
            for (String query : QUERIES) {
              assertThat(paged.query(query).rows())
                  .as("seed " + seed + ", step " + step + ": " + query)
                  .isEqualTo(all.query(query).rows());
            }
          }
          if (step % 50 == 45) {
            paged.close();
            paged = open();
          }
        }
        assertThat(show(paged, "row_cache_misses")).isPositive();
        assertThat(bytesWithoutGarbage(paged)).isLessThan(LIMIT + (1 << 20));
        assertThat(paged.check())
            .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Finding.Outcome.RIGHT));
      } finally {
        paged.close();
      }
    }
  }

  @Test
  void aTransactionSeesItsOwnChangesOnTopOfRowsThatAreNotInMemory() {
    try (Headrace db = open();
        Session session = db.connect()) {
      fill(db);
      session.execute("BEGIN; DELETE FROM t WHERE id % 2 = 1; UPDATE bag SET x = -1 WHERE x < 10");
      assertThat(session.query("SELECT count(*), sum(id % 2) FROM t").rows())
          .isEqualTo(List.of(List.of(5_000L, 0L)));
      assertThat(session.query("SELECT count(*) FROM bag WHERE x = -1").single()).isEqualTo(20L);
      assertThat(single(db, "SELECT count(*) FROM t WHERE id % 2 = 1")).isEqualTo(5_000L);
      session.execute("ROLLBACK");
    }
  }

  @Test
  void readersOfSnapshotsSeeWholeCommitsMeanwhile() throws InterruptedException {
    try (Headrace db = open()) {
      fill(db);
      AtomicBoolean stop = new AtomicBoolean();
      List<Throwable> failures = new ArrayList<>();
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try (Session session = db.connect()) {
                        while (!stop.get()) {
                          session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
                          Object before = session.query("SELECT sum(x) FROM t").single();
                          assertThat(session.query("SELECT sum(x) FROM t").single())
                              .isEqualTo(before);
                          assertThat(session.query("SELECT sum(x) % 10 FROM t").single())
                              .isEqualTo(0L);
                          session.execute("COMMIT");
                        }
                      } catch (Throwable e) {
                        synchronized (failures) {
                          failures.add(e);
                        }
                      }
                    }));
      }
      Random random = new Random(7);
      for (int i = 0; i < 40; i++) {
        // ten rows each time
        db.execute("UPDATE t SET x = x + 1 WHERE x = $1 AND id < 10000", 1_000 + random.nextInt(9));
        db.execute("UPDATE t SET x = x + 1 WHERE id % 1000 = $1", random.nextInt(1_000));
      }
      stop.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void whatADroppedTableTookIsThereForOthers() {
    try (Headrace db = open()) {
      fill(db);
      long once = show(db, "row_cache_file_bytes");
      for (int round = 0; round < 4; round++) {
        db.execute("ALTER TABLE t ALTER COLUMN x TYPE bigint; DROP TABLE t; DROP TABLE bag");
        fill(db);
      }
      assertThat(show(db, "row_cache_file_bytes")).isLessThan(2 * once);
      db.execute("DROP TABLE t; DROP TABLE bag");
      db.execute("CREATE TABLE last (id int)");
      assertThat(show(db, "row_cache_bytes")).isLessThan(LIMIT);
      assertThat(show(db, "row_cache_file_bytes")).isZero();
    }
  }

  @Test
  void theLimitIsShownAndNotSet() {
    try (Headrace db = open()) {
      assertThat(single(db, "SHOW table_memory_limit")).asString().isEqualTo("512kB");
      SqlException refused =
          catchThrowableOfType(
              SqlException.class, () -> db.execute("SET table_memory_limit = '1GB'"));
      assertThat(refused.code().sqlState()).isEqualTo("55P02");
      assertThat(refused.message())
          .isEqualTo(
              "parameter \"table_memory_limit\" cannot be changed without restarting the server");
    }
    try (Headrace db = Headrace.inMemory()) {
      assertThat(single(db, "SHOW table_memory_limit")).asString().isEqualTo("0");
      assertThat(show(db, "row_cache_hits")).isZero();
    }
  }

  @Test
  void nothingIsLeftOfThePageFile() throws Exception {
    Path file = temp.resolve("db/scratch/pages");
    try (Headrace db = open()) {
      fill(db);
      assertThat(file).exists();
    }
    assertThat(file).doesNotExist();
    Files.writeString(file, "left by a process that was killed");
    try (Headrace db = open()) {
      assertThat(single(db, "SELECT count(*) FROM t")).isEqualTo(10_000L);
      assertThat(Files.size(file)).isGreaterThan(LIMIT);
    }
  }

  @Test
  void aFullDiskRefusesCommitsAndAFailingOneIsAnErrorOfTheQuery() {
    Headrace db =
        Headrace.open(
            DurableStorage.open(
                temp.resolve("db"),
                StorageOptions.DEFAULT,
                log -> log,
                disk -> scratch = new FaultyDirectory(disk)),
            options());
    try (db) {
      fill(db);
      FaultyDirectory disk = Objects.requireNonNull(scratch);
      disk.failWritesAfter(0);
      SqlException refused =
          catchThrowableOfType(
              SqlException.class,
              () -> db.execute("INSERT INTO t SELECT id + 100000, x, pad FROM t WHERE id < 2000"));
      assertThat(refused.code()).isEqualTo(ErrorCode.IO_ERROR);
      assertThat(refused.message()).isEqualTo("cannot write the page file: Input/output error");
      assertThat(single(db, "SELECT count(*) FROM t")).as("reading goes on").isEqualTo(10_000L);
      disk.heal();
      disk.failReadsAfter(0);
      refused =
          catchThrowableOfType(SqlException.class, () -> db.query("SELECT sum(x) FROM t").rows());
      assertThat(refused.code()).isEqualTo(ErrorCode.IO_ERROR);
      assertThat(refused.message()).isEqualTo("cannot read the page file: Input/output error");
      disk.heal();
      db.execute("INSERT INTO t SELECT id + 100000, x, pad FROM t WHERE id < 2000");
      assertThat(single(db, "SELECT count(*) FROM t")).isEqualTo(12_000L);
      assertThat(db.check())
          .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Finding.Outcome.RIGHT));
    }
  }
}
