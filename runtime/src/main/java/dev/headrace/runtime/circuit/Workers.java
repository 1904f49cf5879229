package dev.headrace.runtime.circuit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The threads that work on a step, the caller being one of them. */
public final class Workers implements AutoCloseable {
  private static final long WORTH_WAKING_BYTES = 256 << 10;

  private final int count;
  private final long parallelBytes;
  private final @Nullable ExecutorService helpers;

  private Workers(int count, long parallelBytes) {
    this.count = count;
    this.parallelBytes = parallelBytes;
    this.helpers =
        count == 1
            ? null
            : Executors.newFixedThreadPool(
                count - 1, Thread.ofPlatform().name("headrace-worker-", 1).daemon().factory());
  }

  public static Workers of(int count) {
    return new Workers(count, WORTH_WAKING_BYTES);
  }

  /** Workers that share even the smallest step. */
  public static Workers eager(int count) {
    return new Workers(count, 0);
  }

  /** Whether that many bytes of input are worth waking other threads for. */
  public boolean areWorthWaking(long bytes) {
    return count > 1 && bytes >= parallelBytes;
  }

  /** How many parts work is worth being cut into. */
  public int count() {
    return count;
  }

  /**
   * Runs tasks 0 to {@code tasks - 1} and returns when all are done. The first failure is thrown.
   *
   * @param parallel whether the work is worth waking other threads for
   */
  public void run(int tasks, boolean parallel, IntConsumer task) {
    ExecutorService others = helpers;
    if (!parallel || others == null || tasks == 1) {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
      return;
    }
    CountDownLatch done = new CountDownLatch(tasks - 1);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    for (int i = 1; i < tasks; i++) {
      int index = i;
      others.execute(
          () -> {
            try {
              task.accept(index);
            } catch (Throwable e) {
              failure.compareAndSet(null, e);
            } finally {
              done.countDown();
            }
          });
    }
    try {
      task.accept(0);
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
    awaitUninterruptibly(done);
    rethrow(failure.get());
  }

  /** Throws what a thread threw for another to tell, if it did. */
  static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    } else if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  // tasks share state with the step: it cannot go on, or fail, before they have ended
  static void awaitUninterruptibly(CountDownLatch done) {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (helpers != null) {
      helpers.shutdown();
    }
  }
}
