package dev.headrace.maven;

import java.util.Properties;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Takes the last migration back. */
@Mojo(name = "migrate-revert", threadSafe = true)
public final class MigrateRevertMojo extends MigrationMojo {
  /** A version: the last one to apply; that one behind which all are taken back, 0 for all. */
  @Parameter(property = "headrace.target")
  private @Nullable String target;

  /** Whether only to show what would run. */
  @Parameter(property = "headrace.dry.run", defaultValue = "false")
  private boolean dryRun;

  /** For Maven. */
  public MigrateRevertMojo() {
    super("migrate-revert");
  }

  @Override
  void addTo(Properties properties) {
    super.addTo(properties);
    put(properties, "headrace.target", target);
    put(properties, "headrace.dry.run", Boolean.toString(dryRun));
  }
}
