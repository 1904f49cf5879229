package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.Hashing;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.function.AdvisoryLocks;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The locks of one transaction: of tables, of their rows by the primary key, and of other keys. */
final class TransactionLocks {
  /** With more locked rows than this a table is locked as a whole, if nobody else is there. */
  private static final int MANY_ROWS = 1000;

  private final Locks locks;
  private final Locks.Owner owner;
  // by tables' OIDs: how many rows are locked; all of a table that is locked as a whole
  private final Map<Integer, Integer> lockedRows = new HashMap<>();

  TransactionLocks(Locks locks, Locks.Party party) {
    this.locks = locks;
    this.owner = new Locks.Owner(party);
  }

  /** The locks of some time. */
  record Mark(Locks.@Nullable Holding last, Map<Integer, Integer> rows) {}

  Mark mark() {
    return new Mark(owner.mark(), Map.copyOf(lockedRows));
  }

  /** Lets go of the locks that were taken since. */
  void rollback(Mark mark) {
    lockedRows.clear();
    lockedRows.putAll(mark.rows());
    locks.release(owner, mark.last());
  }

  /** Lets go of all locks. */
  void release() {
    lockedRows.clear();
    locks.release(owner, null);
  }

  void lockCatalog(Patience patience) {
    locks.acquire(owner, 0, 0, LockMode.ACCESS_EXCLUSIVE, patience);
  }

  void lock(BaseRelation table, LockMode mode, Patience patience) {
    locks.acquire(owner, table.oid(), 0, mode, patience);
    noteLocked(table, mode);
  }

  boolean tryLock(BaseRelation table, LockMode mode) {
    boolean locked = locks.tryAcquire(owner, table.oid(), 0, mode);
    if (locked) {
      noteLocked(table, mode);
    }
    return locked;
  }

  private void noteLocked(BaseRelation table, LockMode mode) {
    if (mode.covers(LockMode.EXCLUSIVE)) {
      lockedRows.put(table.oid(), Integer.MAX_VALUE);
    }
  }

  void lock(AdvisoryLocks.Lock lock, Patience patience) {
    locks.acquire(
        owner, SessionLocks.relation(lock), lock.key(), SessionLocks.mode(lock), patience);
  }

  boolean tryLock(AdvisoryLocks.Lock lock) {
    return locks.tryAcquire(
        owner, SessionLocks.relation(lock), lock.key(), SessionLocks.mode(lock));
  }

  /** A key of a table that others may refer to. */
  void lockReferred(BaseRelation table, Slice key, LockMode mode, Patience patience) {
    // tables' own numbers are for rows
    locks.acquire(owner, -table.oid(), hash(key), mode, patience);
  }

  /** A key of a unique index. */
  void lockUnique(Index index, long hash, Patience patience) {
    locks.acquire(owner, index.oid(), hash, LockMode.FOR_UPDATE, patience);
  }

  /** What stands for a key among the locks of a relation; not 0, which is all of it. */
  static long hash(Slice key) {
    return Hashing.hash(key.base(), key.offset(), key.length(), Hashing.SEED) | 1;
  }

  /** Locks the row with a key, whether or not there is one. */
  void lockRow(BaseRelation table, long key, LockMode mode, Patience patience) {
    locks.acquire(owner, table.oid(), key, mode, patience);
  }

  /** The same if there is no need to wait, and says whether it is locked. */
  boolean tryLockRow(BaseRelation table, long key, LockMode mode) {
    return locks.tryAcquire(owner, table.oid(), key, mode);
  }

  /**
   * Locks the rows of a delta, which are of a table that rows may be written of.
   *
   * @param keyHashes of the rows, as {@link TableChanges#keyHashes} gives them
   */
  void lockRows(BaseRelation table, Batch rows, long[] keyHashes, Patience patience) {
    int before = lockedRows.isEmpty() ? 0 : lockedRows.getOrDefault(table.oid(), 0);
    if (before == Integer.MAX_VALUE) {
      return;
    }
    if (table.primaryKey().isEmpty()) {
      if (deletes(rows)) {
        lock(table, LockMode.EXCLUSIVE, patience);
      }
    } else if (before + rows.rows() <= MANY_ROWS || !tryLock(table, LockMode.EXCLUSIVE)) {
      lockedRows.put(table.oid(), (int) Math.min(before + (long) rows.rows(), MANY_ROWS));
      lockKeys(table, keyHashes, patience);
    }
  }

  /**
   * Locks keys in one order, so that two statements do not block each other crosswise.
   *
   * @param hashes without the lowest bit for a row that is inserted. A key of which a row is
   *     deleted and one inserted remains
   */
  private void lockKeys(BaseRelation table, long[] hashes, Patience patience) {
    for (int i = 0; i < hashes.length; ) {
      int first = i;
      long key = hashes[i] | 1;
      boolean remains = false;
      for (; i < hashes.length && (hashes[i] | 1) == key; i++) {
        remains |= hashes[i] != hashes[first];
      }
      LockMode mode = remains ? LockMode.FOR_NO_KEY_UPDATE : LockMode.FOR_UPDATE;
      locks.acquire(owner, table.oid(), key, mode, patience);
    }
  }

  static boolean deletes(Batch delta) {
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      if (Rows.weight(delta.bytes(), row) < 0) {
        return true;
      }
    }
    return false;
  }
}
