package dev.headrace.server.shell;

import dev.headrace.server.client.SqlClient;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.render.ErrorRenderer;
import dev.headrace.server.text.StatementScanner;
import dev.headrace.server.text.StatementScanner.Statement;
import java.io.PrintWriter;
import java.util.Locale;

/** Runs text statement by statement, printing results to one writer and errors to another. */
public final class StatementRunner {
  private static final double NANOS_PER_MILLISECOND = 1e6;

  private final SqlClient client;
  private final ShellSettings settings;
  private final PrintWriter out;
  private final PrintWriter err;

  public StatementRunner(
      SqlClient client, ShellSettings settings, PrintWriter out, PrintWriter err) {
    this.client = client;
    this.settings = settings;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the statements of a text up to the first that fails.
   *
   * @param place what to call the text in errors, such as its file name; or empty
   * @return whether all ran
   */
  public boolean run(String text, String place) {
    for (Statement statement : StatementScanner.split(text)) {
      if (!run(statement, text, place)) {
        return false;
      }
    }
    return true;
  }

  private boolean run(Statement statement, String text, String place) {
    long start = System.nanoTime();
    try {
      client.execute(statement.sql(), settings.format().sink(out, settings.quiet()));
    } catch (StatementFailure e) {
      out.flush();
      ErrorRenderer.lines(e.error(), place, text, statement.offset(), settings.verbose())
          .forEach(err::println);
      err.flush();
      return false;
    }
    if (settings.timing()) {
      double milliseconds = (System.nanoTime() - start) / NANOS_PER_MILLISECOND;
      out.println(String.format(Locale.ROOT, "Time: %.3f ms", milliseconds));
      out.flush();
    }
    return true;
  }
}
