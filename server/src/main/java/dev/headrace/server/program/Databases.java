package dev.headrace.server.program;

import dev.headrace.connect.Connectors;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.runtime.connector.Connector;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Databases as the command line sets them up: with all connectors, and with the units that earlier
 * processes of this user have compiled.
 */
public final class Databases {
  /** Names the directory of compiled units; {@code off} for none. */
  static final String UNITS = "HEADRACE_UNITS";

  private Databases() {}

  /**
   * Opens an empty database in memory.
   *
   * @param directory what connectors' relative paths are relative to
   */
  public static Headrace open(Path directory) {
    return Headrace.inMemory(options(directory));
  }

  /**
   * Opens the database in a directory.
   *
   * @param data the database's directory; null for a database in memory
   * @param directory what connectors' relative paths are relative to
   * @param tableMemoryLimit of a database in a directory; 0 for none
   * @param progress is told what opening has done
   */
  public static Headrace open(
      @Nullable Path data, Path directory, long tableMemoryLimit, Consumer<String> progress) {
    return open(
        data, options(directory).withTableMemoryLimit(tableMemoryLimit).withProgress(progress));
  }

  /** Opens the database in a directory, or without one in memory. */
  static Headrace open(@Nullable Path data, Options options) {
    return data == null ? Headrace.inMemory(options) : Headrace.open(data, options);
  }

  /** What a program's database is opened with. */
  public static Options options(Program program) {
    Options options = options(program.directory());
    return program.compiled() == null ? options : options.withProgram(program.compiled());
  }

  /**
   * Opens the database in a directory, which must be there, to look at it: whatever it was run
   * with, half of the memory is for rows of tables.
   *
   * @param progress is told what opening has done
   */
  public static Headrace openExisting(Path data, Consumer<String> progress) {
    Options options = options(Path.of("")).withProgress(progress);
    return Headrace.open(
        data,
        options
            .withStorage(options.storage().withCreate(false))
            .withTableMemoryLimit(Runtime.getRuntime().maxMemory() / 2));
  }

  private static Options options(Path directory) {
    Options options = Options.defaults().withBaseDirectory(directory);
    for (Connector connector : Connectors.standard()) {
      options = options.withConnector(connector);
    }
    return options.withUnitStore(unitStore(System.getenv(UNITS), System.getProperty("user.home")));
  }

  static @Nullable Path unitStore(@Nullable String setting, @Nullable String home) {
    if (setting != null && !setting.isEmpty()) {
      return setting.equals("off") ? null : Path.of(setting);
    }
    // a user without a home has "?" there
    return home == null || home.equals("?") ? null : Path.of(home, ".headrace", "units");
  }
}
