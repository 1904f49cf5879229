package dev.headrace.connect.file;

import dev.headrace.connect.io.FileErrors;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files that a path stands for: one file, the visible files of a directory, or those that match
 * a pattern with {@code *}, {@code **}, {@code ?}, {@code [...]} or {@code {...}}; in the order of
 * their names.
 */
final class FilePaths {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private FilePaths() {}

  /**
   * Finds the files.
   *
   * @throws SqlException {@link ErrorCode#UNDEFINED_FILE} if there are none
   */
  static List<Path> find(Path path) {
    if (Files.isDirectory(path)) {
      return walk(path, path, 1, FilePaths::isVisible);
    }
    if (Files.exists(path) || !WILDCARD.matcher(path.toString()).find()) {
      return List.of(path);
    }
    Path root = path;
    int depth = 0;
    while (root != null && WILDCARD.matcher(root.toString()).find()) {
      root = root.getParent();
      depth++;
    }
    int levels = path.toString().contains("**") ? Integer.MAX_VALUE : depth;
    return walk(path, root == null ? Path.of("") : root, levels, matcher(path)::matches);
  }

  private static PathMatcher matcher(Path path) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + path);
    } catch (PatternSyntaxException e) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "invalid pattern in path "
              + SqlException.quote(path.toString())
              + ": "
              + e.getDescription(),
          e);
    }
  }

  private static boolean isVisible(Path path) {
    String name = String.valueOf(path.getFileName());
    return !name.startsWith(".") && !name.startsWith("_");
  }

  private static List<Path> walk(Path asked, Path root, int levels, Predicate<Path> wanted) {
    try (Stream<Path> paths = Files.walk(root, levels)) {
      List<Path> files = paths.filter(Files::isRegularFile).filter(wanted).sorted().toList();
      if (files.isEmpty()) {
        throw new SqlException(
            ErrorCode.UNDEFINED_FILE, "no file matches " + SqlException.quote(asked.toString()));
      }
      return files;
    } catch (IOException e) {
      throw FileErrors.of("open", root, e);
    } catch (UncheckedIOException e) {
      throw FileErrors.of("open", root, new IOException(e.getMessage(), e));
    }
  }
}
