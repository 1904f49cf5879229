package dev.headrace.check.build;

import dev.headrace.check.migrate.DatabaseAdmin;
import dev.headrace.check.migrate.Migrator;
import dev.headrace.check.migrate.NewMigration;
import dev.headrace.check.migrate.RunOptions;
import dev.headrace.check.migrate.Status;
import dev.headrace.check.migrate.Target;
import dev.headrace.check.source.PreparedComparison;
import dev.headrace.check.source.Settings;
import dev.headrace.check.source.SourceException;
import dev.headrace.check.source.Sources;
import dev.headrace.check.source.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The goals of a project. All throw {@link SourceException}, or say what is wrong and return false.
 */
final class Goals {
  private static final String MIGRATIONS = "src/main/resources/db/migration";

  private final Map<String, String> options = new HashMap<>();
  private final Log log;

  /**
   * @param properties the processor's options, what {@link JavaSources} needs, and those of goals
   */
  Goals(Properties properties, Log log) {
    this.log = log;
    for (String name : properties.stringPropertyNames()) {
      options.put(name, properties.getProperty(name));
      if (name.startsWith(Settings.URL + ".")) {
        System.setProperty(name, properties.getProperty(name));
      }
    }
  }

  boolean run(String goal) throws IOException {
    switch (goal) {
      case "prepare" -> {
        return prepare();
      }
      case "check" -> {
        return check();
      }
      case "verify" -> {
        return verify();
      }
      case "prune" -> {
        return prune();
      }
      case "migrate" ->
          migrator()
              .run(
                  new RunOptions(
                      target(),
                      isSet("headrace.dry.run"),
                      isSet("headrace.out.of.order"),
                      isSet("headrace.ignore.missing")));
      case "migrate-revert" -> migrator().revert(target(), isSet("headrace.dry.run"));
      case "migrate-info" -> Status.table(migrator().info()).forEach(log::info);
      case "migrate-repair" -> migrator().repair();
      case "migrate-add" -> addMigration();
      case "database-create" -> admin().create();
      case "database-drop" -> {
        requireYes();
        admin().drop(isSet("headrace.force"));
      }
      case "database-reset" -> {
        requireYes();
        admin().reset(isSet("headrace.force"), migrations());
      }
      default -> throw new IllegalArgumentException("no goal " + goal);
    }
    return true;
  }

  private Settings settings() {
    return Settings.of(options, System.getenv());
  }

  private Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name)).filter(value -> !value.isBlank());
  }

  private boolean isSet(String name) {
    return option(name).map(value -> value.equals("true")).orElse(false);
  }

  // ---- prepared statements

  private Settings truth() {
    Settings settings = settings();
    if (settings.source().equals(Optional.of(Settings.Kind.OFFLINE))) {
      throw new SourceException(
          "prepared statements cannot be compared with themselves",
          "Set the option headrace.source to migrations or live.");
    }
    return settings.withoutFallback();
  }

  private boolean prepare() throws IOException {
    Settings settings = truth();
    Path directory = settings.directory();
    List<String> before = texts(directory);
    if (!compile(settings.saving(directory, Settings.Save.ANSWERS))) {
      return false;
    }
    List<String> after = texts(directory);
    long changed = after.stream().filter(text -> !before.contains(text)).count();
    log.info(
        after.size() + " statements prepared in " + directory + ", " + changed + " of them new");
    return true;
  }

  private static List<String> texts(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".txt"))
          .toList();
    }
  }

  private boolean check() throws IOException {
    Settings settings = truth();
    Path expected = Files.createTempDirectory("headrace");
    try {
      if (!compile(settings.saving(expected, Settings.Save.ANSWERS))) {
        return false;
      }
      PreparedComparison found = PreparedComparison.of(expected, settings.directory());
      found.unused().forEach(text -> log.warn("unused: " + text));
      found.missing().forEach(text -> log.error("missing: " + text));
      found.stale().forEach(text -> log.error("stale: " + text));
      if (!found.isComplete()) {
        log.error("Run the goal prepare, and commit the files in " + settings.directory() + ".");
      }
      return found.isComplete();
    } finally {
      JavaSources.delete(expected);
    }
  }

  private boolean verify() {
    options.put(Settings.SOURCE, "live");
    options.put(Settings.SAVE, "false");
    Settings settings = settings().withoutFallback();
    try (Sources sources = new Sources(settings, log::warn)) {
      Verification.Result result = new Verification(settings, sources).run();
      boolean right = result.differences().isEmpty();
      result.lines().forEach(right ? log::info : log::error);
      return right;
    }
  }

  private boolean prune() throws IOException {
    options.put(Settings.SOURCE, "offline");
    Settings settings = settings();
    return compile(settings.saving(settings.directory(), Settings.Save.ONLY_ANSWERS));
  }

  private boolean compile(Settings settings) throws IOException {
    try (Sources sources = new Sources(settings, log::warn)) {
      boolean right = new JavaSources(options, log).process(sources);
      if (right) {
        sources.finish();
        sources.deleted().forEach(name -> log.info("deleted " + name));
      }
      return right;
    }
  }

  // ---- databases

  private Migrator migrator() {
    return new Migrator(database(), migrations(), log::info);
  }

  private DatabaseAdmin admin() {
    return new DatabaseAdmin(database(), log::info);
  }

  private Target database() {
    return Target.of(settings(), name());
  }

  private String name() {
    return option("headrace.database").orElse("");
  }

  private String migrations() {
    return Optional.ofNullable(settings().migrations().get(name()))
        .orElseGet(() -> Path.of(MIGRATIONS).toAbsolutePath().toString());
  }

  private Optional<String> target() {
    return option("headrace.target");
  }

  private void addMigration() {
    String description =
        option("headrace.name")
            .orElseThrow(
                () -> new SourceException("a migration needs a name", "Give -Dheadrace.name."));
    Path directory = Path.of(migrations().split(",", -1)[0].strip());
    NewMigration.add(directory, description).forEach(file -> log.info(file.toString()));
  }

  private void requireYes() {
    if (!isSet("headrace.yes")) {
      throw new SourceException(
          "this deletes all that is in the database", "Give -Dheadrace.yes if it is meant so.");
    }
  }
}
