package dev.headrace.check.source;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes time to make, which another thread begins with as soon as it is foreseen. If
 * none has, the thread that needs it makes it. One thread starts it, gets it and closes it.
 *
 * @param <T> what is made
 */
final class Background<T> implements AutoCloseable {
  private final FutureTask<T> task;
  private final Consumer<T> closer;
  private @Nullable T made;
  private boolean started;
  private boolean closed;

  /**
   * @param maker is called once; what it throws is thrown to each who wants the result
   * @param closer of what was made
   */
  Background(Callable<T> maker, Consumer<T> closer) {
    this.task = new FutureTask<>(() -> keep(maker.call()));
    this.closer = closer;
  }

  private T keep(T value) {
    synchronized (this) {
      made = value;
      if (!closed) {
        return value;
      }
    }
    closer.accept(value); // it came too late for the one who closed this
    return value;
  }

  /** Begins on another thread, at the first call. */
  Background<T> start() {
    if (started) {
      return this;
    }
    started = true;
    // a thread, and not one of a pool, has the class loader of the processor
    Thread.ofPlatform().daemon().name("headrace-check").start(task);
    return this;
  }

  /** What is made, when it is. */
  T get() {
    if (!started) {
      started = true;
      task.run();
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Closes what was made, at once or as soon as it is. */
  @Override
  public void close() {
    @Nullable T value;
    synchronized (this) {
      value = closed ? null : made;
      closed = true;
    }
    if (value != null) {
      closer.accept(value);
    }
  }
}
