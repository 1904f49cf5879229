package dev.headrace.engine.statement;

import dev.headrace.codegen.Units;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The circuits of a plan that nobody is running, and how much work the plan has been so far: when
 * that is enough for compiled units to pay, interpreted circuits give way to compiled ones.
 * Thread-safe.
 */
final class CircuitPool {
  private static final int SIZE = 4;

  /**
   * What a run counts for besides its records, which for many plans are but a few: an interpreted
   * run costs about as much more than a compiled one as it does for so many records.
   */
  private static final int RECORDS_PER_RUN = 64;

  private final AtomicReferenceArray<@Nullable PlanDriver> idle = new AtomicReferenceArray<>(SIZE);
  private final LongAdder records = new LongAdder();
  private volatile boolean hot;

  /**
   * Takes note of a run and tells how many records a new circuit's units should be prepared for.
   */
  long expect(long recordsOfRun) {
    if (!hot) {
      records.add(recordsOfRun + RECORDS_PER_RUN);
      if (records.sum() < Units.WORTH_COMPILING) {
        return recordsOfRun;
      }
      hot = true;
    }
    return Long.MAX_VALUE;
  }

  /** A circuit that can be run, if there is one. */
  @Nullable PlanDriver take(long memoryLimit) {
    for (int i = 0; i < SIZE; i++) {
      PlanDriver runner = idle.get(i);
      if (runner != null && idle.compareAndSet(i, runner, null)) {
        boolean outdated = hot && runner.expectedRecords() < Units.WORTH_COMPILING;
        if (!outdated && runner.memoryLimit() == memoryLimit) {
          return runner;
        }
      }
    }
    return null;
  }

  /** Gives a circuit back after a run that went well. */
  void give(PlanDriver runner) {
    if (runner.close()) {
      for (int i = 0; i < SIZE; i++) {
        if (idle.compareAndSet(i, null, runner)) {
          return;
        }
      }
    }
  }
}
