package dev.headrace.server.command;

import dev.headrace.engine.Options;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.server.client.EmbeddedClient;
import dev.headrace.server.client.SqlClient;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.demo.Dashboard;
import dev.headrace.server.demo.LiveDisplay;
import dev.headrace.server.program.CompilationReport;
import dev.headrace.server.program.Program;
import dev.headrace.server.program.ProgressReport;
import dev.headrace.server.program.RunningProgram;
import dev.headrace.server.render.OutputFormat;
import dev.headrace.server.wire.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code headrace demo}. */
@Command(
    name = "demo",
    description = {
      "Watch three million US flights stream into live views.",
      "",
      "Runs examples/flights/program.sql with two of its views on the screen, and serves all of them",
      "to psql at the same time. Goes on until it is interrupted.",
    },
    footer = {
      "",
      "Examples:",
      "  headrace demo",
      "  headrace demo --once",
      "  psql -h localhost -p 5433 -c 'select * from worst_days'",
    })
final class DemoCommand extends BaseCommand implements Callable<Integer> {
  private static final Duration FRAME = Duration.ofMillis(200);
  private static final String HOST = "127.0.0.1";

  private static final List<Dashboard.Panel> PANELS =
      List.of(
          new Dashboard.Panel(
              "busiest_airports",
              """
              SELECT origin, name, state, flights, mean_delay, late_percent
              FROM busiest_airports ORDER BY flights DESC, origin LIMIT 10"""),
          new Dashboard.Panel(
              "top_routes",
              """
              SELECT origin_city, destination_city, flights, mean_delay, miles
              FROM top_routes ORDER BY flights DESC, origin, destination LIMIT 10"""));

  @Option(
      names = "--once",
      description = "Print the final answers when all flights are in, and end.")
  private boolean once;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Port to serve psql on; default " + Servers.DEFAULT_PORT + ", or any if that is taken.")
  private @Nullable Integer port;

  @Option(
      names = "--stats",
      paramLabel = "FILE.json",
      description = "Write rows, time, speed, memory and compile times when all flights are in.")
  private @Nullable Path stats;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Program program = Program.read(home().resolve("examples/flights/program.sql"), Map.of());
    try (RunningProgram running =
            RunningProgram.start(
                program,
                null,
                Options.NO_LIMIT,
                OutputFormat.TABLE.sink(out(), true),
                this::printNotice,
                new CompilationReport(err(), StandardStreams.errorIsTerminal()));
        PgWireServer server = serve(running);
        ShutdownHook _ = ShutdownHook.register(server::close, running::close)) {
      show(running, "psql -h localhost -p " + server.port() + "   (Ctrl-C ends the demo)");
      return ExitCode.SUCCESS;
    } catch (StatementFailure e) {
      return fail(program, e);
    }
  }

  /** Where the examples are: the launcher says so. */
  private static Path home() {
    return Path.of(System.getProperty("headrace.home", ""));
  }

  private PgWireServer serve(RunningProgram running) {
    try {
      return Servers.start(running.database(), HOST, port == null ? Servers.DEFAULT_PORT : port);
    } catch (SqlException e) {
      if (port != null || e.code() != ErrorCode.IO_ERROR) {
        throw e;
      }
      return Servers.start(running.database(), HOST, 0);
    }
  }

  private void show(RunningProgram running, String hint) throws IOException, InterruptedException {
    try (SqlClient client = new EmbeddedClient(running.database(), this::printNotice)) {
      Dashboard dashboard = new Dashboard(client, PANELS, hint);
      if (StandardStreams.outputIsTerminal()) {
        watch(running, dashboard);
      } else if (!once) {
        out().println(hint);
        out().flush();
      }
      running.awaitInputs(new ProgressReport(err(), false));
      ShutdownHook.standBy();
      Optional<SqlException> failure = running.inputFailure();
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (stats != null) {
        running.statistics().write(stats);
      }
      dashboard.tables().forEach(out()::println);
      out().flush();
      if (!once) {
        out().println();
        out().println("All flights are in, and the views stay: " + hint);
        out().flush();
        new CountDownLatch(1).await(); // a signal ends it
      }
    }
  }

  private static void watch(RunningProgram running, Dashboard dashboard)
      throws IOException, InterruptedException {
    // Signals stay Java's, so that Ctrl-C closes everything.
    try (Terminal terminal = TerminalBuilder.builder().system(true).nativeSignals(false).build();
        ShutdownHook _ = ShutdownHook.register(() -> leaveDisplay(terminal))) {
      LiveDisplay display = new LiveDisplay(terminal);
      while (!running.database().awaitInputs(FRAME)) {
        display.draw(dashboard.frame(running.inputs(), running.elapsed()));
      }
      ShutdownHook.standBy();
      display.clear();
    }
  }

  /** The shell's prompt belongs on a line of its own. */
  private static void leaveDisplay(Terminal terminal) {
    terminal.writer().println();
    terminal.flush();
  }
}
