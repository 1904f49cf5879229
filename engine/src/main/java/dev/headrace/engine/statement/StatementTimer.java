package dev.headrace.engine.statement;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Cancels a statement that takes longer than {@code statement_timeout} allows, by the same flag
 * with which its client can cancel it.
 */
final class StatementTimer implements AutoCloseable {
  /** One thread for all sessions: it does no more than set flags. */
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final AtomicBoolean cancelled;
  private final Future<?> alarm;
  private boolean expired;
  private boolean closed;

  private StatementTimer(Duration limit, AtomicBoolean cancelled) {
    this.cancelled = cancelled;
    this.alarm = CLOCK.schedule(this::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("headrace-statement-timeout").factory());
    clock.setRemoveOnCancelPolicy(true); // or every statement would stay until its limit
    return clock;
  }

  /** Starts the clock for a statement that listens to a flag. */
  static StatementTimer start(Duration limit, AtomicBoolean cancelled) {
    return new StatementTimer(limit, cancelled);
  }

  private synchronized void expire() {
    if (!closed) {
      expired = true;
      cancelled.set(true);
    }
  }

  /** The statement's error, which says so if it was the clock that cancelled it. */
  synchronized SqlException explain(SqlException error) {
    return expired && error.code() == ErrorCode.QUERY_CANCELED
        ? new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to statement timeout")
        : error;
  }

  /** Stops the clock; if it struck too late, what follows is not to be cancelled by it. */
  @Override
  public void close() {
    alarm.cancel(false);
    synchronized (this) {
      closed = true;
      if (expired) {
        cancelled.set(false);
      }
    }
  }
}
