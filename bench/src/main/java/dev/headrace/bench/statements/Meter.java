package dev.headrace.bench.statements;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures one action after the other. An action is first repeated until the JIT compiler has
 * nothing more to do for it: for a minimum of time, and on until it has compiled for less than a
 * tenth of each of three intervals, up to a maximum. (One would not do: time is counted when a
 * compilation ends, and those of the code that matters take longest.) What it took is the median of
 * its repetitions afterwards.
 */
final class Meter {
  /** After how long a statement is given up. */
  static final int LIMIT_SECONDS = 20;

  private static final long MILLION = 1_000_000;
  private static final long INTERVAL = 150 * MILLION;
  private static final int QUIET_INTERVALS = 3;
  private static final int FEWEST = 3;
  private static final int MOST = 100_000;

  private static int used;

  private final long warmUp;
  private final long longestWarmUp;
  private final long measured;
  private final BiConsumer<String, String> results;
  private final String only;

  /**
   * A meter.
   *
   * @param warmUp milliseconds at least; at most it is ten times as long
   * @param measured milliseconds that are measured
   * @param only part of the name of the actions to measure
   * @param results takes names and median microseconds, or why there are none
   */
  Meter(int warmUp, int measured, String only, BiConsumer<String, String> results) {
    this.warmUp = warmUp * MILLION;
    this.longestWarmUp = 10L * warmUp * MILLION;
    this.measured = measured * MILLION;
    this.only = only;
    this.results = results;
  }

  /** Keeps what was read from being optimised away. */
  static void use(@Nullable Object value) {
    used += value == null ? 1 : value.getClass().hashCode();
  }

  void measure(String name, Client.Action action) {
    measure(name, () -> {}, action, () -> {});
  }

  /** Measures an action; what is before and after each repetition takes no time. */
  void measure(String name, Client.Action before, Client.Action action, Client.Action after) {
    if (!name.contains(only)) {
      return;
    }
    try {
      long first = once(before, action, after);
      double median = first > LIMIT_SECONDS * 100 * MILLION ? first : repeat(before, action, after);
      results.accept(name, "%.3f".formatted(median / 1e3));
    } catch (SQLException | RuntimeException e) {
      results.accept(name, "- " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private double repeat(Client.Action before, Client.Action action, Client.Action after)
      throws SQLException {
    warmUp(before, action, after);
    double[] nanos = new double[MOST];
    int count = 0;
    long start = System.nanoTime();
    while (count < MOST && (count < FEWEST || System.nanoTime() - start < measured)) {
      nanos[count++] = once(before, action, after);
    }
    double[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[count / 2];
  }

  private void warmUp(Client.Action before, Client.Action action, Client.Action after)
      throws SQLException {
    long start = System.nanoTime();
    long interval = start;
    long compiled = compilation();
    int quiet = 0;
    while (true) {
      once(before, action, after);
      long now = System.nanoTime();
      if (now - interval >= Math.min(INTERVAL, warmUp)) {
        long compiledNow = compilation();
        quiet = (compiledNow - compiled) * MILLION * 10 < now - interval ? quiet + 1 : 0;
        if ((quiet >= QUIET_INTERVALS && now - start >= warmUp) || now - start >= longestWarmUp) {
          return;
        }
        interval = now;
        compiled = compiledNow;
      }
    }
  }

  private static long compilation() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }

  private static long once(Client.Action before, Client.Action action, Client.Action after)
      throws SQLException {
    before.run();
    long start = System.nanoTime();
    action.run();
    long nanos = System.nanoTime() - start;
    after.run();
    return nanos;
  }

  /** A number made of all that was read. */
  static int used() {
    return used;
  }
}
