package dev.headrace.jdbc;

import dev.headrace.engine.Headrace;
import dev.headrace.model.SqlException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The databases of this JVM that URLs name, and how many connections each has. */
final class Databases {
  // by the name in memory, or by the directory
  private static final Map<Object, Shared> OPEN = new HashMap<>();

  private Databases() {}

  private static final class Shared {
    final Headrace database;
    int connections;
    boolean kept;

    Shared(Headrace database) {
      this.database = database;
    }
  }

  /** A connection's hold on its database. */
  record Handle(Headrace database, Runnable release) {}

  static Handle open(DatabaseUrl url) throws SQLException {
    try {
      if ("".equals(url.name())) {
        Headrace own = Headrace.inMemory();
        return new Handle(own, own::close);
      }
      return shared(url);
    } catch (SqlException e) {
      throw Errors.of(e);
    }
  }

  private static synchronized Handle shared(DatabaseUrl url) {
    Object key = url.directory() == null ? Objects.requireNonNull(url.name()) : url.directory();
    Shared shared = OPEN.get(key);
    if (shared == null) {
      shared =
          new Shared(
              url.directory() == null ? Headrace.inMemory() : Headrace.open(url.directory()));
      OPEN.put(key, shared);
    }
    shared.connections++;
    shared.kept |= url.keep();
    Shared held = shared;
    return new Handle(held.database, () -> release(key, held));
  }

  private static synchronized void release(Object key, Shared shared) {
    if (--shared.connections == 0 && !shared.kept) {
      OPEN.remove(key);
      shared.database.close();
    }
  }
}
