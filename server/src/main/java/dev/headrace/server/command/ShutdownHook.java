package dev.headrace.server.command;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Closes things when a signal ends the process while it is in a scope; the process waits for it.
 * When the scope ends by itself, it closes its things by itself.
 */
final class ShutdownHook implements AutoCloseable {
  private static volatile boolean ending;

  private final Thread hook;

  private ShutdownHook(List<Runnable> actions) {
    this.hook = new Thread(() -> end(actions), "headrace-shutdown");
  }

  private static void end(List<Runnable> actions) {
    ending = true;
    actions.forEach(Runnable::run);
  }

  /** Whether a signal is ending the process: what fails now fails because of that. */
  static boolean isEnding() {
    return ending;
  }

  /** Returns at once, but not any more when a signal is ending the process. */
  static void standBy() throws InterruptedException {
    if (ending) {
      new CountDownLatch(1).await();
    }
  }

  /** Registers actions that will run in this order. */
  static ShutdownHook register(Runnable... actions) {
    ShutdownHook hook = new ShutdownHook(List.of(actions));
    Runtime.getRuntime().addShutdownHook(hook.hook);
    return hook;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending and the hook runs.
    }
  }
}
