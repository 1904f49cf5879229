package dev.headrace.server.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where migrations are. */
final class MigrationsOption {
  @Option(
      names = "--migrations",
      paramLabel = "PATH",
      defaultValue = "migrations",
      description = {
        "The directory of migrations, by default ${DEFAULT-VALUE}; several with commas",
        "between them."
      })
  private String paths = "migrations";

  String paths() {
    return paths;
  }

  /** The first of them. */
  Path directory() {
    return Path.of(paths.split(",", -1)[0].strip());
  }
}
