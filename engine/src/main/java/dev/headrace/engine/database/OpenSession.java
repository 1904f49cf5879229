package dev.headrace.engine.database;

import org.jspecify.annotations.Nullable;

/** A session as others see it. Any thread; times are microseconds since 1970 in UTC. */
public interface OpenSession {
  /** What it is known by: {@code pg_backend_pid}. */
  int processId();

  String user();

  /** What its client calls itself; empty if it does not. */
  String application();

  /** Where its client is; null within this process. */
  @Nullable Client client();

  long openedAt();

  /** When its transaction began; null if there is none. */
  @Nullable Long transactionAt();

  /** When the statement began that it runs, or has run last; null if it has run none. */
  @Nullable Long statementAt();

  /** When it began to be in its {@link #state}. */
  long stateAt();

  /** The words of {@code pg_stat_activity}: active, idle, idle in transaction, ... */
  String state();

  /** The statement that it runs, or has run last. */
  String statement();

  /** Gives up the statement that it runs, if any. */
  void cancel();

  /**
   * Ends it.
   *
   * @return false if it cannot be ended, because it is within this process
   */
  boolean terminate();

  /** The other end of a connection. */
  record Client(String address, int port) {}
}
