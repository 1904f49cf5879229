package dev.headrace.check.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a database stands with a migration.
 *
 * @param installedAt when it was applied, in UTC; empty if it was not
 * @param milliseconds that it took, 0 if it was not applied
 */
public record Status(
    String version,
    String description,
    State state,
    Optional<String> installedAt,
    long milliseconds) {
  /** What there is to say of it. */
  public enum State {
    APPLIED,
    /** It has not run yet. */
    PENDING,
    /** It was applied, and its file is another since. */
    CHANGED,
    /** It was applied, and there is no file of it. */
    MISSING,
    /** It ran without a transaction and came to no end. */
    FAILED
  }

  /** A table with a line for each. */
  public static List<String> table(List<Status> all) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("version", "state", "installed at", "ms", "description"));
    for (Status each : all) {
      boolean ran = each.installedAt().isPresent();
      rows.add(
          List.of(
              each.version(),
              each.state().name().toLowerCase(Locale.ROOT),
              each.installedAt().orElse(""),
              ran ? Long.toString(each.milliseconds()) : "",
              each.description()));
    }
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
