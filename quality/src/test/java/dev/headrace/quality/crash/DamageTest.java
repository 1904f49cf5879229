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
import java.util.List;
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
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.DATA_CORRUPTED));
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
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        long at = (long) (file.length() * where);
        file.seek(at);
        int there = file.read();
        file.seek(at);
        file.write(~there);
      }
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
