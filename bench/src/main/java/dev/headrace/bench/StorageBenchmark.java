package dev.headrace.bench;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.PreparedStatement;
import dev.headrace.engine.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * What durability costs: the latency of a commit of one row in memory, without waiting for the
 * disk, and with; how commits of many threads share the disk; and how long a database with
 * 1,000,000 rows takes to open.
 */
public final class StorageBenchmark {
  private static final int COMMITS = 3000;
  private static final int LOADED_ROWS = 1_000_000;
  private static final long GROUP_NANOS = 3_000_000_000L;

  private final Path directory;

  private StorageBenchmark(Path directory) {
    this.directory = directory;
  }

  /** Takes a directory on the disk to measure, which is emptied. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    clear(directory);
    Files.createDirectories(directory);
    StorageBenchmark benchmark = new StorageBenchmark(directory);
    for (int round = 1; round <= 3; round++) {
      benchmark.latencies(round);
    }
    for (int threads : new int[] {1, 8, 32}) {
      benchmark.group(threads);
    }
    benchmark.load();
    clear(directory);
  }

  private static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is not worth a dependency
  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private interface Step {
    void run(int i) throws IOException;
  }

  private static String micros(Step step) throws IOException {
    double[] micros = new double[COMMITS];
    for (int i = -COMMITS / 3; i < COMMITS; i++) {
      long start = System.nanoTime();
      step.run(i + COMMITS);
      if (i >= 0) {
        micros[i] = (System.nanoTime() - start) / 1e3;
      }
    }
    return String.format(
        Locale.ROOT,
        "median %.1f us, 90%% %.1f, 99%% %.1f",
        Figures.median(micros),
        Figures.quantile(micros, 0.9),
        Figures.quantile(micros, 0.99));
  }

  // the modes take turns within a round, so that a busy machine disturbs all alike
  private void latencies(int round) throws IOException {
    print("round %d: a commit of one row, one session", round);
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("bare" + round),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      for (int i = 0; i < 64; i++) {
        file.write(ByteBuffer.allocate(1 << 16));
      }
      file.force(true);
      ByteBuffer bytes = ByteBuffer.allocateDirect(128);
      print(
          "  %-28s %s",
          "write + fdatasync, no database",
          micros(
              i -> {
                file.write(bytes.clear(), i * 128L);
                file.force(false);
              }));
    }
    try (Headrace memory = Headrace.inMemory()) {
      print("  %-28s %s", "in memory", inserts(memory));
    }
    for (boolean synchronous : new boolean[] {false, true}) {
      try (Headrace durable =
          Headrace.open(
              directory.resolve("db" + round + synchronous),
              Options.defaults().withSynchronousCommit(synchronous))) {
        print(
            "  %-28s %s", "synchronous_commit = " + (synchronous ? "on" : "off"), inserts(durable));
      }
    }
  }

  private static String inserts(Headrace database) throws IOException {
    database.execute("CREATE TABLE t (id int PRIMARY KEY, name text, amount double precision)");
    try (Session session = database.connect()) {
      PreparedStatement insert = session.prepare("INSERT INTO t VALUES ($1, $2, $3)");
      return micros(i -> insert.execute(i, "name " + i, i * 0.5));
    }
  }

  private void group(int threads) throws InterruptedException {
    try (Headrace database = Headrace.open(directory.resolve("group" + threads))) {
      database.execute("CREATE TABLE t (id bigint PRIMARY KEY, name text)");
      AtomicBoolean stop = new AtomicBoolean();
      AtomicLong commits = new AtomicLong();
      List<Thread> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        long base = t * 1_000_000_000L;
        running.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try (Session session = database.connect()) {
                        PreparedStatement insert = session.prepare("INSERT INTO t VALUES ($1, $2)");
                        for (long i = 0; !stop.get(); i++) {
                          insert.execute(base + i, "name");
                          commits.incrementAndGet();
                        }
                      }
                    }));
      }
      Thread.sleep(1000);
      long before = commits.get();
      long start = System.nanoTime();
      Thread.sleep(GROUP_NANOS / 1_000_000);
      double perSecond = (commits.get() - before) / Figures.secondsSince(start);
      stop.set(true);
      for (Thread thread : running) {
        thread.join();
      }
      print("%d threads: %.0f durable commits/s", threads, perSecond);
    }
  }

  private void load() {
    Path path = directory.resolve("load");
    try (Headrace database = Headrace.open(path)) {
      database.execute(
          "CREATE TABLE t (id int PRIMARY KEY, name text, city text, amount double precision)");
      database.execute(
          "CREATE MATERIALIZED VIEW v AS SELECT city, sum(amount) AS total FROM t GROUP BY city");
      long start = System.nanoTime();
      database.execute(
          "INSERT INTO t SELECT n, 'name ' || n, 'city ' || n % 1000, n * 0.5 FROM generate_series(1, "
              + LOADED_ROWS
              + ") AS s (n)");
      print("INSERT of %d rows, one commit: %.2f s", LOADED_ROWS, Figures.secondsSince(start));
    }
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      try (Headrace database =
          Headrace.open(path, Options.defaults().withProgress(line -> print("  %s", line)))) {
        print(
            "opened with %d rows and a view of %s groups: %.2f s",
            LOADED_ROWS,
            String.valueOf(database.query("SELECT count(*) FROM v").single()),
            Figures.secondsSince(start));
      }
    }
  }
}
