package dev.headrace.engine;

import dev.headrace.runtime.connector.Connector;
import dev.headrace.runtime.storage.StorageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a database is set up.
 *
 * @param workers threads that share the work of a step; as many as there are processors by default
 * @param baseDirectory what relative paths of connectors are relative to; by default the working
 *     directory
 * @param connectors what CREATE SOURCE, TABLE and SINK may name; none by default
 * @param storage how a database in a directory uses it
 * @param synchronousCommit whether commits of a database in a directory are on the disk when they
 *     return, unless a session sets {@code synchronous_commit}; they are by default
 * @param progress is told, in a line of text each, what opening a database has done; from several
 *     threads
 */
public record Options(
    int workers,
    Path baseDirectory,
    List<Connector> connectors,
    StorageOptions storage,
    boolean synchronousCommit,
    Consumer<String> progress) {
  public Options {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers);
    }
    connectors = List.copyOf(connectors);
  }

  public static Options defaults() {
    return new Options(
        Runtime.getRuntime().availableProcessors(),
        Path.of(""),
        List.of(),
        StorageOptions.DEFAULT,
        true,
        line -> {});
  }

  public Options withWorkers(int count) {
    return new Options(count, baseDirectory, connectors, storage, synchronousCommit, progress);
  }

  public Options withBaseDirectory(Path directory) {
    return new Options(workers, directory, connectors, storage, synchronousCommit, progress);
  }

  /** With a connector more. */
  public Options withConnector(Connector connector) {
    List<Connector> more = new ArrayList<>(connectors);
    more.add(connector);
    return new Options(workers, baseDirectory, more, storage, synchronousCommit, progress);
  }

  public Options withStorage(StorageOptions options) {
    return new Options(workers, baseDirectory, connectors, options, synchronousCommit, progress);
  }

  public Options withSynchronousCommit(boolean whether) {
    return new Options(workers, baseDirectory, connectors, storage, whether, progress);
  }

  public Options withProgress(Consumer<String> listener) {
    return new Options(workers, baseDirectory, connectors, storage, synchronousCommit, listener);
  }
}
