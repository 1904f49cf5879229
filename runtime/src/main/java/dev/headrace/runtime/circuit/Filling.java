package dev.headrace.runtime.circuit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A step of groups of operators, in which groups that do not read each other run at once, as many
 * as there are workers. A group runs its operators one after the other, each of which may use the
 * workers itself.
 */
final class Filling {
  private final Workers workers;
  private final List<List<Operator>> groups;
  private final IntConsumer filled;
  private final List<BitSet> awaited = new ArrayList<>();

  // guarded by this
  private final BitSet begun = new BitSet();
  private final BitSet ended = new BitSet();
  private @Nullable Throwable failure;

  /**
   * @param groups each reads only others that come before it
   * @param filled told the number of a group when all its operators have run, on the thread that
   *     ran them
   */
  Filling(Workers workers, List<List<Operator>> groups, IntConsumer filled) {
    this.workers = workers;
    this.groups = groups;
    this.filled = filled;
    IdentityHashMap<Operator, Integer> groupOf = new IdentityHashMap<>();
    for (int group = 0; group < groups.size(); group++) {
      awaited.add(readBy(groups.get(group), groupOf));
      for (Operator operator : groups.get(group)) {
        groupOf.put(operator, group);
      }
    }
  }

  private static BitSet readBy(List<Operator> group, Map<Operator, Integer> before) {
    BitSet read = new BitSet();
    for (Operator operator : group) {
      for (Operator input : operator.inputs()) {
        Integer other = before.get(input);
        if (other != null) {
          read.set(other);
        }
      }
    }
    return read;
  }

  /** Returns when all groups have run, or throws the first failure when none runs any more. */
  void run() {
    int helpers = Math.min(workers.count(), groups.size()) - 1;
    CountDownLatch done = new CountDownLatch(Math.max(0, helpers));
    for (int i = 0; i < helpers; i++) {
      Thread.ofPlatform()
          .name("headrace-filling-", i)
          .daemon()
          .start(
              () -> {
                try {
                  runGroups();
                } finally {
                  done.countDown();
                }
              });
    }
    runGroups();
    Workers.awaitUninterruptibly(done);
    rethrow();
  }

  private void runGroups() {
    for (int group = take(); group >= 0; group = take()) {
      Throwable failed = null;
      try {
        groups.get(group).forEach(operator -> operator.step(workers));
        filled.accept(group);
      } catch (Throwable e) {
        failed = e;
      }
      end(group, failed);
    }
  }

  /** A group that can run now, or -1 if none is left. Waits for groups that others read. */
  private synchronized int take() {
    boolean interrupted = false;
    int group = ready();
    while (group < 0 && failure == null && begun.cardinality() < groups.size()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
      group = ready();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (group >= 0) {
      begun.set(group);
    }
    return group;
  }

  private int ready() {
    if (failure != null) {
      return -1;
    }
    int group = begun.nextClearBit(0);
    while (group < groups.size()) {
      BitSet missing = (BitSet) awaited.get(group).clone();
      missing.andNot(ended);
      if (missing.isEmpty()) {
        return group;
      }
      group = begun.nextClearBit(group + 1);
    }
    return -1;
  }

  private synchronized void end(int group, @Nullable Throwable failed) {
    ended.set(group);
    if (failure == null) {
      failure = failed;
    }
    notifyAll();
  }

  private synchronized void rethrow() {
    Workers.rethrow(failure);
  }
}
