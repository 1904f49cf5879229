package dev.headrace.server.command;

import dev.headrace.check.migrate.Target;
import dev.headrace.check.source.Settings;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database a command is about, and how long it waits for it. */
final class DatabaseOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "The database: postgresql://[user[:password]@]host[:port][/database]. By default",
        "HEADRACE_URL, DATABASE_URL, or the file .env say."
      })
  private @Nullable String url;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description = "Which of several databases, of HEADRACE_URL_NAME.")
  private String database = "";

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for an answer, by default 10.")
  private @Nullable String timeout;

  @Option(
      names = "--statement-timeout",
      paramLabel = "SECONDS",
      description = "How long a statement may take, by default 600; 0 for no limit.")
  private @Nullable String statementTimeout;

  @Option(
      names = "--lock-timeout",
      paramLabel = "SECONDS",
      description = {
        "How long to wait for another migration, or the lock of a table, by default 60;",
        "0 for no limit."
      })
  private @Nullable String lockTimeout;

  /**
   * @throws dev.headrace.check.source.SourceException if an option has no meaning
   */
  Target target() {
    Map<String, String> options = new HashMap<>();
    put(options, Settings.URL, database.isEmpty() || url == null ? url : database + "=" + url);
    put(options, Settings.TIMEOUT, timeout);
    put(options, Target.STATEMENT_TIMEOUT, statementTimeout);
    put(options, Target.LOCK_TIMEOUT, lockTimeout);
    return Target.of(Settings.of(options, System.getenv()), database);
  }

  private static void put(Map<String, String> options, String name, @Nullable String value) {
    if (value != null) {
      options.put(name, value);
    }
  }
}
