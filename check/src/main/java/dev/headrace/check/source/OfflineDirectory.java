package dev.headrace.check.source;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The directory {@code .headrace} of a project. It is listed once, and each file read once. */
public final class OfflineDirectory {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]+-[mc][0-9a-f]+\\.txt");

  private final Path path;

  /** Null until it is listed. */
  private @Nullable Map<String, List<String>> byKey;

  public OfflineDirectory(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Names by the part before the fingerprint. */
  private Map<String, List<String>> byKey() throws IOException {
    if (byKey == null) {
      Map<String, List<String>> found = new HashMap<>();
      for (String name : names()) {
        found
            .computeIfAbsent(name.substring(0, name.indexOf('-')), _ -> new ArrayList<>())
            .add(name);
      }
      byKey = found;
    }
    return byKey;
  }

  private SortedSet<String> names() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (NAME.matcher(name).matches()) {
          names.add(name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException _) {
      // nothing is prepared
    }
    return names;
  }

  boolean isEmpty() {
    try {
      return names().isEmpty();
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
  }

  /** The files about a statement, of different schemas, by name. */
  Map<String, OfflineFile> find(String database, Question question) {
    try {
      Map<String, OfflineFile> found = new TreeMap<>();
      for (String name : byKey().getOrDefault(OfflineFile.key(database, question), List.of())) {
        OfflineFile file = read(path.resolve(name));
        if (file.answers(question)) {
          found.put(name, file);
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
   * @return its name
   */
  String save(OfflineFile file) {
    String key = OfflineFile.key(file.database(), file.question());
    String name = OfflineFile.name(key, file.fingerprint());
    Path target = path.resolve(name);
    try {
      List<String> there = byKey().getOrDefault(key, List.of());
      if (!there.contains(name) || !Files.readString(target).equals(file.text())) {
        write(target, file.text());
      }
      for (String other : there) {
        if (!other.equals(name)) {
          Files.deleteIfExists(path.resolve(other));
        }
      }
      byKey().put(key, List.of(name));
      return name;
    } catch (IOException e) {
      throw new SourceException("cannot write " + target + ": " + e, null);
    }
  }

  private void write(Path target, String text) throws IOException {
    Files.createDirectories(path);
    Path temporary = Files.createTempFile(path, "writing", ".tmp");
    try {
      Files.writeString(temporary, text);
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException _) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
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
