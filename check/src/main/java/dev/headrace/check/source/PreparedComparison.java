package dev.headrace.check.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prepared statements as they should be beside those that there are; each is told as the name of
 * its file and its text.
 *
 * @param missing statements that are not prepared
 * @param stale those that are prepared with another outcome, or for another schema
 * @param unused those that no build asks for
 */
public record PreparedComparison(List<String> missing, List<String> stale, List<String> unused) {
  /**
   * @throws SourceException if a directory cannot be read
   */
  public static PreparedComparison of(Path expected, Path actual) {
    Map<String, List<OfflineFile>> there = byStatement(actual);
    List<String> missing = new ArrayList<>();
    List<String> stale = new ArrayList<>();
    byStatement(expected)
        .forEach(
            (key, files) -> {
              List<OfflineFile> found = there.remove(key);
              OfflineFile file = files.getFirst();
              if (found == null) {
                missing.add(text(file));
              } else if (found.size() > 1 || !found.getFirst().text().equals(file.text())) {
                stale.add(text(found.getFirst()));
              }
            });
    return new PreparedComparison(
        missing,
        stale,
        there.values().stream().flatMap(Collection::stream).map(PreparedComparison::text).toList());
  }

  private static Map<String, List<OfflineFile>> byStatement(Path directory) {
    return new OfflineDirectory(directory)
        .all().values().stream()
            .collect(
                Collectors.groupingBy(
                    file -> OfflineFile.key(file.database(), file.question()),
                    TreeMap::new,
                    Collectors.toList()));
  }

  private static String text(OfflineFile file) {
    return file.name() + ": " + file.question().sql().strip();
  }

  /** Whether builds can do with what there is. */
  public boolean isComplete() {
    return missing.isEmpty() && stale.isEmpty();
  }
}
