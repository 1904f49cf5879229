package dev.headrace.maven;

import org.apache.maven.plugins.annotations.Mojo;

/** Shows where the database stands with the migrations. */
@Mojo(name = "migrate-info", threadSafe = true)
public final class MigrateInfoMojo extends MigrationMojo {
  /** For Maven. */
  public MigrateInfoMojo() {
    super("migrate-info");
  }
}
