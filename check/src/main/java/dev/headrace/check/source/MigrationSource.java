package dev.headrace.check.source;

import dev.headrace.model.SqlException;
import java.nio.file.Path;
import java.util.List;

/** Answers of the embedded planner, on an empty database that migrations have made. */
final class MigrationSource implements Source {
  private final String paths;
  private final Background<Planner> planner;

  /**
   * @param paths directories and files, with commas between them
   */
  MigrationSource(String paths) {
    this.paths = paths;
    this.planner = new Background<>(this::migrated, Planner::close);
  }

  @Override
  public void start() {
    planner.start();
  }

  @Override
  public List<Answer> describe(List<Question> questions) {
    return planner.get().describe(questions);
  }

  private Planner migrated() {
    Planner made = new Planner();
    try {
      Migrations.files(paths).forEach(file -> run(made, file));
      return made;
    } catch (SourceException e) {
      made.close();
      throw e;
    }
  }

  private static void run(Planner planner, Path file) {
    try {
      planner.execute(Migrations.read(file));
    } catch (SqlException e) {
      SqlException.Position place = e.position();
      String where = place == null ? "" : ":" + place.line() + ":" + place.column();
      throw new SourceException("migration " + file + where + " fails: " + e.message(), e.hint());
    }
  }

  @Override
  public Fingerprint fingerprint() {
    return Migrations.fingerprint(paths);
  }

  @Override
  public void close() {
    planner.close();
  }
}
