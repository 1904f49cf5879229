package dev.headrace.server.program;

import dev.headrace.connect.Connectors;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.runtime.connector.Connector;
import java.nio.file.Path;

/** Databases as the command line sets them up: with all connectors. */
public final class Databases {
  private Databases() {}

  /**
   * Opens an empty database in memory.
   *
   * @param directory what connectors' relative paths are relative to
   */
  public static Headrace open(Path directory) {
    Options options = Options.defaults().withBaseDirectory(directory);
    for (Connector connector : Connectors.standard()) {
      options = options.withConnector(connector);
    }
    return Headrace.inMemory(options);
  }
}
