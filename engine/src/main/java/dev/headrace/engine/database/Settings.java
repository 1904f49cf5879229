package dev.headrace.engine.database;

import dev.headrace.runtime.connector.Connector;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a database is set up.
 *
 * @param workers threads that share the work of a step
 * @param baseDirectory what connectors' relative paths are relative to
 * @param connectors what CREATE SOURCE, TABLE and SINK may name
 * @param synchronousCommit whether commits are durable when they return, unless a session says
 *     otherwise
 * @param tableMemoryLimit memory for rows and indexes of tables of a database with a storage; 0 for
 *     no limit
 * @param fillStep bytes of rows that are read at a time to fill new views
 * @param parallelScanSize bytes of rows from which on a query uses several threads
 * @param unitStore where compiled units are kept from one process to the next; null for nowhere
 */
public record Settings(
    int workers,
    Path baseDirectory,
    List<Connector> connectors,
    boolean synchronousCommit,
    long tableMemoryLimit,
    long fillStep,
    long parallelScanSize,
    @Nullable Path unitStore) {
  public Settings {
    connectors = List.copyOf(connectors);
  }
}
