package dev.headrace.engine.database;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of a database. Thread-safe. */
public final class OpenSessions {
  private final Set<OpenSession> open = ConcurrentHashMap.newKeySet();

  public void add(OpenSession session) {
    open.add(session);
  }

  public void remove(OpenSession session) {
    open.remove(session);
  }

  /** All of them, in the order of their numbers. */
  public List<OpenSession> all() {
    return open.stream().sorted(Comparator.comparingInt(OpenSession::processId)).toList();
  }

  public Optional<OpenSession> find(int processId) {
    return open.stream().filter(session -> session.processId() == processId).findFirst();
  }
}
