package dev.headrace.server.command;

import dev.headrace.pgwire.PgWireServer;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.program.Program;
import dev.headrace.server.program.RunningProgram;
import dev.headrace.server.render.OutputFormat;
import dev.headrace.server.wire.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code headrace server}. */
@Command(
    name = "server",
    description = {
      "Serve a database to PostgreSQL clients.",
      "",
      "Runs until SIGINT or SIGTERM. Everybody who can reach the port may do everything.",
    },
    footer = {
      "",
      "Examples:",
      "  headrace server",
      "  headrace server --data /var/lib/headrace",
      "  headrace server --port 6000 --file program.sql",
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

  @Option(names = "--file", paramLabel = "PROGRAM.sql", description = "A program to run first.")
  private @Nullable Path file;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "Replace :NAME, :'NAME' and :\"NAME\" in the program.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Program program =
        file == null ? new Program("", "", Path.of("")) : Program.read(file, variables);
    try (RunningProgram running =
            RunningProgram.start(
                program, data, OutputFormat.TABLE.sink(out(), true), this::printNotice);
        PgWireServer server = Servers.start(running.database(), host, port);
        ShutdownHook _ = ShutdownHook.register(server::close, running::close)) {
      out().println("Headrace listens on " + host + " port " + server.port() + ".");
      out().flush();
      new CountDownLatch(1).await(); // a signal ends it
      return ExitCode.SUCCESS;
    } catch (StatementFailure e) {
      return fail(program, e);
    }
  }
}
