package dev.headrace.maven;

import java.util.Properties;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Applies the migrations that the database has not seen. */
@Mojo(name = "migrate", threadSafe = true)
public final class MigrateMojo extends MigrationMojo {
  /** A version: the last one to apply; that one behind which all are taken back, 0 for all. */
  @Parameter(property = "headrace.target")
  private @Nullable String target;

  /** Whether only to show what would run. */
  @Parameter(property = "headrace.dry.run", defaultValue = "false")
  private boolean dryRun;

  /** Whether to apply also what comes before one that was applied. */
  @Parameter(property = "headrace.out.of.order", defaultValue = "false")
  private boolean outOfOrder;

  /** Whether to go on though there are applied ones without a file. */
  @Parameter(property = "headrace.ignore.missing", defaultValue = "false")
  private boolean ignoreMissing;

  /** For Maven. */
  public MigrateMojo() {
    super("migrate");
  }

  @Override
  void addTo(Properties properties) {
    super.addTo(properties);
    put(properties, "headrace.target", target);
    put(properties, "headrace.dry.run", Boolean.toString(dryRun));
    put(properties, "headrace.out.of.order", Boolean.toString(outOfOrder));
    put(properties, "headrace.ignore.missing", Boolean.toString(ignoreMissing));
  }
}
