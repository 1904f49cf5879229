package dev.headrace.server.command;

import dev.headrace.engine.InputStatus;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.Progress;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.program.Export;
import dev.headrace.server.program.Program;
import dev.headrace.server.program.ProgressReport;
import dev.headrace.server.program.RunningProgram;
import dev.headrace.server.render.OutputFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace run}. */
@Command(
    name = "run",
    description = {
      "Run a program: a file of tables, sources and views.",
      "",
      "Its inputs begin when all its statements have run, and its views follow them. Without --once",
      "it goes on until it is interrupted. Paths in the program are relative to its file.",
    },
    footer = {
      "",
      "Examples:",
      "  headrace run program.sql",
      "  headrace run examples/flights/program.sql --once --export answers",
      "  headrace run program.sql --once -D input=today.csv --stats stats.json",
    })
final class RunCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "FILE.sql", description = "The program.")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the database in this directory; without it, it is in memory.")
  private @Nullable Path data;

  @Mixin private MemoryOptions memory = new MemoryOptions();

  @Option(names = "--once", description = "End when all inputs have ended.")
  private boolean once;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description = "With --once: write each materialized view as DIR/<view>.csv.")
  private @Nullable Path export;

  @Option(
      names = "--stats",
      paramLabel = "FILE.json",
      description = "Write rows, time, speed, memory and compile times when all inputs have ended.")
  private @Nullable Path stats;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "Replace :NAME, :'NAME' and :\"NAME\" in the program.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (export != null && !once) {
      throw usageError("--export needs --once.");
    }
    Program program = Program.read(file, variables);
    try (RunningProgram running = start(program);
        ShutdownHook _ = ShutdownHook.register(running::close)) {
      if (once) {
        requireEnds(running);
      }
      running.awaitInputs(new ProgressReport(err(), StandardStreams.errorIsTerminal()));
      ShutdownHook.standBy();
      Optional<SqlException> failure = running.inputFailure();
      if (failure.isPresent()) {
        reportInputFailure(failure.get());
        if (once) {
          return ExitCode.ERROR;
        }
      }
      if (stats != null) {
        running.statistics().write(stats);
      }
      if (export != null) {
        Export.write(running.database(), export);
      }
      if (!once) {
        new CountDownLatch(1).await(); // a signal ends it
      }
      return ExitCode.SUCCESS;
    } catch (StatementFailure e) {
      return fail(program, e);
    }
  }

  /** Inputs without an end cannot be waited for. */
  private void requireEnds(RunningProgram running) {
    for (InputStatus input : running.inputs()) {
      if (input.total() == Progress.UNKNOWN) {
        throw usageError(
            "--once ends when all inputs have ended, and input \""
                + input.name()
                + "\" has no end; give it one, for example WITH (rows = 1000).");
      }
    }
  }

  private RunningProgram start(Program program) {
    return RunningProgram.start(
        program, data, memory.tables(), OutputFormat.TABLE.sink(out(), true), this::printNotice);
  }
}
