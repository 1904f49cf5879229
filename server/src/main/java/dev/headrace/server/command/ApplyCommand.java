package dev.headrace.server.command;

import dev.headrace.engine.Headrace;
import dev.headrace.server.client.EmbeddedClient;
import dev.headrace.server.client.JdbcClient;
import dev.headrace.server.client.SqlClient;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.program.Databases;
import dev.headrace.server.program.Program;
import dev.headrace.server.program.ProgramPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace apply}. */
@Command(
    name = "apply",
    description = {
      "Make a program's definitions the ones in force, while the database is in use.",
      "",
      "Views become what the program says, those that it does not have are dropped, and what they",
      "leave as it is keeps its state. Tables and sources are made and get new columns; others",
      "stay. All of it happens in one step; if anything fails, nothing is changed.",
    },
    footer = {
      "",
      "Examples:",
      "  headrace apply program.sql --url postgresql://localhost:5433 --dry-run",
      "  headrace apply program.sql --data mydb",
    })
final class ApplyCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "FILE.sql", description = "The program: CREATE and COMMENT statements.")
  private Path file;

  @Option(names = "--dry-run", description = "Only show what would change.")
  private boolean dryRun;

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

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "Replace :NAME, :'NAME' and :\"NAME\" in the program.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    Program program = Program.read(file, variables);
    if (url != null && data == null) {
      try (SqlClient client = JdbcClient.connect(url, this::printNotice)) {
        return run(client, program);
      }
    }
    if (data != null && url == null) {
      try (Headrace database = Databases.openExisting(data, line -> {});
          SqlClient client = new EmbeddedClient(database, this::printNotice)) {
        return run(client, program);
      }
    }
    throw usageError("Say which database: --url or --data.");
  }

  private int run(SqlClient client, Program program) {
    try {
      ProgramPlan plan = ProgramPlan.of(client, program.sql(), dryRun);
      plan.lines().forEach(out()::println);
      if (!dryRun && !plan.isEmpty()) {
        out().println("Applied.");
      }
      out().flush();
      return ExitCode.SUCCESS;
    } catch (StatementFailure e) {
      return fail(program, e, ProgramPlan.offset(program.sql()));
    }
  }
}
