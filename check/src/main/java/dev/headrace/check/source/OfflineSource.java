package dev.headrace.check.source;

import java.util.List;
import java.util.Optional;

/** Answers from the files that an earlier build saved. */
final class OfflineSource implements Source {
  private final OfflineDirectory directory;
  private final String database;
  private final Optional<Fingerprint> migrations;

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
  public List<Answer> describe(List<Question> questions) {
    if (!questions.isEmpty() && directory.isEmpty()) {
      throw new SourceException("no statement is prepared in " + directory.path(), prepare());
    }
    return questions.stream().map(this::describe).toList();
  }

  /** The files that answer a question. */
  List<String> names(Question question) {
    return directory.find(database, question).stream()
        .filter(this::isCurrent)
        .map(OfflineFile::name)
        .toList();
  }

  private Answer describe(Question question) {
    List<OfflineFile> files = directory.find(database, question);
    List<OfflineFile> current = files.stream().filter(this::isCurrent).toList();
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
