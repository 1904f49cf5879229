package dev.headrace.pgwire;

/** What ReadyForQuery tells about transaction blocks that BEGIN started; implicit ones are IDLE. */
public enum TransactionStatus {
  /** Not in a transaction block. */
  IDLE('I'),
  /** In a transaction block. */
  IN_TRANSACTION('T'),
  /** In a transaction block that failed: only its end is accepted. */
  FAILED('E');

  private final char indicator;

  TransactionStatus(char indicator) {
    this.indicator = indicator;
  }

  char indicator() {
    return indicator;
  }
}
