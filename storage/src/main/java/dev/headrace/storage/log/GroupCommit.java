package dev.headrace.storage.log;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads wait until their commits are durable, and share the waiting for the disk.
 *
 * <p>The first one that comes leads: it syncs, by itself, all that was written by then. Those that
 * come meanwhile park. When the leader is back it lets go those whose commits its sync covered and
 * one of the others, which leads the next sync, for all that have been written in between. So syncs
 * follow each other without a pause while anybody waits, the group is as large as the load makes
 * it, and nobody leads for longer than for its own commit.
 */
final class GroupCommit {
  /** Makes durable all that was written and returns the sequence of the last commit among it. */
  @FunctionalInterface
  interface Sync {
    long run();
  }

  private static final class Waiter {
    final Thread thread;
    final long sequence;
    volatile boolean released;

    Waiter(Thread thread, long sequence) {
      this.thread = thread;
      this.sequence = sequence;
    }
  }

  private final Sync sync;
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private volatile long durable;
  private boolean leading;
  private @Nullable SqlException failure;

  GroupCommit(Sync sync, long durable) {
    this.sync = sync;
    this.durable = durable;
  }

  long durable() {
    return durable;
  }

  /** Takes up to a sequence for durable. Nobody waits yet. */
  void advance(long sequence) {
    durable = sequence;
  }

  /**
   * Waits for a commit.
   *
   * @throws SqlException what the sync threw, also to all who wait later
   */
  void await(long sequence) {
    boolean interrupted = false;
    while (durable < sequence) {
      Waiter waiter = leadOrEnqueue(sequence);
      if (waiter == null) {
        lead();
      } else {
        while (!waiter.released) {
          LockSupport.park(this);
          interrupted |= Thread.interrupted();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null if the caller is to lead. */
  private synchronized @Nullable Waiter leadOrEnqueue(long sequence) {
    if (failure != null) {
      throw failure;
    }
    if (!leading) {
      leading = true;
      return null;
    }
    Waiter waiter = new Waiter(Thread.currentThread(), sequence);
    waiters.add(waiter);
    return waiter;
  }

  private void lead() {
    SqlException failed = null;
    long reached = durable;
    try {
      reached = sync.run();
    } catch (SqlException e) {
      failed = e;
    } catch (RuntimeException | Error e) {
      failed = new SqlException(ErrorCode.INTERNAL_ERROR, "cannot make a commit durable", e);
    }
    handOver(reached, failed);
    if (failed != null) {
      throw failed;
    }
  }

  private synchronized void handOver(long reached, @Nullable SqlException failed) {
    durable = reached;
    failure = failed;
    leading = false;
    boolean successor = failed != null;
    for (Iterator<Waiter> i = waiters.iterator(); i.hasNext(); ) {
      Waiter waiter = i.next();
      boolean done = waiter.sequence <= reached || failed != null;
      if (done || !successor) {
        successor |= !done;
        i.remove();
        waiter.released = true;
        LockSupport.unpark(waiter.thread);
      }
    }
  }
}
