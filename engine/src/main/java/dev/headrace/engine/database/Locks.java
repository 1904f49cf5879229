package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which transaction holds which table or row, and who waits for it. Only transactions that write,
 * or say that they want locks, are concerned: readers have their snapshots.
 *
 * <p>What is locked is a number of a relation (0: the catalog) and a hash of a row's key (0: the
 * relation as a whole), or an advisory lock's number. Rows with equal hashes wait for each other
 * needlessly, and that is all.
 *
 * <p>Each lock that was granted is a {@link Holding}, which is in two chains: of the thing that is
 * locked, and of its owner, the latest first. So a transaction that returns to a savepoint lets go
 * of what is in front of the holding it had then. Nobody waits for most things, so the things have
 * no queue until somebody does.
 *
 * <p>Waiters are served in the order in which they came, unless they do not concern each other. A
 * transaction that would close a circle of waiters gets an error instead of its lock.
 */
final class Locks {
  private static final long CHECK_NANOS = 20_000_000;
  private static final int FIRST_BUCKETS = 256;

  /** Whose locks do not stand in each other's way, and who waits for one at a time: a session. */
  static final class Party {
    private final IntSupplier process;
    // guarded by the locks
    private @Nullable Waiter waiting;

    /**
     * @param process tells the number of the session
     */
    Party(IntSupplier process) {
      this.process = process;
    }
  }

  /** What locks are held by and end with: a transaction of a session, or the session itself. */
  static final class Owner {
    private final Party party;
    // guarded by the locks, or by there being nothing that the party waits for
    private @Nullable Holding last;

    Owner(Party party) {
      this.party = party;
    }

    /** The latest lock, to return to. */
    @Nullable Holding mark() {
      return last;
    }
  }

  /** A lock that was granted. */
  static final class Holding {
    private final Thing thing;
    private final Owner owner;
    private final LockMode mode;
    private final @Nullable Holding before;
    private @Nullable Holding next;

    private Holding(Thing thing, Owner owner, LockMode mode) {
      this.thing = thing;
      this.owner = owner;
      this.mode = mode;
      this.before = owner.last;
      this.next = thing.holdings;
    }
  }

  /** Something that is locked. */
  private static final class Thing {
    final int relation;
    final long row;
    @Nullable Thing nextInBucket;
    @Nullable Holding holdings;
    @Nullable Deque<Waiter> waiters;

    Thing(int relation, long row) {
      this.relation = relation;
      this.row = row;
    }

    boolean isWanted() {
      return waiters != null && !waiters.isEmpty();
    }

    boolean isHeldBy(Party party) {
      for (Holding each = holdings; each != null; each = each.next) {
        if (each.owner.party == party) {
          return true;
        }
      }
      return false;
    }

    boolean isHeldBy(Owner owner, LockMode mode) {
      for (Holding each = holdings; each != null; each = each.next) {
        if (each.owner == owner && each.mode.covers(mode)) {
          return true;
        }
      }
      return false;
    }

    /** Whether no other party holds it in a way that does not go together with a mode. */
    boolean isFreeFor(Party party, LockMode mode) {
      for (Holding each = holdings; each != null; each = each.next) {
        if (each.owner.party != party && !each.mode.allows(mode)) {
          return false;
        }
      }
      return true;
    }

    /** Whether somebody who does not go together with a mode waits for it already. */
    boolean isWantedBefore(LockMode mode) {
      if (waiters != null) {
        for (Waiter each : waiters) {
          if (!each.mode.allows(mode)) {
            return true;
          }
        }
      }
      return false;
    }

    void grant(Owner owner, LockMode mode) {
      Holding holding = new Holding(this, owner, mode);
      holdings = holding;
      owner.last = holding;
    }

    HeldLock shown(Owner owner, LockMode mode, @Nullable Instant waitingSince) {
      return HeldLock.of(relation, row, mode, owner.party.process.getAsInt(), waitingSince);
    }

    void remove(Holding gone) {
      Holding first = holdings;
      if (first == gone) {
        holdings = gone.next;
        return;
      }
      for (Holding each = first; each != null; each = each.next) {
        if (each.next == gone) {
          each.next = gone.next;
          return;
        }
      }
    }
  }

