package dev.headrace.check.migrate;

import dev.headrace.check.postgres.DatabaseUrl;
import dev.headrace.check.source.Settings;
import java.time.Duration;

/**
 * A database to migrate.
 *
 * @param timeout to connect, and for what takes no time
 * @param statementTimeout for one statement of a migration; zero for no limit
 * @param lockTimeout to wait for another migrator, and for the lock of a table; zero for no limit
 */
public record Target(
    DatabaseUrl url, Duration timeout, Duration statementTimeout, Duration lockTimeout) {
  public static final String STATEMENT_TIMEOUT = "headrace.statement.timeout";
  public static final String LOCK_TIMEOUT = "headrace.lock.timeout";

  /**
   * The database that settings name.
   *
   * @param database empty for the one without a name
   * @throws dev.headrace.check.source.SourceException if they name none
   */
  public static Target of(Settings settings, String database) {
    return new Target(
        settings.url(database, "migrate"),
        settings.timeout(),
        settings.seconds(STATEMENT_TIMEOUT, Duration.ofMinutes(10)),
        settings.seconds(LOCK_TIMEOUT, Duration.ofMinutes(1)));
  }
}
