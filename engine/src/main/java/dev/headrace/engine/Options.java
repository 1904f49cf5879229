package dev.headrace.engine;

import dev.headrace.codegen.UnitLibrary;
import dev.headrace.runtime.connector.Connector;
import dev.headrace.runtime.storage.StorageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
 * @param tableMemoryLimit how many bytes of memory the rows of tables take in a database in a
 *     directory; those beyond it are in a file and read when they are needed. {@link #NO_LIMIT} by
 *     default
 * @param units that need not be compiled any more
 * @param unitStore a directory where compiled units are kept from one process to the next, for any
 *     number of processes and databases; null for none, which is the default
 * @param progress is told, in a line of text each, what opening a database has done; from several
 *     threads
 */
public record Options(
    int workers,
    Path baseDirectory,
    List<Connector> connectors,
    StorageOptions storage,
    boolean synchronousCommit,
    long tableMemoryLimit,
    UnitLibrary units,
    @Nullable Path unitStore,
    Consumer<String> progress) {
  /** A {@code tableMemoryLimit} for tables that are in memory as a whole. */
  public static final long NO_LIMIT = 0;

  public Options {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers);
    }
    if (tableMemoryLimit < 0) {
      throw new IllegalArgumentException("limit of " + tableMemoryLimit + " bytes");
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
        NO_LIMIT,
        UnitLibrary.EMPTY,
        null,
        line -> {});
  }

  public Options withWorkers(int count) {
    return new Options(
        count,
        baseDirectory,
        connectors,
        storage,
        synchronousCommit,
        tableMemoryLimit,
        units,
        unitStore,
        progress);
  }

  public Options withBaseDirectory(Path directory) {
    return new Options(
        workers,
        directory,
        connectors,
        storage,
        synchronousCommit,
        tableMemoryLimit,
        units,
        unitStore,
        progress);
  }

  /** With a connector more. */
  public Options withConnector(Connector connector) {
    List<Connector> more = new ArrayList<>(connectors);
    more.add(connector);
    return withConnectors(more);
  }

  /** With these connectors and no others. */
  public Options withConnectors(List<Connector> only) {
    return new Options(
        workers,
        baseDirectory,
        only,
        storage,
        synchronousCommit,
        tableMemoryLimit,
        units,
        unitStore,
        progress);
  }

  /** With connectors that check their options and read, but write nothing. */
  public Options withoutOutput() {
    return ProgramBuild.inert(this, true);
  }

  /**
   * For the views of a program that has been compiled: their units are taken from its jar, also
   * when the database is opened again.
   */
  public Options withProgram(CompiledProgram program) {
    return new Options(
        workers,
        baseDirectory,
        connectors,
        storage,
        synchronousCommit,
        tableMemoryLimit,
        program.units(),
        unitStore,
        progress);
  }

  public Options withStorage(StorageOptions options) {
    return new Options(
        workers,
        baseDirectory,
        connectors,
        options,
        synchronousCommit,
        tableMemoryLimit,
        units,
        unitStore,
        progress);
  }

  public Options withSynchronousCommit(boolean whether) {
    return new Options(
        workers,
        baseDirectory,
        connectors,
        storage,
        whether,
        tableMemoryLimit,
        units,
        unitStore,
        progress);
  }

  public Options withTableMemoryLimit(long bytes) {
    return new Options(
        workers,
        baseDirectory,
        connectors,
        storage,
        synchronousCommit,
        bytes,
        units,
        unitStore,
        progress);
  }

  /** With a directory for compiled units, made if need be. */
  public Options withUnitStore(@Nullable Path directory) {
    return new Options(
        workers,
        baseDirectory,
        connectors,
        storage,
        synchronousCommit,
        tableMemoryLimit,
        units,
        directory,
        progress);
  }

  public Options withProgress(Consumer<String> listener) {
    return new Options(
        workers,
        baseDirectory,
        connectors,
        storage,
        synchronousCommit,
        tableMemoryLimit,
        units,
        unitStore,
        listener);
  }
}
