package dev.headrace.engine.statement;

/** Where a session stands with its transaction. */
public enum TransactionState {
  /** Every statement commits by itself. */
  IDLE,
  /** Between BEGIN and its end. */
  OPEN,
  /** A statement has failed: all others are refused until the block's end. */
  FAILED
}
