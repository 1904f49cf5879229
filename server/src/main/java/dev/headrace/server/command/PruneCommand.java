package dev.headrace.server.command;

import dev.headrace.check.source.PreparedStatements;
import dev.headrace.check.source.Settings;
import dev.headrace.check.source.SourceException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace prune}. */
@Command(
    name = "prune",
    description = {
      "Delete the prepared statements that belong to other migrations than there are now.",
      "",
      "Merges leave such files behind. Whether a statement is still used only its Java sources",
      "tell: that is the goal prune of the Maven plugin.",
    },
    footer = {
      "",
      "Example:",
      "  headrace prune --migrations src/main/resources/db/migration shop/.headrace",
    })
final class PruneCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "DIR", description = "The directory of prepared statements.")
  private Path directory;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--migrations",
      required = true,
      paramLabel = "PATH",
      description = "What makes the schema; of several databases as PATH;NAME=PATH.")
  private String migrations;

  @Override
  public Integer call() {
    Map<String, String> options =
        Map.of(
            Settings.DIRECTORY,
            directory.toAbsolutePath().toString(),
            Settings.MIGRATIONS,
            migrations);
    try {
      Settings settings = Settings.of(options, System.getenv());
      new PreparedStatements(settings).prune().forEach(name -> out().println("deleted " + name));
      return ExitCode.SUCCESS;
    } catch (SourceException e) {
      return fail(e);
    }
  }
}
