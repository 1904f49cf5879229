package dev.headrace.server.command;

import dev.headrace.check.source.Settings;
import dev.headrace.check.source.SourceException;
import dev.headrace.check.source.Sources;
import dev.headrace.check.source.Verification;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace verify}. */
@Command(
    name = "verify",
    description = {
      "Compare an application's prepared statements with a database.",
      "",
      "The compiler prepares statements of Java interfaces in a directory .headrace.",
      "This asks a database, Headrace or PostgreSQL, whether they are still right for",
      "it, before the application meets it. Nothing is executed.",
    },
    footer = {
      "",
      "Examples:",
      "  headrace verify --url postgresql://app@db.example.org/shop shop/.headrace",
    })
final class VerifyCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "DIR", description = "The directory of prepared statements.")
  private Path directory;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "The database: postgresql://[user[:password]@]host[:port][/database]; several",
        "as URL;NAME=URL. By default HEADRACE_URL, DATABASE_URL, or the file .env",
        "beside the directory say."
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
    options.put(Settings.SOURCE, "live");
    options.put(Settings.SAVE, "false");
    if (url != null) {
      options.put(Settings.URL, url);
    }
    if (timeout != null) {
      options.put(Settings.TIMEOUT, timeout);
    }
    try {
      Settings settings = Settings.of(options, System.getenv()).withoutFallback();
      try (Sources sources = new Sources(settings, this::printNotice)) {
        return print(new Verification(settings, sources).run());
      }
    } catch (SourceException e) {
      return fail(e);
    }
  }

  private int print(Verification.Result result) {
    result.lines().forEach(out()::println);
    out().flush();
    return result.differences().isEmpty() ? ExitCode.SUCCESS : ExitCode.ERROR;
  }
}
