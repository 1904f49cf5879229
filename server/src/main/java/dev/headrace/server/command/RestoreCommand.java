package dev.headrace.server.command;

import dev.headrace.engine.Headrace;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code headrace restore}. */
@Command(
    name = "restore",
    description = "Make a database of a backup, and check that it is whole.",
    footer = {
      "",
      "Example:",
      "  headrace restore /backups/monday mydb",
    })
final class RestoreCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(index = "0", paramLabel = "BACKUP", description = "What 'headrace backup' wrote.")
  private Path backup;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "The new database's directory; empty or not there.")
  private Path directory;

  @Override
  public Integer call() {
    Headrace.restore(backup, directory);
    out().println("Restored to " + directory + ".");
    return ExitCode.SUCCESS;
  }
}
