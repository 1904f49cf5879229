package dev.headrace.check.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that make a schema, in the order in which they run. */
public final class Migrations {
  /** What takes a migration back is not part of the schema. */
  private static final Pattern UNDO = Pattern.compile("(U\\d.*|.*[._]down)\\.sql");

  private Migrations() {}

  /**
   * @param paths directories and files, with commas between them
   */
  public static List<Path> files(String paths) {
    List<Path> files = new ArrayList<>();
    for (String path : paths.split(",", -1)) {
      files.addAll(files(Path.of(path.strip())));
    }
    return files;
  }

  /**
   * @throws SourceException if there are none
   */
  public static List<Path> files(Path path) {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new SourceException(
          "there are no migrations: " + path.toAbsolutePath() + " does not exist",
          "A relative path begins where the compiler was started; give an absolute one.");
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> found =
          files
              .filter(file -> name(file).endsWith(".sql") && !UNDO.matcher(name(file)).matches())
              .sorted(Comparator.comparing(Migrations::name, NaturalOrder.INSTANCE))
              .toList();
      if (found.isEmpty()) {
        throw new SourceException(
            "there are no migrations: no file in " + path.toAbsolutePath() + " ends in .sql", null);
      }
      return found;
    } catch (IOException e) {
      throw new SourceException("cannot read the migrations in " + path + ": " + e, null);
    }
  }

  /** The files beside migrations that take them back, in no order. */
  public static List<Path> undoing(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> UNDO.matcher(name(file)).matches()).toList();
    } catch (IOException e) {
      throw new SourceException("cannot read the migrations in " + directory + ": " + e, null);
    }
  }

  /** Changes when the file's text does, whatever its lines end in. */
  public static String checksum(Path file) {
    return Fingerprint.hash(read(file).replace("\r\n", "\n"));
  }

  /** The name of a file without its directory. */
  public static String name(Path file) {
    return file.getFileName().toString();
  }

  /** What a file says. */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SourceException("cannot read the migration " + file + ": " + e, null);
    }
  }

  /** Changes when the migrations do more than change their layout. */
  static Fingerprint fingerprint(String paths) {
    StringBuilder text = new StringBuilder();
    for (Path file : files(paths)) {
      text.append(SqlTokens.normalized(read(file))).append(";\n");
    }
    return Fingerprint.of(Fingerprint.Kind.MIGRATIONS, text.toString());
  }
}
