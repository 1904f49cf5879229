package dev.headrace.server.program;

import dev.headrace.codegen.Compilation;
import dev.headrace.codegen.Compilations;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * Tells on a terminal's standard error how far the units of a program are, in one line that is
 * drawn anew, while the program's statements run.
 */
public final class CompilationReport {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int WIDTH = 30;

  private final PrintWriter err;
  private final boolean terminal;
  private long last = System.nanoTime();
  private boolean drawn;
  private boolean ended;

  /**
   * A report.
   *
   * @param terminal whether there is anybody to see it
   */
  public CompilationReport(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /**
   * Begins to report.
   *
   * @return ends that
   */
  Listening follow(Compilations compilations) {
    if (!terminal) {
      return () -> {};
    }
    AutoCloseable listening =
        compilations.listen(event -> update(event, compilations.progress(), System.nanoTime()));
    return () -> {
      try {
        listening.close();
      } catch (Exception e) {
        throw new IllegalStateException("nothing to be closed", e);
      }
      end();
    };
  }

  /** Ends a report. */
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  synchronized void update(Compilation unit, Compilations.Progress progress, long now) {
    if (ended || now - last < INTERVAL_NANOS) {
      return;
    }
    last = now;
    drawn = true;
    err.print(ProgressReport.CLEAR_LINE + line(unit, progress));
    err.flush();
  }

  static String line(Compilation unit, Compilations.Progress progress) {
    int done = (int) (WIDTH * progress.ended() / Math.max(1, progress.requested()));
    return "[%s%s] %,d of %,d units, view %s"
        .formatted(
            "=".repeat(done),
            " ".repeat(WIDTH - done),
            progress.ended(),
            progress.requested(),
            unit.view());
  }

  private synchronized void end() {
    ended = true;
    if (drawn) {
      err.print(ProgressReport.CLEAR_LINE);
      err.flush();
    }
  }
}
