package dev.headrace.quality.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories that cannot be used, and disks that fail. */
@Timeout(120)
final class DamageTest {
  @TempDir private Path temp;

  private static ErrorCode code(Throwable thrown) {
    return ((SqlException) thrown).code();
  }

  @Test
  void aDirectoryThatAnotherProcessHasOpenIsRefused() throws Exception {
    Path directory = temp.resolve("db");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashWorkload.class.getName(),
                directory.toString(),
                "1")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isNotNull();
      assertThatThrownBy(() -> CrashWorkload.open(directory))
          .hasMessageContaining("is in use by process " + process.pid())
          .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.OBJECT_IN_USE));
    } finally {
      process.destroyForcibly().waitFor();
    }
    CrashWorkload.open(directory).close();
  }

  @Test
  void aReadOnlyDirectoryIsRefused() throws IOException {
    // root may write where nobody may, but not into the kernel's own file systems
    Path directory = Path.of("/sys/kernel/headrace");
    assumeTrue(Files.isDirectory(Path.of("/sys/kernel")));
    assertThatThrownBy(() -> CrashWorkload.open(directory))
        .hasMessageContaining("cannot open data directory \"/sys/kernel/headrace\"")
        .satisfies(
            e -> assertThat(code(e)).isIn(ErrorCode.INSUFFICIENT_PRIVILEGE, ErrorCode.IO_ERROR));
  }

  @Test
  void damageInTheStateIsFoundWhenTheTablesAreRead() throws IOException {
    Path directory = temp.resolve("db");
    try (Headrace db = CrashWorkload.open(directory)) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY, x text)");
      db.execute(
          "INSERT INTO t SELECT n, 'text number ' || n FROM generate_series(1, 20000) AS s (n)");
    }
    damage(directory.resolve("state"), ".sst", 0.4);
    assertThatThrownBy(() -> CrashWorkload.open(directory))
        .hasMessageContaining("cannot read the state: block checksum mismatch")
        .hasMessageContaining(".sst")
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.DATA_CORRUPTED));
    // nothing was done to what it could not read
    damage(directory.resolve("state"), ".sst", 0.4);
    try (Headrace db = CrashWorkload.open(directory)) {
      assertThat(db.query("SELECT count(*), sum(id) FROM t").rows())
          .isEqualTo(List.of(List.of(20_000L, 200_010_000L)));
    }
  }

  @Test
  void whateverByteIsWrongTheAnswerIsRightOrAnError() throws IOException {
    long seed = System.nanoTime();
    System.out.println("DamageTest seed " + seed);
    Random random = new Random(seed);
    Path directory = temp.resolve("db");
    String query = "SELECT count(*), sum(id), md5(string_agg(x, ',' ORDER BY id)) FROM t";
    String right = "";
    for (int opened = 0; opened < 2; opened++) {
      // so that some of it is in the state, some in the log
      try (Headrace db = CrashWorkload.open(directory)) {
        db.execute("CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, x text)");
        db.execute(
            "INSERT INTO t SELECT n, 'text ' || n FROM generate_series($1::int, $2::int) AS s (n)",
            opened * 2_000,
            opened * 2_000 + 1_999);
        right = db.query(query).rows().toString();
      }
    }
    int refused = 0;
    for (int round = 0; round < 40; round++) {
      Path copy = temp.resolve("copy" + round);
      List<Path> files = copy(directory, copy);
      Path path = files.get(random.nextInt(files.size()));
      long at = (long) (path.toFile().length() * random.nextDouble());
      flip(path, at);
      String where = "seed " + seed + ": byte " + at + " of " + copy.relativize(path);
      try (Headrace db = CrashWorkload.open(copy)) {
        assertThat(db.query(query).rows()).as(where).hasToString(right);
      } catch (SqlException e) {
        assertThat(e.code())
            .as(where + ": " + e.message())
            .isIn(
                ErrorCode.DATA_CORRUPTED,
                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                ErrorCode.IO_ERROR);
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  /** Copies a directory; returns the files that have something in them. */
  private static List<Path> copy(Path from, Path to) throws IOException {
    List<Path> copied = new ArrayList<>();
    try (Stream<Path> all = Files.walk(from)) {
      for (Path source : all.toList()) {
        Path target = to.resolve(from.relativize(source));
        Files.copy(source, target);
        String name = source.getFileName().toString();
        // whose number is in it, and RocksDB's notes, is no part of the database
        if (Files.isRegularFile(source) && Files.size(source) > 0 && !name.startsWith("LO")) {
          copied.add(target);
        }
      }
    }
    return copied.stream().sorted().toList();
  }

  private static void damage(Path directory, String suffix, double where) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files =
          all.filter(file -> file.toString().endsWith(suffix))
              .filter(file -> file.toFile().length() > 50_000)
              .toList();
    }
    assertThat(files).isNotEmpty();
    for (Path path : files) {
      flip(path, (long) (path.toFile().length() * where));
    }
  }

  private static void flip(Path path, long at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(at);
      int there = file.read();
      file.seek(at);
      file.write(~there);
    }
  }

  @Test
  void aDirectoryThatCanOnlyBeReadIsRefusedAndKeepsWhatIsInIt() throws Exception {
    Path small = Files.createDirectory(temp.resolve("small"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", small.toString()));
    try {
      Path directory = small.resolve("db");
      try (Headrace db = CrashWorkload.open(directory)) {
        db.execute("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1), (2)");
      }
      assertThat(run("mount", "-o", "remount,ro", small.toString())).isTrue();
      assertThatThrownBy(() -> CrashWorkload.open(directory))
          .hasMessageContaining("cannot open data directory")
          .hasMessageContaining("Read-only file system")
          .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.IO_ERROR));
      assertThat(run("mount", "-o", "remount,rw", small.toString())).isTrue();
      try (Headrace db = CrashWorkload.open(directory)) {
        assertThat(db.query("SELECT count(*) FROM t").single()).isEqualTo(2L);
      }
    } finally {
      assertThat(run("umount", small.toString())).isTrue();
    }
  }

  @Test
  void aFullDiskRefusesCommitsLosesNoneAndLetsThemInWhenThereIsRoom() throws Exception {
    Path small = Files.createDirectory(temp.resolve("small"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small.toString()));
    try {
      Path ballast = small.resolve("ballast");
      Path directory = small.resolve("db");
      Files.write(ballast, new byte[1 << 20]);
      int committed = 0;
      try (Headrace db = CrashWorkload.open(directory);
          Session session = db.connect()) {
        session.execute("CREATE TABLE t (id int, part int, x text, PRIMARY KEY (id, part))");
        session.execute("CREATE MATERIALIZED VIEW v AS SELECT count(DISTINCT id) AS n FROM t");
        SqlException full = null;
        while (full == null) {
          try {
            insert(session, committed);
            committed++;
          } catch (SqlException e) {
            full = e;
          }
        }
        assertThat(full.code()).as(full.message()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(session.query("SELECT n FROM v").single()).isEqualTo((long) committed);
        Files.delete(ballast);
        insertOnceThereIsRoom(session, committed);
        committed++;
      }
      // opening begins a log and writes tables: it takes room of its own
      assertThat(run("mount", "-o", "remount,size=64m", small.toString())).isTrue();
      try (Headrace db = CrashWorkload.open(directory)) {
        assertThat(db.query("SELECT n FROM v").single()).isEqualTo((long) committed);
      }
    } finally {
      assertThat(run("umount", small.toString())).isTrue();
    }
  }

  private static void insert(Session session, int id) {
    // not to be compressed
    session.execute(
        "INSERT INTO t SELECT "
            + id
            + ", n, md5((n + 1000 * "
            + id
            + ")::text) FROM generate_series(1, 300) AS s (n)");
  }

  private static void insertOnceThereIsRoom(Session session, int id) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        insert(session, id);
        return;
      } catch (SqlException e) {
        assertThat(e.code()).as(e.message()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(System.nanoTime()).as("time for recovery").isLessThan(deadline);
        Thread.sleep(100);
      }
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      // there is no such command
      return false;
    }
  }
}
