package dev.headrace.engine.database;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lock as it is shown: one that is held, or waited for.
 *
 * @param relation OID of the table or index; of neither, 0
 * @param key of an advisory lock; what stands for the key of a row, and is of no use elsewhere
 * @param process the number of the session
 * @param waitingSince null if it is held
 */
public record HeldLock(
    Kind kind, int relation, long key, LockMode mode, int process, @Nullable Instant waitingSince) {
  /** What is locked. */
  public enum Kind {
    /** All definitions. */
    CATALOG,
    RELATION,
    /** A row of a table, or a key of a unique index, whether or not there is a row with it. */
    ROW,
    /** A number. */
    ADVISORY,
    /** Two numbers. */
    ADVISORY_PAIR
  }

  static HeldLock of(
      int relation, long row, LockMode mode, int process, @Nullable Instant waitingSince) {
    Kind advisory = SessionLocks.kind(relation);
    if (advisory != null) {
      return new HeldLock(advisory, 0, row, mode, process, waitingSince);
    }
    Kind kind = relation == 0 ? Kind.CATALOG : row == 0 ? Kind.RELATION : Kind.ROW;
    // keys that others refer to have the number of their table with a minus
    return new HeldLock(kind, Math.abs(relation), row, mode, process, waitingSince);
  }
}
