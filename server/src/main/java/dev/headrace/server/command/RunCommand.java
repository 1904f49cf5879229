package dev.headrace.server.command;

import dev.headrace.engine.InputStatus;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.runtime.connector.Progress;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.program.CompilationReport;
import dev.headrace.server.program.Export;
import dev.headrace.server.program.Program;
import dev.headrace.server.program.ProgressReport;
import dev.headrace.server.program.RunningProgram;
import dev.headrace.server.render.OutputFormat;
import dev.headrace.server.wire.Servers;
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
      "Run a program: a file of tables, sources and views, or the jar that 'headrace build' made of",
      "one.",
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
      "  headrace run program.jar --data /var/lib/shop --port 5433",
      "  headrace run program.jar --train",
    })
final class RunCommand extends BaseCommand implements Callable<Integer> {
  private static final String HOST = "127.0.0.1";

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "FILE", description = "The program, FILE.sql or FILE.jar.")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the database in this directory; without it, it is in memory.")
  private @Nullable Path data;

  @Mixin private MemoryOptions memory = new MemoryOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = {
        "Serve the database on this port to PostgreSQL clients of this machine; 0 for any free port.",
        "'headrace server --file' serves it to others, too."
      })
  private @Nullable Integer port;

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

  @Mixin private TrainingOption training = new TrainingOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (export != null && !once) {
      throw usageError("--export needs --once.");
    }
    if (training.isGiven()) {
      if (!Program.isJar(file)) {
        throw usageError("--train needs a jar, which 'headrace build' makes.");
      }
      training.train(file, out());
      return ExitCode.SUCCESS;
    }
    Program program = read(file, variables);
    try (RunningProgram running = start(program);
        PgWireServer server = serve(running);
        ShutdownHook _ = ShutdownHook.register(() -> close(server, running))) {
      if (server != null) {
        out().println("Headrace listens on " + HOST + " port " + server.port() + ".");
        out().flush();
      }
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

  private @Nullable PgWireServer serve(RunningProgram running) {
    return port == null ? null : Servers.start(running.database(), HOST, port);
  }

  private static void close(@Nullable PgWireServer server, RunningProgram running) {
    if (server != null) {
      server.close();
    }
    running.close();
  }

  private RunningProgram start(Program program) {
    return RunningProgram.start(
        program,
        data,
        memory.tables(),
        OutputFormat.TABLE.sink(out(), true),
        this::printNotice,
        new CompilationReport(err(), StandardStreams.errorIsTerminal()));
  }
}
