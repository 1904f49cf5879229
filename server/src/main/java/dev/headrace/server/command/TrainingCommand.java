package dev.headrace.server.command;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.server.client.JdbcClient;
import dev.headrace.server.client.SqlClient;
import dev.headrace.server.program.CompilationReport;
import dev.headrace.server.program.Program;
import dev.headrace.server.program.ProgramTraining;
import dev.headrace.server.program.ProgressReport;
import dev.headrace.server.program.RunningProgram;
import dev.headrace.server.render.OutputFormat;
import dev.headrace.server.shell.ShellSettings;
import dev.headrace.server.shell.StatementRunner;
import dev.headrace.server.wire.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code headrace train}: what the launcher runs once so that the JDK can see which classes and
 * methods starts need, and keep them in its AOT cache. It does a little of everything: definitions,
 * changes, queries and errors, in this process and over the network, printed in every format; what
 * an application does with a durable database; and then runs a program, for the program's own
 * cache.
 */
@Command(
    name = "train",
    hidden = true,
    description = "Run a little of everything, for the JDK's AOT cache.",
    footer = {"", "Example:", "  headrace train"})
final class TrainingCommand extends BaseCommand implements Callable<Integer> {
  private static final String LOOPBACK = "127.0.0.1";

  // more of it gains little: what counts is that all is loaded, linked and compiled once
  private static final Duration APPLICATION_TIME = Duration.ofSeconds(2);

  @Parameters(paramLabel = "PROGRAM.jar", arity = "0..1", description = "Then run this program.")
  private @Nullable Path jar;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      description = "How long at most; ${DEFAULT-VALUE} by default.")
  private int seconds = 30;

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    runALittleOfEverything();
    runAnApplication(APPLICATION_TIME);
    if (jar != null) {
      ProgramTraining.run(jar, seconds);
    }
    return ExitCode.SUCCESS;
  }

  private static void runALittleOfEverything() throws IOException, InterruptedException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Program program = new Program("training.sql", text(), Path.of(""));
    try (RunningProgram running =
            RunningProgram.start(
                program,
                null,
                Options.NO_LIMIT,
                OutputFormat.TABLE.sink(nowhere, false),
                _ -> {},
                new CompilationReport(nowhere, false));
        PgWireServer server = Servers.start(running.database(), LOOPBACK, 0);
        SqlClient client =
            JdbcClient.connect("postgresql://" + LOOPBACK + ":" + server.port(), _ -> {})) {
      running.awaitInputs(new ProgressReport(nowhere, true));
      for (OutputFormat format : OutputFormat.values()) {
        ShellSettings settings = new ShellSettings();
        settings.setFormat(format);
        StatementRunner runner = new StatementRunner(client, settings, nowhere, nowhere);
        runner.run("SELECT * FROM totals ORDER BY customer; SELECT nothing", "");
      }
    }
  }

  private static void runAnApplication(Duration limit) throws IOException, SQLException {
    Path directory = Files.createTempDirectory("headrace-training");
    try (Headrace database = Headrace.open(directory);
        PgWireServer server = Servers.start(database, LOOPBACK, 0)) {
      TrainingLoad.run("jdbc:postgresql://" + LOOPBACK + ":" + server.port() + "/", limit);
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String text() throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(
            TrainingCommand.class.getResourceAsStream("training.sql"), "it is beside this class")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
