package dev.headrace.maven;

import java.util.Properties;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Drops the database of a PostgreSQL server, with all that is in it. */
@Mojo(name = "database-drop", threadSafe = true)
public final class DatabaseDropMojo extends MigrationMojo {
  /** Whether it is meant so. */
  @Parameter(property = "headrace.yes", defaultValue = "false")
  private boolean yes;

  /** Whether to end the sessions that use the database. */
  @Parameter(property = "headrace.force", defaultValue = "false")
  private boolean force;

  /** For Maven. */
  public DatabaseDropMojo() {
    super("database-drop");
  }

  @Override
  void addTo(Properties properties) {
    super.addTo(properties);
    put(properties, "headrace.yes", Boolean.toString(yes));
    put(properties, "headrace.force", Boolean.toString(force));
  }
}
