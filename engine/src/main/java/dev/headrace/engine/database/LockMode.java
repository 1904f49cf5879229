package dev.headrace.engine.database;

/** How a transaction holds a table or a row. */
public enum LockMode {
  /** Of a table: some of its rows are changed, each locked by itself. */
  WRITE_ROWS,
  /** Nobody else may change it. */
  SHARE,
  /** Nobody else may hold it in any way. Readers of snapshots are not concerned. */
  EXCLUSIVE;

  boolean allows(LockMode other) {
    return this == other && this != EXCLUSIVE;
  }

  /** Whether holding this is as good as holding another. */
  boolean covers(LockMode other) {
    return this == other || this == EXCLUSIVE;
  }
}
