package dev.headrace.maven;

import org.apache.maven.plugins.annotations.Mojo;

/** Records the checksums of migrations as they are now, and forgets those that failed half way. */
@Mojo(name = "migrate-repair", threadSafe = true)
public final class MigrateRepairMojo extends MigrationMojo {
  /** For Maven. */
  public MigrateRepairMojo() {
    super("migrate-repair");
  }
}
