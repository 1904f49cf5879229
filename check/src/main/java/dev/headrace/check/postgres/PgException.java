package dev.headrace.check.postgres;

/** A server cannot be talked to. */
public final class PgException extends Exception {
  public PgException(String message, Throwable cause) {
    super(message, cause);
  }

  public PgException(String message) {
    super(message);
  }
}
