package dev.headrace.server.program;

import dev.headrace.engine.InputStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/**
 * Tells on standard error how far finite inputs are: on a terminal in one line that is drawn anew,
 * else in a line now and then; and at the end in a line per input.
 */
public final class ProgressReport {
  /** Time between two updates. */
  public static final Duration INTERVAL = Duration.ofMillis(100);

  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);

  /** Returns to the line's start and clears it. */
  static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final ProgressLine line = new ProgressLine();
  private Duration lastPlain = Duration.ZERO;

  public ProgressReport(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  void update(List<InputStatus> inputs, Duration elapsed) {
    String text = line.of(inputs, elapsed);
    if (terminal) {
      err.print(CLEAR_LINE + text);
      err.flush();
    } else if (elapsed.compareTo(lastPlain.plus(PLAIN_INTERVAL)) >= 0) {
      lastPlain = elapsed;
      err.println(text);
      err.flush();
    }
  }

  void end(List<InputStatus> inputs, Duration elapsed) {
    if (terminal) {
      err.print(CLEAR_LINE);
    }
    for (InputStatus input : inputs) {
      if (input.ended()) {
        err.println(ProgressLine.summary(input, elapsed));
      }
    }
    err.flush();
  }
}
