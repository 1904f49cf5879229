package dev.headrace.runtime.circuit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that work on a step, the caller being one of them. Any number of threads may have
 * work done at once: who finds all others busy does it alone.
 */
public final class Workers implements AutoCloseable {
  private static final long WORTH_WAKING_BYTES = 256 << 10;

  private final int count;
  private final int threads;
  private final long parallelBytes;
  private final @Nullable ExecutorService helpers;

  private Workers(int count, int threads, long parallelBytes, String name) {
    this.count = count;
    this.threads = threads;
    this.parallelBytes = parallelBytes;
    this.helpers =
        threads == 1
            ? null
            : new ThreadPoolExecutor(
                threads - 1,
                threads - 1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name(name, 1).daemon().factory(),
                // after close: nobody helps any more
                new ThreadPoolExecutor.DiscardPolicy());
  }

  private static Workers of(int count, long parallelBytes) {
    return new Workers(count, count, parallelBytes, "headrace-worker-");
  }

  public static Workers of(int count) {
    return of(count, WORTH_WAKING_BYTES);
  }

  /** Workers that share even the smallest step. */
  public static Workers eager(int count) {
    return of(count, 0);
  }

  /**
   * Workers for queries, whose rows are in one part: operators that can do so share the pieces of
   * their input.
   *
   * @param parallelBytes of input are worth waking other threads for
   */
  public static Workers sharing(int threads, long parallelBytes) {
    return new Workers(1, threads, parallelBytes, "headrace-query-");
  }

  /** Whether that many bytes of input are worth waking other threads for. */
  public boolean areWorthWaking(long bytes) {
    return threads > 1 && bytes >= parallelBytes;
  }

  /** How many parts work is worth being cut into. */
  public int count() {
    return count;
  }

  /** How many threads there are. */
  int threads() {
    return threads;
  }

  /** How many bytes of input make a piece, if it is shared in pieces. */
  int pieceBytes() {
    return Math.clamp(parallelBytes / 4, 1, Pipe.PIECE_BYTES);
  }

  /**
   * Runs tasks 0 to {@code tasks - 1} and returns when all are done. The first failure is thrown.
   * The calling thread runs task 0.
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
    Tasks shared = new Tasks(tasks, task);
    for (int i = 1; i < Math.min(tasks, threads); i++) {
      others.execute(shared::runRest);
    }
    shared.run(0);
    shared.runRest();
    awaitUninterruptibly(shared.done);
    rethrow(shared.failure.get());
  }

  /**
   * Tasks that threads take as they come to them, so that none waits for a thread that is busy with
   * something else.
   */
  private static final class Tasks {
    private final int count;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger(1);
    private final CountDownLatch done;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Tasks(int count, IntConsumer task) {
      this.count = count;
      this.task = task;
      this.done = new CountDownLatch(count);
    }

    void run(int index) {
      try {
        task.accept(index);
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      } finally {
        done.countDown();
      }
    }

    void runRest() {
      for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
        run(index);
      }
    }
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
