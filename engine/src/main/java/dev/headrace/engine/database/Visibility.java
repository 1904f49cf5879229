package dev.headrace.engine.database;

import dev.headrace.runtime.storage.Storage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets readers see commits: in order, and each not before it is durable, so that nobody has seen
 * what a crash takes back.
 *
 * <p>A commit is applied to memory under the commit lock and then waits here, with the lock free
 * for the next, while its thread waits for the disk. The first thread that comes back makes all
 * visible that have become durable. A commit that does not insist on being durable
 * (synchronous_commit = off) only waits for those before it.
 */
final class Visibility {
  private final Snapshots snapshots;
  private final @Nullable Storage storage;
  // held while versions become visible and listeners are told, so that both are in order
  private final ReentrantLock order = new ReentrantLock();
  // guarded by this
  private final Deque<Pending> pending = new ArrayDeque<>();

  /**
   * A commit that is applied.
   *
   * @param logged sequence of the last commit that the storage got; its own, if it got it
   * @param synchronous whether it is to be durable first
   * @param tell tells those who listen to views
   */
  private record Pending(Version version, long logged, boolean synchronous, Runnable tell) {}

  Visibility(Snapshots snapshots, @Nullable Storage storage) {
    this.snapshots = snapshots;
    this.storage = storage;
  }

  /** A commit is applied. With the commit lock held. */
  void add(Version version, long logged, boolean synchronous, Runnable tell) {
    if (storage == null) {
      // nothing ever waits here
      show(version, tell);
      return;
    }
    // its rows will be read, though not yet
    snapshots.retain(version.sequence());
    synchronized (this) {
      pending.add(new Pending(version, logged, synchronous, tell));
    }
    if (!synchronous) {
      settle(storage);
    }
  }

  private void show(Version version, Runnable tell) {
    order.lock();
    try {
      snapshots.advance(version);
      tell.run();
    } finally {
      order.unlock();
    }
  }

  /** Returns when a commit is visible; one that is synchronous is then durable. */
  void await(long sequence, boolean synchronous) {
    if (storage != null) {
      if (synchronous) {
        storage.awaitDurable(sequence);
      }
      settle(storage);
      if (isPending(sequence)) {
        // one before it is synchronous
        storage.awaitDurable(sequence);
        settle(storage);
      }
    }
  }

  /** Returns when all commits that are applied are visible. With the commit lock held. */
  void awaitAll() {
    Pending last;
    synchronized (this) {
      last = pending.peekLast();
    }
    if (last != null) {
      await(last.version().sequence(), true);
    }
  }

  private synchronized boolean isPending(long sequence) {
    Pending first = pending.peekFirst();
    return first != null && first.version().sequence() <= sequence;
  }

  private void settle(Storage durability) {
    order.lock();
    try {
      long durable = durability.durableSequence();
      for (Pending next = poll(durable); next != null; next = poll(durable)) {
        snapshots.advance(next.version());
        snapshots.release(next.version().sequence());
        next.tell().run();
      }
    } finally {
      order.unlock();
    }
  }

  private synchronized @Nullable Pending poll(long durable) {
    Pending next = pending.peekFirst();
    if (next == null || (next.synchronous() && next.logged() > durable)) {
      return null;
    }
    return pending.removeFirst();
  }
}
