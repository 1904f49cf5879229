package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Views and queries that come and go leave nothing behind, whose code was generated for them. */
final class MetaspaceTest {
  private static final int CYCLES = Integer.getInteger("headrace.metaspace.cycles", 400);

  /** After these the caches of units are full. */
  private static final int SETTLING = 600;

  /**
   * How often the heap is measured. What it holds goes up and down with caches of some megabytes.
   */
  private static final int SAMPLES = 8;

  private static final long HEAP_ALLOWED = 8 << 20;
  private static final long METASPACE_ALLOWED = 4 << 20;

  /** What a leak of one class a cycle would exceed several times over. */
  private static final long CLASSES_ALLOWED = CYCLES / 4;

  private static final ClassLoadingMXBean CLASSES = ManagementFactory.getClassLoadingMXBean();

  @Test
  void cyclesOfViewsLeaveNothing() throws Exception {
    try (Headrace database = Headrace.inMemory(Options.defaults().withWorkers(1))) {
      database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)");
      database.execute("INSERT INTO t VALUES (1, 10), (2, 20)");
      // every constant makes other units, so that nothing comes from a cache
      requireFlat(
          database,
          i -> {
            database.execute(
                "CREATE MATERIALIZED VIEW v AS SELECT x % "
                    + (i + 2)
                    + " AS k, count(*) AS n FROM t WHERE id <> "
                    + -i
                    + " GROUP BY 1");
            database.execute("DROP MATERIALIZED VIEW v");
          });
    }
  }

  @Test
  void cyclesOfQueriesLeaveNothing() throws Exception {
    try (Headrace database = Headrace.inMemory(Options.defaults().withWorkers(1));
        Session session = database.connect()) {
      session.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)");
      session.execute("INSERT INTO t VALUES (1, 10), (2, 20)");
      session.execute("SET compilation = always");
      requireFlat(
          database,
          i -> {
            int rows =
                session
                    .query("SELECT x % " + (i + 2) + ", count(*) FROM t GROUP BY 1")
                    .rows()
                    .size();
            assertThat(rows).isPositive();
          });
    }
  }

  private interface Cycle {
    void run(int number);
  }

  private static void requireFlat(Headrace database, Cycle cycle) throws Exception {
    for (int i = 0; i < SETTLING; i++) {
      cycle.run(i);
    }
    database.compilations().await();
    long handles = handles();
    long[] heap = new long[SAMPLES + 1];
    heap[0] = heap();
    long metaspace = metaspace();
    long made = CLASSES.getTotalLoadedClassCount();
    long loaded = CLASSES.getLoadedClassCount();
    int done = SETTLING;
    for (int sample = 1; sample <= SAMPLES; sample++) {
      for (int end = SETTLING + CYCLES * sample / SAMPLES; done < end; done++) {
        cycle.run(done);
      }
      database.compilations().await();
      heap[sample] = heap();
    }
    // the cycles have indeed made classes
    assertThat(CLASSES.getTotalLoadedClassCount() - made).isGreaterThanOrEqualTo(CYCLES);
    assertThat(handles()).isLessThanOrEqualTo(handles + 5);
    assertThat(Arrays.stream(heap, SAMPLES / 2 + 1, SAMPLES + 1).min().orElseThrow())
        .isLessThan(Arrays.stream(heap, 0, SAMPLES / 2 + 1).max().orElseThrow() + HEAP_ALLOWED);
    assertThat(metaspace()).isLessThan(metaspace + METASPACE_ALLOWED);
    assertThat(CLASSES.getLoadedClassCount() - loaded).isLessThan(CLASSES_ALLOWED);
  }

  private static long handles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .map(MemoryPoolMXBean::getUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
