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
   * Describes statements, and saves what is right if that is wanted.
   *
   * @param database empty for the one without a name
   * @throws SourceException if that is not possible
   */
  public List<Answer> describe(String database, List<Question> questions) {
    Source source = opened.get(database);
    if (source == null) {
      source = open(database);
      opened.put(database, source);
    }
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
    if (source instanceof OfflineSource prepared) {
      questions.forEach(question -> used.addAll(prepared.names(question)));
    } else if (settings.save() != Settings.Save.NOTHING) {
      save(database, source.fingerprint(), questions, answers);
    }
    return answers;
  }

  private boolean canFallBack(Source source) {
    return source instanceof LiveSource
        && settings.fallback()
        && settings.save() == Settings.Save.NOTHING
        && !directory.isEmpty();
  }

  private void save(
      String database, Fingerprint fingerprint, List<Question> questions, List<Answer> answers) {
    for (int i = 0; i < questions.size(); i++) {
      if (answers.get(i) instanceof Answer.Described described) {
        OfflineFile file =
            new OfflineFile(
                database, fingerprint.toString(), questions.get(i), described.description());
        directory.save(file);
        used.add(file.name());
      }
    }
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
            + ", a directory of migrations or a file with the schema.");
  }

  /** Deletes what no statement of a build without errors has asked for, if that is wanted. */
  public void prune() {
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

  /** What {@link #prune} has deleted. */
  public List<String> deleted() {
    return List.copyOf(deleted);
  }

  @Override
  public void close() {
    opened.values().forEach(Source::close);
  }
}
