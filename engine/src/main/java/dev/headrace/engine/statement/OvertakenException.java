package dev.headrace.engine.statement;

/**
 * Rows that a statement has locked are not what it has read any more: it has to be run again over
 * what is committed now. It keeps its locks.
 */
final class OvertakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OvertakenException() {
    super("the rows have been changed", null, false, false);
  }
}
