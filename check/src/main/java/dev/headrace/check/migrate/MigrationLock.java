package dev.headrace.check.migrate;

import dev.headrace.check.source.SourceException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Lets one migrator work at a time. It asks again and again instead of waiting in the database: a
 * statement that waits has a snapshot, and {@code CREATE INDEX CONCURRENTLY} of the one that works
 * would wait for that.
 */
final class MigrationLock implements AutoCloseable {
  /** The letters of "hdrmigr8". */
  private static final long KEY = 0x6864726d69677238L;

  private static final long ASK_MILLIS = 100;

  private final Server server;

  private MigrationLock(Server server) {
    this.server = server;
  }

  static MigrationLock take(Server server, Consumer<String> log) {
    Duration limit = server.lockTimeout();
    long start = System.nanoTime();
    boolean said = false;
    while (!server.value("SELECT pg_try_advisory_lock(" + KEY + ")").startsWith("t")) {
      if (!said) {
        log.accept("waiting for another migration of this database");
        said = true;
      }
      if (!limit.isZero() && System.nanoTime() - start > limit.toNanos()) {
        throw new SourceException(
            "another migration of this database takes longer than " + limit.toSeconds() + " s",
            "Wait for it, or give the option " + Target.LOCK_TIMEOUT + ".");
      }
      try {
        Thread.sleep(ASK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SourceException("interrupted", null);
      }
    }
    return new MigrationLock(server);
  }

  @Override
  public void close() {
    server.value("SELECT pg_advisory_unlock(" + KEY + ")");
  }
}
