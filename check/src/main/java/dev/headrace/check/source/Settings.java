package dev.headrace.check.source;

import dev.headrace.check.postgres.DatabaseUrl;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a build is told about its databases: options of the compiler, and what stands beside them.
 * Where something is not an option a system property of that name counts, then an environment
 * variable ({@code HEADRACE_SOURCE}), then the file {@code .env}.
 *
 * @param source empty if the build does not say
 * @param migrations directories and files by database
 * @param urls by database
 * @param directory of prepared statements
 * @param fallback whether prepared statements stand in for a database that cannot be used
 * @param save whether to prepare statements
 * @param others what is told under any other name, null if nothing is
 */
public record Settings(
    Optional<Kind> source,
    Map<String, String> migrations,
    Function<String, @Nullable String> urls,
    Path directory,
    Duration timeout,
    boolean fallback,
    Save save,
    Function<String, @Nullable String> others) {
  /** The kinds of sources. */
  public enum Kind {
    MIGRATIONS,
    LIVE,
    OFFLINE
  }

  /** What becomes of answers. */
  public enum Save {
    NOTHING,
    /** They are saved for builds without a database. */
    ANSWERS,
    /** And what this build did not ask for is deleted: it must be a full one. */
    ONLY_ANSWERS
  }

  public static final String SOURCE = "headrace.source";
  public static final String MIGRATIONS = "headrace.migrations";
  public static final String URL = "headrace.url";
  public static final String DIRECTORY = "headrace.directory";
  public static final String TIMEOUT = "headrace.timeout";
  public static final String SAVE = "headrace.save";

  /** The names of all options. */
  public static final Set<String> OPTIONS =
      Set.of(SOURCE, MIGRATIONS, URL, DIRECTORY, TIMEOUT, SAVE);

  private static final String DEFAULT_DIRECTORY = ".headrace";
  private static final String DEFAULT_TIMEOUT = "10";

  /**
   * @param options of the compiler
   * @param environment variables
   * @throws SourceException if one of them has no meaning
   */
  public static Settings of(Map<String, String> options, Map<String, String> environment) {
    Path directory = Path.of(options.getOrDefault(DIRECTORY, DEFAULT_DIRECTORY)).toAbsolutePath();
    Path parent = directory.getParent();
    Map<String, String> file = dotEnv(parent == null ? Path.of("") : parent);
    Function<String, @Nullable String> beside =
        name ->
            first(
                System.getProperty(name),
                environment.get(variable(name)),
                file.get(variable(name)));
    Function<String, @Nullable String> value = name -> first(options.get(name), beside.apply(name));
    Map<String, String> migrations = byDatabase(options.getOrDefault(MIGRATIONS, ""));
    Map<String, String> given = byDatabase(options.getOrDefault(URL, ""));
    Function<String, @Nullable String> urls =
        database ->
            first(
                given.get(database),
                beside.apply(database.isEmpty() ? URL : URL + "." + database),
                database.isEmpty() ? environment.get("DATABASE_URL") : null,
                database.isEmpty() ? file.get("DATABASE_URL") : null);
    Optional<Kind> source =
        Optional.ofNullable(value.apply(SOURCE))
            .map(Settings::kind)
            .or(
                () ->
                    !migrations.isEmpty()
                        ? Optional.of(Kind.MIGRATIONS)
                        : !given.isEmpty() || beside.apply(URL) != null
                            ? Optional.of(Kind.LIVE)
                            : options.containsKey(DIRECTORY)
                                ? Optional.of(Kind.OFFLINE)
                                : Optional.empty());
    return new Settings(
        source,
        migrations,
        urls,
        directory,
        seconds(TIMEOUT, orElse(value.apply(TIMEOUT), DEFAULT_TIMEOUT), false),
        true,
        save(orElse(value.apply(SAVE), "false")),
        value);
  }

  /** The same, but a database that cannot be used is an error. */
  public Settings withoutFallback() {
    return new Settings(source, migrations, urls, directory, timeout, false, save, others);
  }

  /** The same with another directory, and what is to become of answers. */
  public Settings saving(Path where, Save what) {
    return new Settings(source, migrations, urls, where, timeout, fallback, what, others);
  }

  /**
   * Where a database is.
   *
   * @param database empty for the one without a name
   * @param purpose what it is needed to do
   * @throws SourceException if no option says so
   */
  public DatabaseUrl url(String database, String purpose) {
    @Nullable String url = urls.apply(database);
    if (url == null) {
      String option = URL + (database.isEmpty() ? "" : "." + database);
      throw new SourceException(
          "no database" + named(database) + " to " + purpose,
          "Set the option "
              + URL
              + ", the system property "
              + option
              + " or the environment variable "
              + variable(option)
              + " to its URL, postgresql://user:password@host:port/database.");
    }
    try {
      return DatabaseUrl.parse(url);
    } catch (IllegalArgumentException e) {
      throw new SourceException(String.valueOf(e.getMessage()), null);
    }
  }

  private static String named(String database) {
    return database.isEmpty() ? "" : " " + SqlException.quote(database);
  }

  /**
   * A number of seconds, 0 among them.
   *
   * @param otherwise if nothing is told under the name
   */
  public Duration seconds(String name, Duration otherwise) {
    @Nullable String text = others.apply(name);
    return text == null ? otherwise : seconds(name, text, true);
  }

  private static @Nullable String first(@Nullable String... values) {
    for (String value : values) {
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    return null;
  }

  private static String orElse(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }

  private static String variable(String name) {
    return name.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** {@code VALUE} or {@code NAME=VALUE;...}. */
  private static Map<String, String> byDatabase(String option) {
    Map<String, String> values = new HashMap<>();
    for (String each : option.split(";", -1)) {
      int equals = each.indexOf('=');
      boolean named = equals >= 0 && each.substring(0, equals).strip().matches("[\\w-]+");
      if (!each.isBlank()) {
        values.put(
            named ? each.substring(0, equals).strip() : "",
            (named ? each.substring(equals + 1) : each).strip());
      }
    }
    return values;
  }

  private static Kind kind(String name) {
    for (Kind kind : Kind.values()) {
      if (kind.name().equalsIgnoreCase(name.strip())) {
        return kind;
      }
    }
    throw new SourceException(
        "no source of schemas is called \"" + name + "\"",
        "The option " + SOURCE + " is one of migrations, live and offline.");
  }

  private static Save save(String name) {
    return switch (name.strip()) {
      case "false" -> Save.NOTHING;
      case "true" -> Save.ANSWERS;
      case "prune" -> Save.ONLY_ANSWERS;
      default ->
          throw new SourceException(
              "nothing to do with answers is called \"" + name + "\"",
              "The option " + SAVE + " is one of true, false and prune.");
    };
  }

  private static Duration seconds(String name, String text, boolean zero) {
    String number = text.strip();
    if (!number.matches("\\d{1,5}(\\.\\d{1,3})?") || Double.parseDouble(number) == 0 && !zero) {
      throw new SourceException(
          "no time-out: \"" + text + "\"",
          "The option " + name + " is a number of seconds, such as 10 or 0.5.");
    }
    return Duration.ofMillis(Math.round(Double.parseDouble(number) * 1000));
  }

  /** Lines {@code NAME=VALUE}, as other tools read them. */
  private static Map<String, String> dotEnv(Path directory) {
    Path file = directory.resolve(".env");
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    try {
      Map<String, String> values = new HashMap<>();
      List<String> lines = Files.readAllLines(file);
      for (String line : lines) {
        String text = line.strip();
        String assignment = text.startsWith("export ") ? text.substring(7).strip() : text;
        int equals = assignment.indexOf('=');
        if (equals > 0 && !assignment.startsWith("#")) {
          values.put(
              assignment.substring(0, equals).strip(),
              unquoted(assignment.substring(equals + 1).strip()));
        }
      }
      return values;
    } catch (IOException e) {
      throw new SourceException("cannot read " + file + ": " + e, null);
    }
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") && value.endsWith("\"")
                || value.startsWith("'") && value.endsWith("'"));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
