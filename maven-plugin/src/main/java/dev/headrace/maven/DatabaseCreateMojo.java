package dev.headrace.maven;

import org.apache.maven.plugins.annotations.Mojo;

/** Creates the database on a PostgreSQL server if it is not there. */
@Mojo(name = "database-create", threadSafe = true)
public final class DatabaseCreateMojo extends MigrationMojo {
  /** For Maven. */
  public DatabaseCreateMojo() {
    super("database-create");
  }
}
