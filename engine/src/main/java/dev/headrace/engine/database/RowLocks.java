package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.sql.RowLocking;
import java.util.Objects;

/**
 * Locks rows that a query has read, one by one, and finds out whether they are still what it has
 * read. Where rows have no key to be locked by, the table is locked.
 */
public final class RowLocks {
  private final Database database;
  private final TransactionLocks locks;
  private final Isolation isolation;
  // nobody else defines then
  private final boolean defines;
  private final ReadView view;
  private final Patience patience;
  private final Slice key = new Slice();

  /** What became of a row. */
  public enum Outcome {
    LOCKED,
    /** Others have locked it, and it is not to be waited for. */
    SKIPPED,
    /** It is locked, but others have changed it: the query has to look again. */
    CHANGED
  }

  RowLocks(
      Database database,
      TransactionLocks locks,
      Isolation isolation,
      boolean defines,
      ReadView view,
      Patience patience) {
    this.database = database;
    this.locks = locks;
    this.isolation = isolation;
    this.defines = defines;
    this.view = view;
    this.patience = patience;
  }

  /**
   * Locks a table so far as its rows can be locked.
   *
   * @return false if another version of it has taken its place meanwhile
   */
  public boolean lockTable(BaseRelation table) {
    if (!table.primaryKey().isEmpty()) {
      locks.lock(table, LockMode.ROW_SHARE, patience);
    }
    return defines || database.catalog().holds(table);
  }

  /**
   * Locks a row.
   *
   * @param row of the table's layout, as the query has read it
   * @throws SqlException 55P03 if it is locked and not to be waited for, 40001 if it has changed
   *     and the transaction cannot look again
   */
  public Outcome lock(
      BaseRelation table,
      byte[] slab,
      int row,
      RowLocking.Strength strength,
      RowLocking.Wait wait) {
    boolean keyed = !table.primaryKey().isEmpty();
    if (keyed) {
      table.keyEncoder().encode(slab, row, key);
    }
    LockMode mode = keyed ? ofRow(strength) : ofTable(strength);
    if (wait == RowLocking.Wait.BLOCK) {
      if (keyed) {
        locks.lockRow(table, TransactionLocks.hash(key), mode, patience);
      } else {
        locks.lock(table, mode, patience);
      }
    } else if (keyed
        ? !locks.tryLockRow(table, TransactionLocks.hash(key), mode)
        : !locks.tryLock(table, mode)) {
      if (wait == RowLocking.Wait.SKIP_LOCKED) {
        return Outcome.SKIPPED;
      }
      throw new SqlException(
          ErrorCode.LOCK_NOT_AVAILABLE,
          "could not obtain lock on row in relation " + SqlException.quote(table.simpleName()));
    }
    if (!isChanged(table, keyed)) {
      return Outcome.LOCKED;
    }
    if (isolation != Isolation.READ_COMMITTED) {
      throw Transaction.overtaken(null);
    }
    return Outcome.CHANGED;
  }

  private boolean isChanged(BaseRelation table, boolean keyed) {
    RowStore store = Objects.requireNonNull(table.store(), "a stored relation");
    if (store.published() <= view.sequence()) {
      return false;
    }
    try (ReadView now = database.read()) {
      return keyed
          ? ReadSet.differ(key, store.at(view.sequence()), store.at(now.sequence()))
          : store.at(now.sequence()).sequence() > view.sequence();
    }
  }

  private static LockMode ofRow(RowLocking.Strength strength) {
    return switch (strength) {
      case KEY_SHARE -> LockMode.FOR_KEY_SHARE;
      case SHARE -> LockMode.FOR_SHARE;
      case NO_KEY_UPDATE -> LockMode.FOR_NO_KEY_UPDATE;
      case UPDATE -> LockMode.FOR_UPDATE;
    };
  }

  private static LockMode ofTable(RowLocking.Strength strength) {
    return switch (strength) {
      case KEY_SHARE, SHARE -> LockMode.SHARE;
      case NO_KEY_UPDATE, UPDATE -> LockMode.EXCLUSIVE;
    };
  }
}
