package dev.headrace.check.migrate;

import dev.headrace.check.source.Migrations;
import dev.headrace.check.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Makes the files of a migration that is to be written. */
public final class NewMigration {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  private NewMigration() {}

  /**
   * Makes a file, named like those that are there: {@code V3__name.sql} behind {@code V2__...}, the
   * time and the name otherwise, and one that takes it back.
   *
   * @param description what it does, in a few words
   * @return the files
   * @throws SourceException if that is not possible
   */
  public static List<Path> add(Path directory, String description) {
    return add(directory, description, Clock.systemUTC());
  }

  static List<Path> add(Path directory, String description, Clock clock) {
    String words = description.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
    String name = words.replaceAll("^_+|_+$", "");
    if (name.isEmpty()) {
      throw new SourceException("a migration needs a name", null);
    }
    String stem = version(directory, clock) + name;
    List<Path> files =
        List.of(directory.resolve(stem + ".sql"), directory.resolve(stem + ".down.sql"));
    try {
      Files.createDirectories(directory);
      Files.writeString(
          files.get(0), "-- " + description.strip() + "\n", StandardOpenOption.CREATE_NEW);
      Files.writeString(
          files.get(1),
          "-- takes back: " + description.strip() + "\n",
          StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new SourceException("cannot write " + directory.resolve(stem) + ".sql: " + e, null);
    }
    return files;
  }

  private static String version(Path directory, Clock clock) {
    List<Path> before = List.of();
    if (hasFiles(directory)) {
      before = Migrations.files(directory);
    }
    if (!before.isEmpty()) {
      String last = Migrations.name(before.getLast());
      if (last.matches("V\\d+__.*")) {
        long number = Long.parseLong(last.substring(1, last.indexOf('_')));
        return "V" + (number + 1) + "__";
      }
    }
    return TIME.format(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)) + "_";
  }

  private static boolean hasFiles(Path directory) {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (var files = Files.list(directory)) {
      return files.anyMatch(file -> Migrations.name(file).matches("(?!U\\d).*(?<![._]down)\\.sql"));
    } catch (IOException e) {
      throw new SourceException("cannot read " + directory + ": " + e, null);
    }
  }
}
