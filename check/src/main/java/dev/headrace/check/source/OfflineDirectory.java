package dev.headrace.check.source;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The directory {@code .headrace} of a project. It is listed once, and each file read once. */
public final class OfflineDirectory {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]+-[mc][0-9a-f]+\\.txt");

  private final Path path;

  /** Names by the part before the fingerprint; null until it is listed. */
  private final Map<String, List<String>> names = new TreeMap<>();

  private boolean listed;

  public OfflineDirectory(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  private List<String> named(String key) throws IOException {
    if (!listed) {
      for (String name : names()) {
        names
            .computeIfAbsent(name.substring(0, name.indexOf('-')), _ -> new ArrayList<>())
            .add(name);
      }
      listed = true;
    }
    return names.getOrDefault(key, List.of());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> NAME.matcher(name).matches())
          .sorted()
          .toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  boolean isEmpty() {
    try {
      return names().isEmpty();
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
  }

  /** The files about a statement, of different schemas. */
  List<OfflineFile> find(String database, Question question) {
    try {
      List<OfflineFile> found = new ArrayList<>();
      for (String name : named(OfflineFile.key(database, question))) {
        OfflineFile file = read(path.resolve(name));
        if (file.answers(question)) {
          found.add(file);
        }
      }
      return found;
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
  }

  /** All files, by name. */
  Map<String, OfflineFile> all() {
    try {
      Map<String, OfflineFile> files = new TreeMap<>();
      for (String name : names()) {
        files.put(name, read(path.resolve(name)));
      }
      return files;
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
  }

  private static OfflineFile read(Path file) throws IOException {
    try {
      return OfflineFile.parse(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          file + " is damaged: " + e.getMessage(), "Delete it and prepare the statements again.");
    }
  }

  private static SourceException cannotRead(Path file, IOException e) {
    return new SourceException("cannot read " + file + ": " + e, null);
  }

  /**
   * Writes a file if it is not there already, and takes those of other schemas away. Who reads the
   * directory meanwhile sees the file as a whole or not at all.
   *
   * @return whether anything changed
   */
  boolean save(OfflineFile file) {
    Path target = path.resolve(file.name());
    try {
      boolean changed = write(target, file.text());
      for (String name : named(OfflineFile.key(file.database(), file.question()))) {
        if (!name.equals(file.name())) {
          changed |= Files.deleteIfExists(path.resolve(name));
        }
      }
      return changed;
    } catch (IOException e) {
      throw new SourceException("cannot write " + target + ": " + e, null);
    }
  }

  private boolean write(Path target, String text) throws IOException {
    if (current(target).filter(text::equals).isPresent()) {
      return false;
    }
    Files.createDirectories(path);
    Path temporary = Files.createTempFile(path, "writing", ".tmp");
    try {
      Files.writeString(temporary, text);
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException _) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
      return true;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Optional<String> current(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Deletes a file. */
  void delete(String name) {
    try {
      Files.deleteIfExists(path.resolve(name));
    } catch (IOException e) {
      throw new SourceException("cannot delete " + path.resolve(name) + ": " + e, null);
    }
  }
}
