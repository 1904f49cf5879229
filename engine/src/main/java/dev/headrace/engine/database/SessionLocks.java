package dev.headrace.engine.database;

import dev.headrace.model.function.AdvisoryLocks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The locks of a session that outlive its transactions: advisory ones, each held until it is let go
 * as often as it was taken. Used by the session's thread only.
 */
public final class SessionLocks {
  // relations have positive numbers, and what refers to them the same with a minus
  private static final int BIGINT_KEYS = Integer.MIN_VALUE;
  private static final int PAIRS_OF_KEYS = Integer.MIN_VALUE + 1;

  private final Locks locks;
  private final Locks.Party party;
  private final Map<AdvisoryLocks.Lock, Held> held = new HashMap<>();

  /** A lock with an owner of its own, because they end one by one. */
  private static final class Held {
    final Locks.Owner owner;
    long times = 1;

    Held(Locks.Owner owner) {
      this.owner = owner;
    }
  }

  /**
   * @param process tells the number by which others know the session
   */
  public SessionLocks(Database database, IntSupplier process) {
    this.locks = database.locks();
    this.party = new Locks.Party(process);
  }

  /** Who the session is to those who wait, in its transactions as well. */
  Locks.Party party() {
    return party;
  }

  static int relation(AdvisoryLocks.Lock lock) {
    return switch (lock.keys()) {
      case BIGINT -> BIGINT_KEYS;
      case INTEGER_PAIR -> PAIRS_OF_KEYS;
    };
  }

  /** What kind of advisory locks a relation's number stands for; null if it is a relation's. */
  static HeldLock.@Nullable Kind kind(int relation) {
    return switch (relation) {
      case BIGINT_KEYS -> HeldLock.Kind.ADVISORY;
      case PAIRS_OF_KEYS -> HeldLock.Kind.ADVISORY_PAIR;
      default -> null;
    };
  }

  static LockMode mode(AdvisoryLocks.Lock lock) {
    return lock.shared() ? LockMode.FOR_SHARE : LockMode.FOR_UPDATE;
  }

  /** Takes a lock once more, waiting for it if it is the first time. */
  public void acquire(AdvisoryLocks.Lock lock, Patience patience) {
    if (isHeldAgain(lock)) {
      return;
    }
    Locks.Owner owner = new Locks.Owner(party);
    boolean done = false;
    try {
      locks.acquire(owner, relation(lock), lock.key(), mode(lock), patience);
      done = true;
    } finally {
      if (!done) {
        // it may have been granted just when the patience was over
        locks.release(owner, null);
      }
    }
    held.put(lock, new Held(owner));
  }

  /** The same if there is no need to wait, and says whether it has it. */
  public boolean tryAcquire(AdvisoryLocks.Lock lock) {
    if (isHeldAgain(lock)) {
      return true;
    }
    Locks.Owner owner = new Locks.Owner(party);
    boolean granted = locks.tryAcquire(owner, relation(lock), lock.key(), mode(lock));
    if (granted) {
      held.put(lock, new Held(owner));
    }
    return granted;
  }

  private boolean isHeldAgain(AdvisoryLocks.Lock lock) {
    Held before = held.get(lock);
    if (before != null) {
      before.times++;
    }
    return before != null;
  }

  /** Lets go of a lock once; false if it is not held. */
  public boolean release(AdvisoryLocks.Lock lock) {
    @Nullable Held before = held.get(lock);
    if (before == null) {
      return false;
    }
    before.times--;
    if (before.times == 0) {
      held.remove(lock);
      locks.release(before.owner, null);
    }
    return true;
  }

  /** Lets go of all. */
  public void releaseAll() {
    List<Held> all = List.copyOf(held.values());
    held.clear();
    all.forEach(each -> locks.release(each.owner, null));
  }
}
