package dev.headrace.server.command;

import dev.headrace.engine.Finding;
import dev.headrace.engine.Headrace;
import dev.headrace.server.program.Databases;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code headrace check}. */
@Command(
    name = "check",
    description = {
      "Check a database that no server has open.",
      "",
      "Compares all checksums, every index with its table, and every materialized view with",
      "what its query gives. Exit code 1 if anything is wrong.",
    },
    footer = {
      "",
      "Example:",
      "  headrace check mydb",
    })
final class CheckCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "DIR", description = "The database's directory.")
  private Path data;

  @Override
  public Integer call() {
    int wrong = 0;
    try (Headrace database = Databases.openExisting(data, line -> {})) {
      for (Finding finding : database.check()) {
        out().println(finding.relation() + ": " + text(finding));
        wrong += finding.outcome() == Finding.Outcome.WRONG ? 1 : 0;
      }
    }
    out().println(wrong == 0 ? "Nothing is wrong." : wrong + " wrong.");
    return wrong == 0 ? ExitCode.SUCCESS : ExitCode.ERROR;
  }

  private static String text(Finding finding) {
    return switch (finding.outcome()) {
      case RIGHT -> "right";
      case WRONG -> "WRONG: " + finding.text();
      case NOT_CHECKED -> "not checked: " + finding.text();
    };
  }
}
