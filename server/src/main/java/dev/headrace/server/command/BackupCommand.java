package dev.headrace.server.command;

import dev.headrace.engine.Headrace;
import dev.headrace.server.client.EmbeddedClient;
import dev.headrace.server.client.JdbcClient;
import dev.headrace.server.client.SqlClient;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.program.Databases;
import dev.headrace.server.render.ErrorRenderer;
import dev.headrace.server.render.OutputFormat;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace backup}. */
@Command(
    name = "backup",
    description = {
      "Copy a database to a new directory, while it is in use.",
      "",
      "The copy has all commits up to now. It can be opened itself, or restored.",
      "With --url the server writes it, to a directory on the server's machine.",
    },
    footer = {
      "",
      "Examples:",
      "  headrace backup --url postgresql://localhost:5433 /backups/monday",
      "  headrace backup --data mydb /backups/monday",
    })
final class BackupCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "DIR", description = "Where to; empty or not there.")
  private Path target;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server: postgresql://[user[:password]@]host[:port][/database].")
  private @Nullable String url;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of a database that no server has open.")
  private @Nullable Path data;

  @Override
  public Integer call() {
    String sql = "BACKUP TO '" + target.toAbsolutePath().toString().replace("'", "''") + "'";
    if (url != null && data == null) {
      try (SqlClient client = JdbcClient.connect(url, this::printNotice)) {
        return run(client, sql);
      }
    }
    if (data != null && url == null) {
      try (Headrace database = Databases.openExisting(data, line -> {});
          SqlClient client = new EmbeddedClient(database, this::printNotice)) {
        return run(client, sql);
      }
    }
    throw usageError("Say which database: --url or --data.");
  }

  private int run(SqlClient client, String sql) {
    try {
      client.execute(sql, OutputFormat.TABLE.sink(out(), true));
      out().println("Backup written to " + target + ".");
      return ExitCode.SUCCESS;
    } catch (StatementFailure e) {
      ErrorRenderer.lines(e.error().withoutPosition(), "", false).forEach(err()::println);
      return ExitCode.ERROR;
    }
  }
}
