package dev.headrace.check.migrate;

import dev.headrace.check.source.Migrations;
import dev.headrace.check.source.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that changes a schema.
 *
 * @param version what it is known by: {@code 1.2} of {@code V1_2__add_orders.sql}, {@code 20260131}
 *     of {@code 20260131_add_orders.sql}, otherwise its name
 * @param description {@code add orders} of these
 * @param undo the file that takes it back
 */
public record Migration(String version, String description, Path file, Optional<Path> undo) {
  private static final Pattern VERSIONED = Pattern.compile("V(\\d+(?:[._]\\d+)*)__(.*)");
  private static final Pattern NUMBERED = Pattern.compile("(\\d+)(?:[_-]+(.*))?");

  /**
   * Reads what migrations there are, in the order in which they run.
   *
   * @param paths directories and files, with commas between them
   * @throws SourceException if there are none, or two have one version
   */
  public static List<Migration> read(String paths) {
    List<Migration> migrations = new ArrayList<>();
    Map<String, Path> versions = new HashMap<>();
    Map<Path, List<Path>> undoing = new HashMap<>();
    for (Path file : Migrations.files(paths)) {
      Name name = Name.of(file);
      Path other = versions.put(name.version(), file);
      if (other != null) {
        throw new SourceException(
            "two migrations have version "
                + name.version()
                + ": "
                + Migrations.name(other)
                + " and "
                + Migrations.name(file),
            null);
      }
      Path directory = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
      List<Path> back = undoing.computeIfAbsent(directory, Migrations::undoing);
      migrations.add(
          new Migration(name.version(), name.description(), file, undo(name.version(), back)));
    }
    return migrations;
  }

  private static Optional<Path> undo(String version, List<Path> candidates) {
    List<Path> found =
        candidates.stream().filter(file -> Name.of(file).version().equals(version)).toList();
    if (found.size() > 1) {
      throw new SourceException(
          "two files take migration "
              + version
              + " back: "
              + Migrations.name(found.get(0))
              + " and "
              + Migrations.name(found.get(1)),
          null);
    }
    return found.stream().findFirst();
  }

  /** What a file's name says. */
  private record Name(String version, String description) {
    static Name of(Path file) {
      String stem =
          Migrations.name(file).replaceFirst("\\.sql$", "").replaceFirst("^U(?=\\d)", "V");
      stem = stem.replaceFirst("[._](down|up)$", "");
      Matcher versioned = VERSIONED.matcher(stem);
      if (versioned.matches()) {
        return new Name(versioned.group(1).replace('_', '.'), words(versioned.group(2)));
      }
      Matcher numbered = NUMBERED.matcher(stem);
      if (numbered.matches()) {
        return new Name(
            numbered.group(1), words(Optional.ofNullable(numbered.group(2)).orElse("")));
      }
      return new Name(stem, "");
    }

    private static String words(String text) {
      return text.replace('_', ' ').strip();
    }
  }

  String checksum() {
    return Migrations.checksum(file);
  }

  /** Version and description. */
  String title() {
    return description.isEmpty() ? version : version + " " + description;
  }
}
