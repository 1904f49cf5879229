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
 * @param synchronousCommit whether commits are durable when they return, unless a session says
 *     otherwise
 * @param tableMemoryLimit memory for rows of tables of a database with a storage; 0 for no limit
 */
public record Settings(
    int workers,
    Path baseDirectory,
    List<Connector> connectors,
    boolean synchronousCommit,
    long tableMemoryLimit) {
  public Settings {
    connectors = List.copyOf(connectors);
  }
}
