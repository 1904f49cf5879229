package dev.headrace.maven;

import java.util.Properties;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Makes the files of a migration that is to be written. */
@Mojo(name = "migrate-add", threadSafe = true)
public final class MigrateAddMojo extends MigrationMojo {
  /** What the migration does, in a few words. */
  @Parameter(property = "headrace.name")
  private @Nullable String name;

  /** For Maven. */
  public MigrateAddMojo() {
    super("migrate-add");
  }

  @Override
  void addTo(Properties properties) {
    super.addTo(properties);
    put(properties, "headrace.name", name);
  }
}
