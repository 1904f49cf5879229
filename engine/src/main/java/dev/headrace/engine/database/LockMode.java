package dev.headrace.engine.database;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How a transaction holds a table or a row: PostgreSQL's modes, with its table of conflicts.
 * Readers of snapshots take no locks, whatever the mode they are said to wait for.
 */
public enum LockMode {
  // of tables, the weakest first
  ACCESS_SHARE,
  /** Some of its rows are locked, each by itself. */
  ROW_SHARE,
  /** Some of its rows are changed, each locked by itself. */
  ROW_EXCLUSIVE,
  SHARE_UPDATE_EXCLUSIVE,
  /** Nobody else may change it. */
  SHARE,
  SHARE_ROW_EXCLUSIVE,
  /** Nobody else may change it or lock rows of it: as good as a lock of each row. */
  EXCLUSIVE,
  /** Nobody else may hold it in any way. */
  ACCESS_EXCLUSIVE,

  // of rows and keys, the weakest first
  /** Nobody else may take its key away. */
  FOR_KEY_SHARE,
  /** Nobody else may change it. */
  FOR_SHARE,
  /** It is changed, but not its key. */
  FOR_NO_KEY_UPDATE,
  /** Nobody else may hold it in any way. */
  FOR_UPDATE;

  private static final Map<LockMode, Set<LockMode>> CONFLICTS = new EnumMap<>(LockMode.class);

  static {
    for (LockMode mode : values()) {
      CONFLICTS.put(mode, EnumSet.noneOf(LockMode.class));
    }
    conflict(ACCESS_SHARE, ACCESS_EXCLUSIVE);
    conflict(ROW_SHARE, EXCLUSIVE, ACCESS_EXCLUSIVE);
    conflict(ROW_EXCLUSIVE, SHARE, SHARE_ROW_EXCLUSIVE, EXCLUSIVE, ACCESS_EXCLUSIVE);
    conflict(
        SHARE_UPDATE_EXCLUSIVE,
        SHARE_UPDATE_EXCLUSIVE,
        SHARE,
        SHARE_ROW_EXCLUSIVE,
        EXCLUSIVE,
        ACCESS_EXCLUSIVE);
    conflict(SHARE, SHARE_ROW_EXCLUSIVE, EXCLUSIVE, ACCESS_EXCLUSIVE);
    conflict(SHARE_ROW_EXCLUSIVE, SHARE_ROW_EXCLUSIVE, EXCLUSIVE, ACCESS_EXCLUSIVE);
    conflict(EXCLUSIVE, EXCLUSIVE, ACCESS_EXCLUSIVE);
    conflict(ACCESS_EXCLUSIVE, ACCESS_EXCLUSIVE);
    conflict(FOR_KEY_SHARE, FOR_UPDATE);
    conflict(FOR_SHARE, FOR_NO_KEY_UPDATE, FOR_UPDATE);
    conflict(FOR_NO_KEY_UPDATE, FOR_NO_KEY_UPDATE, FOR_UPDATE);
    conflict(FOR_UPDATE, FOR_UPDATE);
  }

  private static void conflict(LockMode mode, LockMode... others) {
    for (LockMode other : others) {
      mode.conflicts().add(other);
      other.conflicts().add(mode);
    }
  }

  private Set<LockMode> conflicts() {
    return Objects.requireNonNull(CONFLICTS.get(this));
  }

  boolean allows(LockMode other) {
    return !conflicts().contains(other);
  }

  /** Whether holding this is as good as holding another. */
  boolean covers(LockMode other) {
    return conflicts().containsAll(other.conflicts());
  }
}
