package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which transaction holds which table or row, and who waits for it. Only transactions that write
 * are concerned: readers have their snapshots.
 *
 * <p>Waiters are served in the order in which they came. A transaction that would close a circle of
 * waiters gets an error instead of its lock.
 */
final class Locks {
  private static final long CHECK_NANOS = 20_000_000;

  /**
   * Something that is locked.
   *
   * @param relation its OID; 0 for the catalog
   * @param row a hash of the row's key; 0 for the relation as a whole. Rows with equal hashes wait
   *     for each other needlessly, and that is all.
   */
  record Resource(int relation, long row) {
    static final Resource CATALOG = new Resource(0, 0);
  }

  private static final class Lock {
    final Map<Transaction, LockMode> holders = new HashMap<>(2);
    final Deque<Waiter> waiters = new ArrayDeque<>(2);
  }

  private static final class Waiter {
    final Transaction transaction;
    final LockMode mode;
    final Lock lock;
    final Thread thread = Thread.currentThread();
    volatile boolean granted;

    Waiter(Transaction transaction, LockMode mode, Lock lock) {
      this.transaction = transaction;
      this.mode = mode;
      this.lock = lock;
    }
  }

  private final Map<Resource, Lock> locks = new HashMap<>();
  private final Map<Transaction, Waiter> waiting = new HashMap<>();
  private final Map<Transaction, List<Resource>> held = new HashMap<>();

  /**
   * Takes a lock, waiting for it as long as the patience lasts. Nothing happens if the transaction
   * holds it already.
   *
   * @throws SqlException {@link ErrorCode#DEADLOCK_DETECTED}, {@link ErrorCode#QUERY_CANCELED} or
   *     {@link ErrorCode#LOCK_NOT_AVAILABLE}
   */
  void acquire(Transaction transaction, Resource resource, LockMode mode, Patience patience) {
    Waiter waiter;
    synchronized (this) {
      Lock lock = locks.computeIfAbsent(resource, r -> new Lock());
      LockMode mine = lock.holders.get(transaction);
      if (mine != null && mine.covers(mode)) {
        return;
      }
      boolean nobodyBefore = mine != null || lock.waiters.isEmpty();
      if (nobodyBefore && isFree(lock, transaction, mode)) {
        grant(transaction, resource, lock, mode);
        return;
      }
      waiter = new Waiter(transaction, mode, lock);
      if (mine != null) {
        lock.waiters.addFirst(waiter);
      } else {
        lock.waiters.addLast(waiter);
      }
      waiting.put(transaction, waiter);
    }
    await(waiter, resource, patience);
  }

  private void await(Waiter waiter, Resource resource, Patience patience) {
    long start = System.nanoTime();
    try {
      while (!waiter.granted) {
        requirePatience(waiter, patience, System.nanoTime() - start);
        LockSupport.parkNanos(this, CHECK_NANOS);
      }
    } finally {
      synchronized (this) {
        waiting.remove(waiter.transaction);
        if (waiter.granted) {
          // even if it came too late: the end of the transaction lets go of it
          remember(waiter.transaction, resource);
        } else {
          waiter.lock.waiters.remove(waiter);
          serve(waiter.lock, resource);
        }
      }
    }
  }

  private synchronized void requirePatience(Waiter waiter, Patience patience, long waited) {
    if (waiter.granted) {
      return;
    }
    if (patience.cancelled().getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
    }
    if (patience.nanos() < 0) {
      throw new SqlException(ErrorCode.LOCK_NOT_AVAILABLE, "could not obtain lock");
    }
    if (patience.nanos() > 0 && waited > patience.nanos()) {
      throw new SqlException(
          ErrorCode.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
    }
    if (waitsForItself(waiter)) {
      throw new SqlException(ErrorCode.DEADLOCK_DETECTED, "deadlock detected")
          .withHint("Change rows and tables in the same order in all transactions.");
    }
  }

  private boolean waitsForItself(Waiter start) {
    Set<Transaction> seen = new HashSet<>();
    Deque<Waiter> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      Waiter waiter = next.remove();
      for (Transaction blocker : blockers(waiter)) {
        if (blocker == start.transaction) {
          return true;
        }
        Waiter other = waiting.get(blocker);
        if (seen.add(blocker) && other != null && !other.granted) {
          next.add(other);
        }
      }
    }
    return false;
  }

  private static Set<Transaction> blockers(Waiter waiter) {
    Set<Transaction> blockers = new HashSet<>();
    waiter.lock.holders.forEach(
        (transaction, mode) -> {
          if (transaction != waiter.transaction && !mode.allows(waiter.mode)) {
            blockers.add(transaction);
          }
        });
    for (Waiter before : waiter.lock.waiters) {
      if (before == waiter) {
        break;
      }
      blockers.add(before.transaction);
    }
    return blockers;
  }

  private static boolean isFree(Lock lock, Transaction transaction, LockMode mode) {
    for (Map.Entry<Transaction, LockMode> holder : lock.holders.entrySet()) {
      if (holder.getKey() != transaction && !holder.getValue().allows(mode)) {
        return false;
      }
    }
    return true;
  }

  private void grant(Transaction transaction, Resource resource, Lock lock, LockMode mode) {
    if (lock.holders.put(transaction, stronger(lock.holders.get(transaction), mode)) == null) {
      remember(transaction, resource);
    }
  }

  private void remember(Transaction transaction, Resource resource) {
    held.computeIfAbsent(transaction, t -> new ArrayList<>(4)).add(resource);
  }

  // two that do not cover each other are together as strong as the strongest
  private static LockMode stronger(@Nullable LockMode mine, LockMode mode) {
    return mine == null || mode.covers(mine) ? mode : LockMode.EXCLUSIVE;
  }

  private void serve(Lock lock, Resource resource) {
    while (!lock.waiters.isEmpty()) {
      Waiter first = lock.waiters.getFirst();
      if (!isFree(lock, first.transaction, first.mode)) {
        return;
      }
      lock.waiters.removeFirst();
      lock.holders.put(
          first.transaction, stronger(lock.holders.get(first.transaction), first.mode));
      first.granted = true;
      LockSupport.unpark(first.thread);
    }
    if (lock.holders.isEmpty()) {
      locks.remove(resource);
    }
  }

  private void release(Transaction transaction, Resource resource) {
    Lock lock = locks.get(resource);
    if (lock != null && lock.holders.remove(transaction) != null) {
      serve(lock, resource);
    }
  }

  /** Lets go of all locks of a transaction. */
  synchronized void release(Transaction transaction) {
    List<Resource> resources = held.remove(transaction);
    if (resources != null) {
      resources.forEach(resource -> release(transaction, resource));
    }
  }
}