  private static final class Waiter {
    final Owner owner;
    final LockMode mode;
    final Thing thing;
    final Thread thread = Thread.currentThread();
    final Instant since = Instant.now();
    volatile boolean granted;

    Waiter(Owner owner, LockMode mode, Thing thing) {
      this.owner = owner;
      this.mode = mode;
      this.thing = thing;
    }
  }

  private @Nullable Thing[] buckets = new Thing[FIRST_BUCKETS];
  private int size;

  /**
   * Takes a lock, waiting for it as long as the patience lasts. Nothing happens if the owner holds
   * it already.
   *
   * @throws SqlException {@link ErrorCode#DEADLOCK_DETECTED}, {@link ErrorCode#QUERY_CANCELED} or
   *     {@link ErrorCode#LOCK_NOT_AVAILABLE}
   */
  void acquire(Owner owner, int relation, long row, LockMode mode, Patience patience) {
    Waiter waiter;
    synchronized (this) {
      Thing thing = find(relation, row);
      if (grantedAtOnce(thing, owner, mode)) {
        return;
      }
      waiter = new Waiter(owner, mode, thing);
      Deque<Waiter> waiters = thing.waiters;
      if (waiters == null) {
        waiters = new ArrayDeque<>(2);
        thing.waiters = waiters;
      }
      if (thing.isHeldBy(owner.party)) {
        waiters.addFirst(waiter);
      } else {
        waiters.addLast(waiter);
      }
      owner.party.waiting = waiter;
      refuseCircle(waiter);
    }
    await(waiter, patience);
  }

  /** Takes a lock if there is no need to wait for it, and says whether the owner has it. */
  synchronized boolean tryAcquire(Owner owner, int relation, long row, LockMode mode) {
    return grantedAtOnce(find(relation, row), owner, mode);
  }

  private static boolean grantedAtOnce(Thing thing, Owner owner, LockMode mode) {
    if (thing.holdings == null && !thing.isWanted()) {
      thing.grant(owner, mode);
      return true;
    }
    if (thing.isHeldBy(owner, mode)) {
      return true;
    }
    boolean nobodyBefore = !thing.isWantedBefore(mode) || thing.isHeldBy(owner.party);
    if (nobodyBefore && thing.isFreeFor(owner.party, mode)) {
      thing.grant(owner, mode);
      return true;
    }
    return false;
  }

  private void await(Waiter waiter, Patience patience) {
    long start = System.nanoTime();
    try {
      while (!waiter.granted) {
        requirePatience(waiter, patience, System.nanoTime() - start);
        LockSupport.parkNanos(this, CHECK_NANOS);
      }
    } finally {
      synchronized (this) {
        // what was granted too late is let go at the end of the transaction
        stopWaiting(waiter);
      }
    }
  }

  private void stopWaiting(Waiter waiter) {
    waiter.owner.party.waiting = null;
    Deque<Waiter> waiters = waiter.thing.waiters;
    if (!waiter.granted && waiters != null && waiters.remove(waiter)) {
      serve(waiter.thing);
    }
  }

  /** Gives up a waiter that closes a circle; at once, so that nobody else of it is given up too. */
  private void refuseCircle(Waiter waiter) {
    if (waitsForItself(waiter)) {
      stopWaiting(waiter);
      throw new SqlException(ErrorCode.DEADLOCK_DETECTED, "deadlock detected")
          .withHint("Change rows and tables in the same order in all transactions.");
    }
  }

  private synchronized void requirePatience(Waiter waiter, Patience patience, long waited) {
    if (waiter.granted) {
      return;
    }
    if (patience.cancelled().getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
    }
    if (patience.nanos() > 0 && waited > patience.nanos()) {
      throw new SqlException(
          ErrorCode.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
    }
    refuseCircle(waiter);
  }

  private static boolean waitsForItself(Waiter start) {
    Set<Party> seen = new HashSet<>();
    Deque<Waiter> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      for (Party blocker : blockers(next.remove())) {
        if (blocker == start.owner.party) {
          return true;
        }
        Waiter other = blocker.waiting;
        if (seen.add(blocker) && other != null && !other.granted) {
          next.add(other);
        }
      }
    }
    return false;
  }

