package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What a client is told of an exception that nobody meant it to see; the log gets the rest. */
final class Defects {
  private static final Logger LOG = System.getLogger(Defects.class.getName());
  private static final int MAX_MESSAGE = 200;

  private Defects() {}

  /** An error for the client. Logged, if internal, by {@link #logIfInternal}. */
  static SqlException toError(Throwable defect) {
    return switch (defect) {
      case StackOverflowError e ->
          new SqlException(ErrorCode.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply", e)
              .withHint("Split the statement into simpler ones.");
      case OutOfMemoryError e ->
          new SqlException(ErrorCode.OUT_OF_MEMORY, "out of memory", e)
              .withDetail("The server ran out of memory while it worked on the statement.");
      default -> {
        String text = defect.toString();
        yield new SqlException(
                ErrorCode.INTERNAL_ERROR,
                "internal error: "
                    + (text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text),
                defect)
            .withHint("This is a defect of the server; its log has the details.");
      }
    };
  }

  /** Logs an error that is the server's fault or the machine's, with its cause. */
  static void logIfInternal(SqlException error) {
    switch (error.code().category()) {
      case INTERNAL -> LOG.log(Level.ERROR, error.message(), error);
      case RESOURCE -> LOG.log(Level.WARNING, error.sqlState() + " " + error.message());
      case USER -> {
        // The user's own business.
      }
    }
  }
}
