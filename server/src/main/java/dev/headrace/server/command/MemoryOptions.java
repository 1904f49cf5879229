package dev.headrace.server.command;

import dev.headrace.engine.Options;
import dev.headrace.engine.statement.MemoryText;
import dev.headrace.model.SqlException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How much memory the tables of a database in a directory take. */
final class MemoryOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--table-memory-limit",
      paramLabel = "SIZE",
      description =
          "With --data: memory for rows of tables, such as 2GB; others are read when needed.")
  private @Nullable String tables;

  /** The limit in bytes. */
  long tables() {
    if (tables == null) {
      return Options.NO_LIMIT;
    }
    try {
      return MemoryText.bytes("table_memory_limit", tables);
    } catch (SqlException e) {
      throw new CommandLine.ParameterException(
          Objects.requireNonNull(command, "a command").commandLine(),
          "--table-memory-limit: " + e.message(),
          e);
    }
  }
}