  private static Set<Party> blockers(Waiter waiter) {
    Set<Party> blockers = new HashSet<>();
    for (Holding each = waiter.thing.holdings; each != null; each = each.next) {
      if (each.owner.party != waiter.owner.party && !each.mode.allows(waiter.mode)) {
        blockers.add(each.owner.party);
      }
    }
    if (waiter.thing.waiters != null) {
      for (Waiter before : waiter.thing.waiters) {
        if (before == waiter) {
          break;
        }
        if (!before.mode.allows(waiter.mode)) {
          blockers.add(before.owner.party);
        }
      }
    }
    return blockers;
  }

  private void serve(Thing thing) {
    Deque<Waiter> waiters = thing.waiters;
    if (waiters != null && !waiters.isEmpty()) {
      // those who still wait come before those behind them
      List<Waiter> all = List.copyOf(waiters);
      waiters.clear();
      for (Waiter each : all) {
        if (thing.isFreeFor(each.owner.party, each.mode) && !thing.isWantedBefore(each.mode)) {
          thing.grant(each.owner, each.mode);
          each.granted = true;
          LockSupport.unpark(each.thread);
        } else {
          waiters.addLast(each);
        }
      }
    }
    if (thing.holdings == null && !thing.isWanted()) {
      forget(thing);
    }
  }

  /**
   * Lets go of the locks of an owner that it has got since a mark.
   *
   * @param mark null for all
   */
  void release(Owner owner, @Nullable Holding mark) {
    if (owner.last == mark) {
      return;
    }
    synchronized (this) {
      for (Holding each = owner.last; each != null && each != mark; each = each.before) {
        each.thing.remove(each);
        serve(each.thing);
      }
      owner.last = mark;
    }
  }

  /** All locks that are held or waited for. */
  synchronized List<HeldLock> all() {
    List<HeldLock> all = new ArrayList<>();
    for (Thing first : buckets) {
      for (Thing thing = first; thing != null; thing = thing.nextInBucket) {
        for (Holding each = thing.holdings; each != null; each = each.next) {
          all.add(thing.shown(each.owner, each.mode, null));
        }
        if (thing.waiters != null) {
          for (Waiter each : thing.waiters) {
            all.add(thing.shown(each.owner, each.mode, each.since));
          }
        }
      }
    }
    return all;
  }

  // ---- the table of things

  private int bucket(int relation, long row) {
    long mixed = (row ^ relation * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 32) & buckets.length - 1;
  }

  private Thing find(int relation, long row) {
    int bucket = bucket(relation, row);
    for (Thing each = buckets[bucket]; each != null; each = each.nextInBucket) {
      if (each.row == row && each.relation == relation) {
        return each;
      }
    }
    if (size == buckets.length) {
      resize(2 * size);
      bucket = bucket(relation, row);
    }
    Thing thing = new Thing(relation, row);
    thing.nextInBucket = buckets[bucket];
    buckets[bucket] = thing;
    size++;
    return thing;
  }

  private void forget(Thing thing) {
    int bucket = bucket(thing.relation, thing.row);
    Thing before = null;
    for (Thing each = buckets[bucket]; each != null; each = each.nextInBucket) {
      if (each == thing) {
        if (before == null) {
          buckets[bucket] = thing.nextInBucket;
        } else {
          before.nextInBucket = thing.nextInBucket;
        }
        size--;
        if (size == 0 && buckets.length > FIRST_BUCKETS) {
          buckets = new Thing[FIRST_BUCKETS];
        }
        return;
      }
      before = each;
    }
  }

  private void resize(int length) {
    @Nullable Thing[] old = buckets;
    buckets = new Thing[length];
    for (Thing first : old) {
      Thing each = first;
      while (each != null) {
        Thing next = each.nextInBucket;
        int bucket = bucket(each.relation, each.row);
        each.nextInBucket = buckets[bucket];
        buckets[bucket] = each;
        each = next;
      }
    }
  }
}
