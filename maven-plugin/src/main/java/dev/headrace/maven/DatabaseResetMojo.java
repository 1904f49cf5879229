package dev.headrace.maven;

import java.util.Properties;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Drops the database of a PostgreSQL server, creates it, and applies all migrations. */
@Mojo(name = "database-reset", threadSafe = true)
public final class DatabaseResetMojo extends MigrationMojo {
  /** Whether it is meant so. */
  @Parameter(property = "headrace.yes", defaultValue = "false")
  private boolean yes;

  /** Whether to end the sessions that use the database. */
  @Parameter(property = "headrace.force", defaultValue = "false")
  private boolean force;

  /** For Maven. */
  public DatabaseResetMojo() {
    super("database-reset");
  }

  @Override
  void addTo(Properties properties) {
    super.addTo(properties);
    put(properties, "headrace.yes", Boolean.toString(yes));
    put(properties, "headrace.force", Boolean.toString(force));
  }
}
