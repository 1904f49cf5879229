package dev.headrace.check.source;

import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The sources of a build, one per database, each opened when it is asked for first. */
public final class Sources implements AutoCloseable {
  private final Settings settings;
  private final OfflineDirectory directory;
  private final Consumer<String> warnings;
  private final Map<String, Source> opened = new HashMap<>();
  private final List<Background<Set<String>>> saving = new ArrayList<>();

  /** The names of files that statements of this build have. */
  private final Set<String> used = new HashSet<>();

  private final List<String> deleted = new ArrayList<>();

  /**
   * @param warnings gets what a user should know although the build goes on
   */
  public Sources(Settings settings, Consumer<String> warnings) {
    this.settings = settings;
    this.directory = new OfflineDirectory(settings.directory());
    this.warnings = warnings;
  }

  /**
   * Says that there will be statements to describe, so that a database is asked for its catalog
   * while the compiler's thread goes on. What is wrong {@link #describe} tells.
   *
   * @param database empty for the one without a name
   */
  public void start(String database) {
    try {
      source(database).start();
    } catch (SourceException _) {
      // which describe throws again, where there is a statement to report it at
    }
  }

  private Source source(String database) {
    Source source = opened.get(database);
    if (source == null) {
      source = open(database);
      opened.put(database, source);
    }
    return source;
  }

  /**
   * Describes statements, and saves what is right if that is wanted.
   *
   * @param database empty for the one without a name
   * @throws SourceException if that is not possible
   */
  public List<Answer> describe(String database, List<Question> questions) {
    Source source = source(database);
    List<Answer> answers;
    try {
      answers = source.describe(questions);
    } catch (SourceException e) {
      if (!canFallBack(source)) {
        throw e;
      }
      source.close();
      warnings.accept(e.text() + "\n  The statements prepared in " + directory.path() + " count.");
      source = offline(database);
      opened.put(database, source);
      answers = source.describe(questions);
    }
    if (!(source instanceof OfflineSource) && settings.save() != Settings.Save.NOTHING) {
      Source asked = source;
      List<Answer> given = answers;
      awaitSaved(); // one after the other
      // files are written while the compiler reads what was generated
      saving.add(
          new Background<>(() -> save(database, asked.fingerprint(), questions, given), _ -> {})
              .start());
    }
    return answers;
  }

  /** Waits until all is saved; what went wrong is told once. */
  private void awaitSaved() {
    while (!saving.isEmpty()) {
      used.addAll(saving.removeFirst().get());
    }
  }

  private boolean canFallBack(Source source) {
    return source instanceof LiveSource
        && settings.fallback()
        && settings.save() == Settings.Save.NOTHING
        && !directory.isEmpty();
  }

  private Set<String> save(
      String database, Fingerprint fingerprint, List<Question> questions, List<Answer> answers) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < questions.size(); i++) {
      if (answers.get(i) instanceof Answer.Described described) {
        names.add(
            directory.save(
                new OfflineFile(
                    database, fingerprint.toString(), questions.get(i), described.description())));
      }
    }
    return names;
  }

  private Source open(String database) {
    Optional<Settings.Kind> kind = settings.source();
    if (kind.isEmpty()) {
      throw withoutSchema(database);
    }
    return switch (kind.get()) {
      case MIGRATIONS -> {
        String paths = settings.migrations().get(database);
        if (paths == null) {
          throw withoutSchema(database);
        }
        yield new MigrationSource(paths);
      }
      case LIVE -> live(database);
      case OFFLINE -> offline(database);
    };
  }

  private Source offline(String database) {
    return new OfflineSource(
        directory,
        database,
        Optional.ofNullable(settings.migrations().get(database)).map(Migrations::fingerprint));
  }

  private Source live(String database) {
    return new LiveSource(settings.url(database, "check statements against"), settings.timeout());
  }

  private static SourceException withoutSchema(String database) {
    String unknown = database.isEmpty() ? "" : " of database " + SqlException.quote(database);
    return new SourceException(
        "no schema" + unknown + " to check statements against",
        "Pass the compiler -A"
            + Settings.MIGRATIONS
            + (database.isEmpty() ? "=PATH" : "=" + database + "=PATH")
            + ", a directory of migrations or a file with the schema; or set "
            + Settings.SOURCE
            + " to live, with a database, or to offline, with prepared statements.");
  }

  /**
   * Waits until all is saved, and deletes what no statement of a build without errors has asked
   * for, if that is wanted.
   *
   * @throws SourceException if that is not possible
   */
  public void finish() {
    awaitSaved();
    for (Source source : opened.values()) {
      if (source instanceof OfflineSource prepared) {
        used.addAll(prepared.used());
      }
    }
    if (settings.save() == Settings.Save.ONLY_ANSWERS) {
      directory.all().keySet().stream()
          .filter(name -> !used.contains(name))
          .forEach(
              name -> {
                directory.delete(name);
                deleted.add(name);
              });
    }
  }

  /** What {@link #finish} has deleted. */
  public List<String> deleted() {
    return List.copyOf(deleted);
  }

  /**
   * @throws SourceException if something could not be saved
   */
  @Override
  public void close() {
    try {
      awaitSaved();
    } finally {
      opened.values().forEach(Source::close);
    }
  }
}
