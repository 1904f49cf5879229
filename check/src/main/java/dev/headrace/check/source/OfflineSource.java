package dev.headrace.check.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers from the files that an earlier build saved. */
final class OfflineSource implements Source {
  private final OfflineDirectory directory;
  private final String database;
  private final Optional<Fingerprint> migrations;
  private final Set<String> used = new HashSet<>();

  /**
   * @param migrations the fingerprint of the project's migrations as they are now, with which
   *     answers from migrations must agree; empty if the build does not know them
   */
  OfflineSource(OfflineDirectory directory, String database, Optional<Fingerprint> migrations) {
    this.directory = directory;
    this.database = database;
    this.migrations = migrations;
  }

  @Override
  public void start() {
    // the names of the files are those of the statements
  }

  @Override
  public List<Answer> describe(List<Question> questions) {
    if (!questions.isEmpty() && directory.isEmpty()) {
      throw new SourceException("no statement is prepared in " + directory.path(), prepare());
    }
    List<Answer> answers = new ArrayList<>();
    for (Question question : questions) {
      answers.add(describe(question));
    }
    return answers;
  }

  /** The files that have answered. */
  Set<String> used() {
    return used;
  }

  private Answer describe(Question question) {
    Map<String, OfflineFile> files = directory.find(database, question);
    List<OfflineFile> current = new ArrayList<>();
    files.forEach(
        (name, file) -> {
          if (isCurrent(file)) {
            current.add(file);
            used.add(name);
          }
        });
    if (current.size() == 1 && !current.getFirst().isOutdated()) {
      return new Answer.Described(current.getFirst().description());
    }
    String message =
        current.size() == 1
            ? "the statement is prepared by an earlier version, which does not say enough"
            : !current.isEmpty()
                ? "the statement is prepared for several schemas"
                : files.isEmpty()
                    ? "the statement is not prepared"
                    : "the statement is prepared for another schema: migrations have changed since";
    return new Answer.Refused(message, 0, prepare());
  }

  private String prepare() {
    return "Build once with -A"
        + Settings.SAVE
        + "=true and the migrations or a database, and commit the files in "
        + directory.path()
        + ".";
  }

  private boolean isCurrent(OfflineFile file) {
    return migrations.isEmpty()
        || file.fingerprint().equals(migrations.get().toString())
        || file.fingerprint().startsWith("c");
  }

  @Override
  public Fingerprint fingerprint() {
    throw new UnsupportedOperationException("files have the fingerprints of others");
  }

  @Override
  public void close() {}
}
