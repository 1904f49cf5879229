package dev.headrace.jdbc;

import dev.headrace.engine.Headrace;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The databases of this JVM that URLs name, and how many connections each has. */
final class Databases {
  static final String PREFIX = "jdbc:headrace:";
  private static final String MEMORY = "mem:";
  private static final String KEEP = ";keep=true";

  private static final Map<String, Shared> NAMED = new HashMap<>();

  private Databases() {}

  private static final class Shared {
    final Headrace database = Headrace.inMemory();
    int connections;
    boolean kept;
  }

  /** A connection's hold on its database. */
  record Handle(Headrace database, Runnable release) {}

  static Handle open(String url) throws SQLException {
    String place = url.substring(PREFIX.length());
    if (!place.startsWith(MEMORY)) {
      throw new SQLException(
          "the URL " + url + " names no database in memory: " + PREFIX + MEMORY + "NAME", "08001");
    }
    boolean keep = place.endsWith(KEEP);
    int end = keep ? place.length() - KEEP.length() : place.length();
    String name = place.substring(MEMORY.length(), end);
    if (name.indexOf(';') >= 0) {
      throw new SQLException("unknown settings in the URL " + url, "08001");
    }
    if (name.isEmpty()) {
      Headrace own = Headrace.inMemory();
      return new Handle(own, own::close);
    }
    return shared(name, keep);
  }

  private static synchronized Handle shared(String name, boolean keep) {
    Shared shared = NAMED.computeIfAbsent(name, _ -> new Shared());
    shared.connections++;
    shared.kept |= keep;
    return new Handle(shared.database, () -> release(name, shared));
  }

  private static synchronized void release(String name, Shared shared) {
    if (--shared.connections == 0 && !shared.kept) {
      NAMED.remove(name);
      shared.database.close();
    }
  }
}
