package dev.headrace.server.command;

import dev.headrace.pgwire.PgWireServer;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.metrics.MetricsServer;
import dev.headrace.server.program.CompilationReport;
import dev.headrace.server.program.Program;
import dev.headrace.server.program.RunningProgram;
import dev.headrace.server.render.OutputFormat;
import dev.headrace.server.wire.EngineBackend;
import dev.headrace.server.wire.OpeningBackend;
import dev.headrace.server.wire.ServerConfiguration;
import dev.headrace.server.wire.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code headrace server}. */
@Command(
    name = "server",
    description = {
      "Serve a database to PostgreSQL clients.",
      "",
      "Runs until SIGINT or SIGTERM. On the loopback address everybody may do everything, unless",
      "--auth says otherwise; on other addresses clients need a password.",
    },
    footer = {
      "",
      "Examples:",
      "  headrace server",
      "  headrace server --data /var/lib/headrace",
      "  headrace server --port 6000 --file program.sql",
      "  headrace server --host 0.0.0.0 --password-file /run/secrets/headrace \\",
      "      --tls-cert server.crt --tls-key server.key --tls-required",
      "  headrace server --set statement_timeout=30s --metrics-port 9187",
      "  psql -h localhost -p 5433",
    })
final class ServerCommand extends BaseCommand implements Callable<Integer> {
  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on; default ${DEFAULT-VALUE}.",
      defaultValue = "127.0.0.1")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on, 0 for any free one; default ${DEFAULT-VALUE}.",
      defaultValue = "5433")
  private int port = Servers.DEFAULT_PORT;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the database in this directory; without it, it is in memory.")
  private @Nullable Path data;

  @Mixin private MemoryOptions memory = new MemoryOptions();

  @Mixin private SecurityOptions security = new SecurityOptions();

  @Option(
      names = "--max-connections",
      paramLabel = "COUNT",
      description = "Connections at one time; default ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private int maxConnections = 1_000;

  @Option(
      names = "--write-timeout",
      paramLabel = "SECONDS",
      description = "Cut clients that do not read their answers for that long; default never.",
      defaultValue = "0")
  private long writeTimeout;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Initial value of a session parameter, such as statement_timeout=30s.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "Answer GET /metrics (Prometheus) and /health on this port, without password.")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--file",
      paramLabel = "PROGRAM",
      description = "A program to run first, FILE.sql or FILE.jar.")
  private @Nullable Path file;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "Replace :NAME, :'NAME' and :\"NAME\" in the program.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerConfiguration configuration = configuration();
    Program program = file == null ? new Program("", "", Path.of("")) : read(file, variables);
    OpeningBackend opening = new OpeningBackend();
    try (PgWireServer server = Servers.listen(opening, configuration);
        RunningProgram running =
            RunningProgram.start(
                program,
                data,
                memory.tables(),
                OutputFormat.TABLE.sink(out(), true),
                line -> {
                  printNotice(line);
                  opening.progress(line);
                },
                new CompilationReport(err(), StandardStreams.errorIsTerminal()))) {
      security.createSuperuser(running.database());
      EngineBackend backend = new EngineBackend(running.database(), parameters);
      opening.opened(backend, configuration);
      // ends the sessions before the database, which is closed first otherwise
      try (PgWireServer _ = server;
          MetricsServer metrics = metrics(configuration, running, backend, server);
          ShutdownHook _ = ShutdownHook.register(server::close, running::close)) {
        announce(server, metrics);
        new CountDownLatch(1).await(); // a signal ends it
        return ExitCode.SUCCESS;
      }
    } catch (StatementFailure e) {
      return fail(program, e);
    }
  }

  private ServerConfiguration configuration() {
    if (maxConnections < 1 || writeTimeout < 0) {
      throw usageError("--max-connections and --write-timeout cannot be negative.");
    }
    return security.apply(
        ServerConfiguration.onLoopback(port)
            .withAddress(Servers.address(host))
            .withLimits(maxConnections, Duration.ofSeconds(writeTimeout)));
  }

  private @Nullable MetricsServer metrics(
      ServerConfiguration configuration,
      RunningProgram running,
      EngineBackend backend,
      PgWireServer server) {
    return metricsPort == null
        ? null
        : MetricsServer.start(
            configuration.address(), metricsPort, running.database(), server, backend.statistics());
  }

  private void announce(PgWireServer server, @Nullable MetricsServer metrics) {
    out().println("Headrace listens on " + host + " port " + server.port() + ".");
    if (metrics != null) {
      out().println("Metrics are at http://" + host + ":" + metrics.port() + "/metrics.");
    }
    out().flush();
  }
}
