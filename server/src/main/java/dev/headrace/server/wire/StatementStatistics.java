package dev.headrace.server.wire;

import dev.headrace.engine.statement.StatementTimes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How many statements clients have run, and how long these took. Thread-safe. */
public final class StatementStatistics {
  /** Upper bounds of the classes of durations: 16 us, 64 us, ... 67 s, and all above. */
  private static final int CLASSES = 12;

  private static final long FIRST_NANOS = 1L << 14;

  private final StatementTimes times;
  private final LongAdder[] durations = new LongAdder[CLASSES + 1];
  private final LongAdder nanos = new LongAdder();

  /**
   * Statistics from now on.
   *
   * @param times where the statements are counted as well, by command
   */
  public StatementStatistics(StatementTimes times) {
    this.times = times;
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
    times.count(command);
    durations[classOf(duration)].increment();
    nanos.add(duration);
  }

  /** The first class whose bound, 4 to the power of its number times the first, is not below. */
  private static int classOf(long duration) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(duration - 1, 0) / FIRST_NANOS);
    return Math.min((bits + 1) / 2, CLASSES);
  }

  /** Statements and what their phases took, by command. */
  public Map<String, StatementTimes.Sum> commands() {
    return times.sums();
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
