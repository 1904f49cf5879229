package dev.headrace.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The prepared statements of a directory, without the sources they are from. */
public final class PreparedStatements {
  private final Settings settings;

  public PreparedStatements(Settings settings) {
    this.settings = settings;
  }

  /**
   * A statement that is wrong now.
   *
   * @param file its name
   */
  public record Refusal(String file, String sql, String message) {}

  /**
   * What was done.
   *
   * @param statements how many there are
   */
  public record Result(int statements, List<Refusal> refusals) {}

  /**
   * Describes all of them again, and saves what has changed. Those that are wrong stay.
   *
   * @throws SourceException if that is not possible
   */
  public Result prepare() {
    OfflineDirectory directory = new OfflineDirectory(settings.directory());
    Map<String, Map<String, OfflineFile>> byDatabase = new TreeMap<>();
    for (OfflineFile file : directory.all().values()) {
      // of two schemas a statement is the same
      byDatabase
          .computeIfAbsent(file.database(), _ -> new TreeMap<>())
          .putIfAbsent(OfflineFile.key(file.database(), file.question()), file);
    }
    if (byDatabase.isEmpty()) {
      throw new SourceException("no statement is prepared in " + settings.directory(), null);
    }
    List<Refusal> refusals = new ArrayList<>();
    int statements = 0;
    Settings saving = settings.saving(settings.directory(), Settings.Save.ANSWERS);
    try (Sources sources = new Sources(saving.withoutFallback(), _ -> {})) {
      for (Map.Entry<String, Map<String, OfflineFile>> each : byDatabase.entrySet()) {
        List<OfflineFile> files = List.copyOf(each.getValue().values());
        List<Answer> answers =
            sources.describe(each.getKey(), files.stream().map(OfflineFile::question).toList());
        statements += files.size();
        for (int i = 0; i < answers.size(); i++) {
          if (answers.get(i) instanceof Answer.Refused refused) {
            OfflineFile file = files.get(i);
            refusals.add(new Refusal(file.name(), file.question().sql(), refused.message()));
          }
        }
      }
    }
    return new Result(statements, refusals);
  }

  /**
   * Deletes those of other migrations than there are now, which no build can use.
   *
   * @return their names
   * @throws SourceException if that is not possible
   */
  public List<String> prune() {
    OfflineDirectory directory = new OfflineDirectory(settings.directory());
    Map<String, String> current =
        settings.migrations().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, each -> Migrations.fingerprint(each.getValue()).toString()));
    List<String> stale =
        directory.all().entrySet().stream()
            .filter(each -> isStale(each.getValue(), current))
            .map(Map.Entry::getKey)
            .toList();
    stale.forEach(directory::delete);
    return stale;
  }

  private static boolean isStale(OfflineFile file, Map<String, String> current) {
    String fingerprint = current.get(file.database());
    return fingerprint != null
        && file.fingerprint().startsWith("m")
        && !file.fingerprint().equals(fingerprint);
  }
}
