package dev.headrace.model;

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

  private static final String SUCCESS = "00000";

  public Notice {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(message, "message");
    if (sqlState.length() != 5) {
      throw new IllegalArgumentException("a SQLSTATE has five characters: " + sqlState);
    }
  }

  /** A notice of something that is as it should be, such as what IF EXISTS found missing. */
  public static Notice of(String message) {
    return of(Severity.NOTICE, SUCCESS, message);
  }

  /** A warning: the statement has done something else than it says. */
  public static Notice warning(ErrorCode code, String message) {
    return of(Severity.WARNING, code.sqlState(), message);
  }

  /** The same with a detail. */
  public Notice withDetail(String newDetail) {
    return new Notice(severity, sqlState, message, newDetail, hint);
  }

  /** A notice with a message only. */
  public static Notice of(Severity severity, String sqlState, String message) {
    return new Notice(severity, sqlState, message, null, null);
  }
}
