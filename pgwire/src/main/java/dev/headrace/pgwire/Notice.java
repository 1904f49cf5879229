package dev.headrace.pgwire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something a client should know that is no error.
 *
 * @param severity how important it is
 * @param sqlState five characters, {@code 00000} if nothing fits better
 * @param message one line
 * @param detail more, or null
 * @param hint what to do about it, or null
 */
public record Notice(
    Severity severity,
    String sqlState,
    String message,
    @Nullable String detail,
    @Nullable String hint) {
  /** PostgreSQL's severities below ERROR. */
  public enum Severity {
    WARNING,
    NOTICE,
    INFO,
    LOG,
    DEBUG
  }

  public Notice {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(message, "message");
    if (sqlState.length() != 5) {
      throw new IllegalArgumentException("a SQLSTATE has five characters: " + sqlState);
    }
  }

  /** A notice with a message only. */
  public static Notice of(Severity severity, String sqlState, String message) {
    return new Notice(severity, sqlState, message, null, null);
  }
}
