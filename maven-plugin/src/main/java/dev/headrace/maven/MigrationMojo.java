package dev.headrace.maven;

import java.util.Properties;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that changes a database, or looks at what has been changed. */
abstract class MigrationMojo extends HeadraceMojo {
  /** Which of several databases, of {@code headrace.url.NAME}. */
  @Parameter(property = "headrace.database")
  private @Nullable String database;

  /** How many seconds a statement may take; 0 for no limit. */
  @Parameter(property = "headrace.statement.timeout")
  private @Nullable String statementTimeout;

  /** How many seconds to wait for another migration, or the lock of a table; 0 for no limit. */
  @Parameter(property = "headrace.lock.timeout")
  private @Nullable String lockTimeout;

  MigrationMojo(String goal) {
    super(goal);
  }

  @Override
  void addTo(Properties properties) {
    put(properties, "headrace.database", database);
    put(properties, "headrace.statement.timeout", statementTimeout);
    put(properties, "headrace.lock.timeout", lockTimeout);
  }
}
