package dev.headrace.codegen;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that compile units and plan views for all databases of this process: as many as there
 * are processors, and none while there is nothing to do.
 */
public final class CompilerThreads {
  private static final int IDLE_SECONDS = 5;
  private static final AtomicInteger COUNT = new AtomicInteger();

  // expressions nest, and so do calls
  private static final long STACK_BYTES = 4 << 20;

  private static final ThreadPoolExecutor POOL =
      new ThreadPoolExecutor(
          Runtime.getRuntime().availableProcessors(),
          Runtime.getRuntime().availableProcessors(),
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          CompilerThreads::thread);

  static {
    POOL.allowCoreThreadTimeOut(true);
  }

  private CompilerThreads() {}

  private static Thread thread(Runnable work) {
    Thread thread =
        new Thread(null, work, "headrace-compiler-" + COUNT.incrementAndGet(), STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /** How many there can be. */
  public static int count() {
    return POOL.getMaximumPoolSize();
  }

  /** Has something done, behind what others want to have done. */
  public static void run(Runnable work) {
    POOL.execute(work);
  }
}
