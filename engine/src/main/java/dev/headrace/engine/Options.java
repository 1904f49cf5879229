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
 * @param workers threads that share the work of a step, and as many that share the work of large
 *     queries; as many as there are processors by default
 * @param baseDirectory what relative paths of connectors are relative to; by default the working
 *     directory
 * @param connectors what CREATE SOURCE, TABLE and SINK may name; none by default
 * @param storage how a database in a directory uses it
 * @param synchronousCommit whether commits of a database in a directory are on the disk when they
 *     return, unless a session sets {@code synchronous_commit}; they are by default
 * @param tableMemoryLimit how many bytes of memory the rows of tables and their indexes take in a
 *     database in a directory; those beyond it are in a file and read when they are needed. {@link
 *     #NO_LIMIT} by default
 * @param fillStep how many bytes of rows are read at a time to fill new views: what is on the way
 *     between operators takes memory, and between two times it is asked whether the statement has
 *     been cancelled. {@link #FILL_STEP} by default
 * @param parallelScanSize how many bytes of rows a query has to aggregate for several threads to
 *     share them; fewer are read by the session's thread alone. {@link #PARALLEL_SCAN_SIZE} by
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
    long fillStep,
    long parallelScanSize,
    UnitLibrary units,
    @Nullable Path unitStore,
    Consumer<String> progress) {
  /** A {@code tableMemoryLimit} for tables that are in memory as a whole. */
  public static final long NO_LIMIT = 0;

  /** 64 MiB. */
  public static final long FILL_STEP = 64 << 20;

  /** 1 MiB. */
  public static final long PARALLEL_SCAN_SIZE = 1 << 20;

  public Options {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers);
    }
    if (tableMemoryLimit < 0) {
      throw new IllegalArgumentException("limit of " + tableMemoryLimit + " bytes");
    }
    if (fillStep < 1) {
      throw new IllegalArgumentException("steps of " + fillStep + " bytes");
    }
    if (parallelScanSize < 0) {
      throw new IllegalArgumentException("parallel scans of " + parallelScanSize + " bytes");
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
        FILL_STEP,
        PARALLEL_SCAN_SIZE,
        UnitLibrary.EMPTY,
        null,
        line -> {});
  }

  public Options withWorkers(int count) {
    Copy copy = new Copy(this);
    copy.workers = count;
    return copy.options();
  }

  public Options withBaseDirectory(Path directory) {
    Copy copy = new Copy(this);
    copy.baseDirectory = directory;
    return copy.options();
  }

  /** With a connector more. */
  public Options withConnector(Connector connector) {
    List<Connector> more = new ArrayList<>(connectors);
    more.add(connector);
    return withConnectors(more);
  }

  /** With these connectors and no others. */
  public Options withConnectors(List<Connector> only) {
    Copy copy = new Copy(this);
    copy.connectors = only;
    return copy.options();
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
    Copy copy = new Copy(this);
    copy.units = program.units();
    return copy.options();
  }

  public Options withStorage(StorageOptions options) {
    Copy copy = new Copy(this);
    copy.storage = options;
    return copy.options();
  }

  public Options withSynchronousCommit(boolean whether) {
    Copy copy = new Copy(this);
    copy.synchronousCommit = whether;
    return copy.options();
  }

  public Options withTableMemoryLimit(long bytes) {
    Copy copy = new Copy(this);
    copy.tableMemoryLimit = bytes;
    return copy.options();
  }

  public Options withFillStep(long bytes) {
    Copy copy = new Copy(this);
    copy.fillStep = bytes;
    return copy.options();
  }

  public Options withParallelScanSize(long bytes) {
    Copy copy = new Copy(this);
    copy.parallelScanSize = bytes;
    return copy.options();
  }

  /** With a directory for compiled units, made if need be. */
  public Options withUnitStore(@Nullable Path directory) {
    Copy copy = new Copy(this);
    copy.unitStore = directory;
    return copy.options();
  }

  public Options withProgress(Consumer<String> listener) {
    Copy copy = new Copy(this);
    copy.progress = listener;
    return copy.options();
  }

  /** Options in which some are still to be changed. */
  private static final class Copy {
    private int workers;
    private Path baseDirectory;
    private List<Connector> connectors;
    private StorageOptions storage;
    private boolean synchronousCommit;
    private long tableMemoryLimit;
    private long fillStep;
    private long parallelScanSize;
    private UnitLibrary units;
    private @Nullable Path unitStore;
    private Consumer<String> progress;

    Copy(Options options) {
      workers = options.workers;
      baseDirectory = options.baseDirectory;
      connectors = options.connectors;
      storage = options.storage;
      synchronousCommit = options.synchronousCommit;
      tableMemoryLimit = options.tableMemoryLimit;
      fillStep = options.fillStep;
      parallelScanSize = options.parallelScanSize;
      units = options.units;
      unitStore = options.unitStore;
      progress = options.progress;
    }

    Options options() {
      return new Options(
          workers,
          baseDirectory,
          connectors,
          storage,
          synchronousCommit,
          tableMemoryLimit,
          fillStep,
          parallelScanSize,
          units,
          unitStore,
          progress);
    }
  }
}
