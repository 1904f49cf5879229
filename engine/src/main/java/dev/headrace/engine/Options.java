package dev.headrace.engine;

import dev.headrace.runtime.connector.Connector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a database is set up.
 *
 * @param workers threads that share the work of a step; as many as there are processors by default
 * @param baseDirectory what relative paths of connectors are relative to; by default the working
 *     directory
 * @param connectors what CREATE SOURCE, TABLE and SINK may name; none by default
 */
public record Options(int workers, Path baseDirectory, List<Connector> connectors) {
  public Options {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers);
    }
    connectors = List.copyOf(connectors);
  }

  public static Options defaults() {
    return new Options(Runtime.getRuntime().availableProcessors(), Path.of(""), List.of());
  }

  public Options withWorkers(int count) {
    return new Options(count, baseDirectory, connectors);
  }

  public Options withBaseDirectory(Path directory) {
    return new Options(workers, directory, connectors);
  }

  /** With a connector more. */
  public Options withConnector(Connector connector) {
    List<Connector> more = new ArrayList<>(connectors);
    more.add(connector);
    return new Options(workers, baseDirectory, more);
  }
}
