package dev.headrace.server.program;

import dev.headrace.server.client.ResultCollector;
import dev.headrace.server.client.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What applying a program means, for people:
 *
 * <pre>
 *   + table regions
 *   ~ materialized view totals: its definition changed; 40 rows to fill
 *       = Aggregate (10 rows)
 *       + Join
 *   - materialized view old_totals: not in the program
 *
 * 1 new, 1 changed, 1 dropped, 17 kept. 40 rows to fill, about 0.01 s.
 * </pre>
 */
public final class ProgramPlan {
  private static final String TAG = "$headrace$";

  private final List<List<@Nullable String>> rows;

  private ProgramPlan(List<List<@Nullable String>> rows) {
    this.rows = rows;
  }

  /** Applies a program, or only plans that. */
  public static ProgramPlan of(SqlClient client, String program, boolean dryRun) {
    ResultCollector result = new ResultCollector();
    client.execute(start(program) + program + tag(program) + (dryRun ? " DRY RUN" : ""), result);
    return new ProgramPlan(result.rows());
  }

  private static String start(String program) {
    return "APPLY PROGRAM " + tag(program);
  }

  /** How many characters stand before a program in the statement that applies it. */
  public static int offset(String program) {
    return start(program).length();
  }

  private static String tag(String program) {
    String tag = TAG;
    for (int i = 1; program.contains(tag); i++) {
      tag = "$headrace" + i + "$";
    }
    return tag;
  }

  /** Whether nothing is new, changed or dropped. */
  public boolean isEmpty() {
    return count("kept") == objects();
  }

  private long objects() {
    return rows.stream().filter(row -> !isOperator(row)).count();
  }

  private long count(String change) {
    return rows.stream().filter(row -> !isOperator(row) && change.equals(row.get(0))).count();
  }

  private static boolean isOperator(List<@Nullable String> row) {
    return "operator".equals(row.get(1));
  }

  /** The plan; objects that are kept are counted only. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<@Nullable String> row : rows) {
      if (isOperator(row)) {
        lines.add("      " + sign(row) + " " + row.get(2) + operatorRows(row));
      } else if (!"kept".equals(row.get(0))) {
        lines.add("  " + sign(row) + " " + row.get(1) + " " + row.get(2) + notes(row));
      }
    }
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(summary());
    return lines;
  }

  private static String sign(List<@Nullable String> row) {
    return switch (Objects.requireNonNull(row.get(0))) {
      case "new" -> "+";
      case "changed" -> "~";
      case "dropped" -> "-";
      default -> "=";
    };
  }

  private static String operatorRows(List<@Nullable String> row) {
    String state = row.get(5);
    return state == null || state.equals("0") ? "" : " (" + counted(Long.parseLong(state)) + ")";
  }

  private static String notes(List<@Nullable String> row) {
    List<String> notes = new ArrayList<>();
    if (row.get(4) != null) {
      notes.add(row.get(4));
    }
    if (row.get(5) != null) {
      notes.add(counted(Long.parseLong(row.get(5))) + " to fill");
    }
    return notes.isEmpty() ? "" : ": " + String.join("; ", notes);
  }

  private static String counted(long rows) {
    return String.format(Locale.ROOT, "%,d row%s", rows, rows == 1 ? "" : "s");
  }

  private String summary() {
    if (isEmpty()) {
      return "Nothing to change: " + count("kept") + " kept.";
    }
    long fill = sum(5);
    String counts =
        String.format(
            Locale.ROOT,
            "%d new, %d changed, %d dropped, %d kept.",
            count("new"),
            count("changed"),
            count("dropped"),
            count("kept"));
    return fill == 0
        ? counts + " Nothing to fill."
        : counts
            + String.format(Locale.ROOT, " %s to fill, about %.2f s.", counted(fill), sum(6) / 1e3);
  }

  private long sum(int column) {
    long sum = 0;
    for (List<@Nullable String> row : rows) {
      String value = row.get(column);
      sum += isOperator(row) || value == null ? 0 : Long.parseLong(value);
    }
    return sum;
  }
}
