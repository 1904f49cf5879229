package dev.headrace.server.command;

import java.util.List;

/**
 * Closes things when a signal ends the process while it is in a scope; the process waits for it.
 * When the scope ends by itself, it closes its things by itself.
 */
final class ShutdownHook implements AutoCloseable {
  private final Thread hook;

  private ShutdownHook(List<Runnable> actions) {
    this.hook = new Thread(() -> actions.forEach(Runnable::run), "headrace-shutdown");
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
