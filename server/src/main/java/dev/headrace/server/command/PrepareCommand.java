package dev.headrace.server.command;

import dev.headrace.check.source.PreparedStatements;
import dev.headrace.check.source.Settings;
import dev.headrace.check.source.SourceException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace prepare}. */
@Command(
    name = "prepare",
    description = {
      "Describe the statements that are prepared in a directory again.",
      "",
      "That is what a new migration calls for. It needs no Java sources, and so it cannot know",
      "statements that are new, or not used any more: the goals of the Maven plugin do.",
    },
    footer = {
      "",
      "Examples:",
      "  headrace prepare --migrations src/main/resources/db/migration shop/.headrace",
      "  headrace prepare --url postgresql://app@localhost/shop shop/.headrace",
    })
final class PrepareCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "DIR", description = "The directory of prepared statements.")
  private Path directory;

  @Option(
      names = "--migrations",
      paramLabel = "PATH",
      description = {
        "What makes the schema, directories or files with commas between them; of",
        "several databases as PATH;NAME=PATH."
      })
  private @Nullable String migrations;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "A database that has the schema; several as URL;NAME=URL. Without --migrations,",
        "HEADRACE_URL, DATABASE_URL, or the file .env beside the directory may say."
      })
  private @Nullable String url;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for an answer, by default 10.")
  private @Nullable String timeout;

  @Override
  public Integer call() {
    Map<String, String> options = new HashMap<>();
    options.put(Settings.DIRECTORY, directory.toAbsolutePath().toString());
    options.put(Settings.SOURCE, migrations != null && url == null ? "migrations" : "live");
    if (migrations != null) {
      options.put(Settings.MIGRATIONS, migrations);
    }
    if (url != null) {
      options.put(Settings.URL, url);
    }
    if (timeout != null) {
      options.put(Settings.TIMEOUT, timeout);
    }
    try {
      PreparedStatements prepared = new PreparedStatements(Settings.of(options, System.getenv()));
      return print(prepared.prepare());
    } catch (SourceException e) {
      return fail(e);
    }
  }

  private int print(PreparedStatements.Result result) {
    for (PreparedStatements.Refusal refusal : result.refusals()) {
      out().println(refusal.file() + ": " + refusal.sql().strip());
      out().println("  " + refusal.message());
    }
    out()
        .printf(
            "%d statements prepared, %d wrong%n",
            result.statements() - result.refusals().size(), result.refusals().size());
    out().flush();
    return result.refusals().isEmpty() ? ExitCode.SUCCESS : ExitCode.ERROR;
  }
}
