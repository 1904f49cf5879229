package dev.headrace.server.program;

import dev.headrace.engine.InputStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;

/**
 * Progress as one line, that of the finite input that has the most left to do:
 *
 * <pre>
 * flights [=========>          ]  48%  1,440,000 rows  1,020,000 rows/s  2 s left
 * </pre>
 */
public final class ProgressLine {
  private static final int BAR_WIDTH = 20;
  private static final double NANOS_PER_SECOND = 1e9;

  /** How far back the speed looks. */
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  private record Sample(Duration time, long rows) {}

  /** The line for a state of the inputs; called in order of time. */
  public String of(List<InputStatus> inputs, Duration elapsed) {
    long rows = inputs.stream().mapToLong(InputStatus::rows).sum();
    double speed = speed(rows, elapsed);
    InputStatus slowest = null;
    for (InputStatus input : inputs) {
      if (input.started()
          && input.total() >= 0
          && !input.ended()
          && (slowest == null || fraction(input) < fraction(slowest))) {
        slowest = input;
      }
    }
    String counts = number(rows) + " rows  " + number(Math.round(speed)) + " rows/s";
    if (slowest == null || fraction(slowest) < 0) {
      return counts;
    }
    double fraction = fraction(slowest);
    return String.format(
        Locale.ROOT,
        "%s [%s] %3d%%  %s%s",
        slowest.name(),
        bar(fraction),
        (int) (100 * fraction),
        counts,
        left(fraction, elapsed));
  }

  /** What an input came to. */
  static String summary(InputStatus input, Duration elapsed) {
    double seconds = elapsed.toNanos() / NANOS_PER_SECOND;
    String bad = input.badRecords() == 0 ? "" : ", " + number(input.badRecords()) + " bad records";
    return String.format(
        Locale.ROOT,
        "%s: %s rows in %.1f s, %s rows/s%s",
        input.name(),
        number(input.rows()),
        seconds,
        number(Math.round(input.rows() / Math.max(seconds, 1e-3))),
        bad);
  }

  /** Part that is done, or -1 if nobody knows. */
  private static double fraction(InputStatus input) {
    if (input.total() < 0) {
      return -1;
    }
    return input.total() == 0 ? 1 : Math.min(1, (double) input.done() / input.total());
  }

  private double speed(long rows, Duration elapsed) {
    samples.addLast(new Sample(elapsed, rows));
    while (samples.size() > 2 && samples.getFirst().time().plus(WINDOW).compareTo(elapsed) < 0) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    double seconds = elapsed.minus(first.time()).toNanos() / NANOS_PER_SECOND;
    return seconds <= 0 ? 0 : (rows - first.rows()) / seconds;
  }

  private static String bar(double fraction) {
    int full = (int) (BAR_WIDTH * fraction);
    String head = full < BAR_WIDTH ? ">" : "";
    return "=".repeat(full) + head + " ".repeat(BAR_WIDTH - full - head.length());
  }

  /** The time that is left if it goes on like this; nothing before one can tell. */
  private static String left(double fraction, Duration elapsed) {
    if (fraction < 0.01) {
      return "";
    }
    double seconds = elapsed.toNanos() / NANOS_PER_SECOND * (1 - fraction) / fraction;
    long whole = (long) Math.ceil(seconds);
    return whole < 60 ? "  " + whole + " s left" : "  " + (whole + 59) / 60 + " min left";
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
