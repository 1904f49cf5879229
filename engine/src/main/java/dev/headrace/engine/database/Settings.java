package dev.headrace.engine.database;

import dev.headrace.runtime.connector.Connector;
import java.nio.file.Path;
import java.util.List;

/**
 * How a database is set up.
 *
 * @param workers threads that share the work of a step
 * @param baseDirectory what connectors' relative paths are relative to
 * @param connectors what CREATE SOURCE, TABLE and SINK may name
 */
public record Settings(int workers, Path baseDirectory, List<Connector> connectors) {
  public Settings {
    connectors = List.copyOf(connectors);
  }
}
