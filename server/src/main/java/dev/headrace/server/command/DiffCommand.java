package dev.headrace.server.command;

import dev.headrace.engine.Headrace;
import dev.headrace.server.client.EmbeddedClient;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace diff}. */
@Command(
    name = "diff",
    description = {
      "Show what an edit of a program means: what is kept, changed, new and dropped.",
      "",
      "Neither program's inputs are read, so there are no rows to count, and sinks write nothing;",
      "'headrace apply --dry-run' compares a program with a database that has rows.",
    },
    footer = {"", "Example:", "  headrace diff old.sql new.sql"})
final class DiffCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(index = "0", paramLabel = "OLD.sql", description = "The program as it was.")
  private Path oldFile;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(index = "1", paramLabel = "NEW.sql", description = "The program as it will be.")
  private Path newFile;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "Replace :NAME, :'NAME' and :\"NAME\" in the programs.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    Program before = Program.read(oldFile, variables);
    Program after = Program.read(newFile, variables);
    Program current = before;
    try (Headrace database = Headrace.inMemory(Databases.options(before).withoutOutput())) {
      database.connectors().hold();
      try (SqlClient client = new EmbeddedClient(database, _ -> {})) {
        ProgramPlan.of(client, before.sql(), false);
        current = after;
        ProgramPlan.of(client, after.sql(), true).lines().forEach(out()::println);
        out().flush();
        return ExitCode.SUCCESS;
      }
    } catch (StatementFailure e) {
      return fail(current, e, ProgramPlan.offset(current.sql()));
    }
  }
}
