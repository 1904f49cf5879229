package dev.headrace.check.processor;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.Session;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The databases of a build, each an empty one in memory on which its migrations were run; made when
 * it is asked for first.
 */
final class Schemas implements AutoCloseable {
  static final String OPTION = "headrace.migrations";

  /** What takes a migration back is not part of the schema. */
  private static final Pattern UNDO = Pattern.compile("(U\\d.*|.*[._]down)\\.sql");

  private final Map<String, String> paths = new HashMap<>();
  private final Map<String, Opened> opened = new HashMap<>();
  private final List<Session> sessions = new ArrayList<>();
  private final List<Headrace> databases = new ArrayList<>();

  /** A session, or why there is none. */
  private record Opened(@Nullable Session session, @Nullable Problem problem) {}

  /**
   * @param option {@code PATH,...} or {@code NAME=PATH,...;...}, directories and files
   */
  Schemas(String option) {
    for (String database : option.split(";", -1)) {
      int equals = database.indexOf('=');
      if (!database.isBlank()) {
        paths.put(
            equals < 0 ? "" : database.substring(0, equals).strip(),
            database.substring(equals + 1));
      }
    }
  }

  /**
   * A session of a database with its tables and views.
   *
   * @param name empty for the one without a name
   * @throws Problem if there is none
   */
  Session session(String name) {
    Opened known = opened.computeIfAbsent(name, this::open);
    if (known.problem() != null) {
      throw known.problem();
    }
    return Objects.requireNonNull(known.session());
  }

  private Opened open(String name) {
    try {
      return new Opened(migrated(name), null);
    } catch (Problem problem) {
      return new Opened(null, problem);
    }
  }

  private Session migrated(String name) {
    String given = paths.get(name);
    if (given == null) {
      String unknown = name.isEmpty() ? "" : " of database " + SqlException.quote(name);
      throw new Problem(
          "no schema" + unknown + " to check statements against",
          -1,
          "Pass the compiler -A"
              + OPTION
              + (name.isEmpty() ? "=PATH" : "=" + name + "=PATH")
              + ", a directory of migrations or a file with the schema.");
    }
    Headrace headrace =
        Headrace.inMemory(
            Options.defaults()
                .withConnector(new SchemaConnector("file"))
                .withConnector(new SchemaConnector("generator")));
    databases.add(headrace);
    Session session = headrace.connect();
    sessions.add(session);
    for (String path : given.split(",", -1)) {
      for (Path file : files(Path.of(path.strip()))) {
        run(session, file);
      }
    }
    return session;
  }

  private static List<Path> files(Path path) {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new Problem(
          "there are no migrations: " + path.toAbsolutePath() + " does not exist",
          -1,
          "A relative path begins where the compiler was started; give an absolute one.");
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> found =
          files
              .filter(file -> name(file).endsWith(".sql") && !UNDO.matcher(name(file)).matches())
              .sorted(Comparator.comparing(Schemas::name, NaturalOrder.INSTANCE))
              .toList();
      if (found.isEmpty()) {
        throw new Problem(
            "there are no migrations: no file in " + path.toAbsolutePath() + " ends in .sql", -1);
      }
      return found;
    } catch (IOException e) {
      throw new Problem("cannot read the migrations in " + path + ": " + e, -1);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static void run(Session session, Path file) {
    try {
      session.execute(Files.readString(file));
    } catch (IOException e) {
      throw new Problem("cannot read the migration " + file + ": " + e, -1);
    } catch (SqlException e) {
      SqlException.Position place = e.position();
      String where = place == null ? "" : ":" + place.line() + ":" + place.column();
      throw new Problem("migration " + file + where + " fails: " + e.message(), -1, e.hint());
    }
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
    databases.forEach(Headrace::close);
  }
}
