package dev.headrace.server.wire;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** How many statements clients have run, and how long these took. Thread-safe. */
public final class StatementStatistics {
  /** Upper bounds of the classes of durations: 16 us, 64 us, ... 67 s, and all above. */
  private static final int CLASSES = 12;

  private static final long FIRST_NANOS = 1L << 14;

  private final ConcurrentMap<String, LongAdder> commands = new ConcurrentHashMap<>();
  private final LongAdder[] durations = new LongAdder[CLASSES + 1];
  private final LongAdder nanos = new LongAdder();

  public StatementStatistics() {
    for (int index = 0; index <= CLASSES; index++) {
      durations[index] = new LongAdder();
    }
  }

  /**
   * Counts a statement that has run.
   *
   * @param command its tag without a number, for example {@code INSERT 0}
   */
  void add(String command, long duration) {
    LongAdder count = commands.get(command);
    if (count == null) {
      count = commands.computeIfAbsent(command, tag -> new LongAdder());
    }
    count.increment();
    durations[classOf(duration)].increment();
    nanos.add(duration);
  }

  /** The first class whose bound, 4 to the power of its number times the first, is not below. */
  private static int classOf(long duration) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(duration - 1, 0) / FIRST_NANOS);
    return Math.min((bits + 1) / 2, CLASSES);
  }

  /** Statements by command. */
  public Map<String, Long> commands() {
    Map<String, Long> sums = new TreeMap<>();
    commands.forEach(
        (command, count) -> sums.merge(command.split(" ", 2)[0], count.sum(), Long::sum));
    return sums;
  }

  /** Statements by the upper bound of their duration, in seconds; those above it not included. */
  public Map<Double, Long> durations() {
    Map<Double, Long> counts = new TreeMap<>();
    for (int index = 0; index < CLASSES; index++) {
      counts.put((FIRST_NANOS << 2 * index) / 1e9, durations[index].sum());
    }
    counts.put(Double.POSITIVE_INFINITY, durations[CLASSES].sum());
    return counts;
  }

  /** How long all statements took. */
  public double seconds() {
    return nanos.sum() / 1e9;
  }
}
