package dev.headrace.pgwire;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What a server has done so far, counted. Thread-safe; numbers of different kinds may be apart. */
public final class ServerStatistics {
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder cancelRequests = new LongAdder();
  private final ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();

  void connectionAccepted() {
    accepted.increment();
  }

  void connectionRefused() {
    refused.increment();
  }

  void cancelRequested() {
    cancelRequests.increment();
  }

  void errorSent(String sqlState) {
    errors.computeIfAbsent(sqlState, state -> new LongAdder()).increment();
  }

  /** Connections that were let in. */
  public long connectionsAccepted() {
    return accepted.sum();
  }

  /** Connections that were not: wrong passwords, too many, no encryption, no such database. */
  public long connectionsRefused() {
    return refused.sum();
  }

  public long cancelRequests() {
    return cancelRequests.sum();
  }

  /** Errors that clients were told, by SQLSTATE. */
  public Map<String, Long> errors() {
    Map<String, Long> sums = new TreeMap<>();
    errors.forEach((state, count) -> sums.put(state, count.sum()));
    return sums;
  }
}
