package dev.headrace.engine.statement;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Where the time of a server's statements goes, by command and phase. A server tells it; statements
 * that failed do not count. Thread-safe.
 */
public final class StatementTimes {
  /** What is done for a statement, in this order. */
  public enum Phase {
    /** From its text to a syntax tree, or to one that is kept. */
    PARSE,
    /** From there to a plan, or to one that is kept. */
    PLAN,
    /** Finding its rows, and changing them. */
    EXECUTE,
    /** Encoding its rows, and writing what does not fit into a buffer. */
    SEND,
    /** Ending its transaction, until it is durable. */
    COMMIT;

    /** In lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Phase[] PHASES = Phase.values();

  private final ConcurrentMap<String, Cells> commands = new ConcurrentHashMap<>();

  private static final class Cells {
    final LongAdder count = new LongAdder();
    final Map<Phase, LongAdder> nanos = new EnumMap<>(Phase.class);

    Cells() {
      for (Phase phase : PHASES) {
        nanos.put(phase, new LongAdder());
      }
    }
  }

  /** The statements of a command and what they took, in seconds. */
  public record Sum(long count, Map<Phase, Double> seconds) {
    private Sum plus(Sum other) {
      Map<Phase, Double> sums = new EnumMap<>(seconds);
      other.seconds.forEach((phase, more) -> sums.merge(phase, more, Double::sum));
      return new Sum(count + other.count, sums);
    }
  }

  private Cells cells(String tag) {
    Cells cells = commands.get(tag);
    return cells == null ? commands.computeIfAbsent(tag, _ -> new Cells()) : cells;
  }

  /**
   * Counts a statement.
   *
   * @param tag without a number, for example {@code INSERT 0}
   */
  public void count(String tag) {
    cells(tag).count.increment();
  }

  /** Adds the time that a phase of a counted statement took. */
  public void add(String tag, Phase phase, long nanos) {
    if (nanos > 0) {
      Objects.requireNonNull(cells(tag).nanos.get(phase)).add(nanos);
    }
  }

  /** By the tags' first words. */
  public Map<String, Sum> sums() {
    Map<String, Sum> sums = new TreeMap<>();
    commands.forEach((tag, cells) -> sums.merge(tag.split(" ", 2)[0], sum(cells), Sum::plus));
    return sums;
  }

  private static Sum sum(Cells cells) {
    Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
    cells.nanos.forEach((phase, nanos) -> seconds.put(phase, nanos.sum() / 1e9));
    return new Sum(cells.count.sum(), seconds);
  }
}
