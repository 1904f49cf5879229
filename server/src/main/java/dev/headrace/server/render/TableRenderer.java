package dev.headrace.server.render;

import dev.headrace.server.client.Column;
import dev.headrace.server.client.ResultSink;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned tables as psql prints them:
 *
 * <pre>
 *  origin | flights
 * --------+---------
 *  ATL    |   98304
 * (1 row)
 * </pre>
 */
public final class TableRenderer implements ResultSink {
  private final PrintWriter out;
  private final boolean quiet;
  private final List<List<@Nullable String>> rows = new ArrayList<>();
  private List<Column> columns = List.of();

  public TableRenderer(PrintWriter out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  @Override
  public void begin(List<Column> headings) {
    columns = headings;
    rows.clear();
  }

  @Override
  public void row(List<@Nullable String> values) {
    rows.add(values);
  }

  @Override
  public void end(String tag) {
    lines(columns, rows).forEach(out::println);
    if (!quiet) {
      out.println(rows.size() == 1 ? "(1 row)" : "(" + rows.size() + " rows)");
      out.println();
    }
    out.flush();
    rows.clear();
  }

  @Override
  public void command(String tag) {
    if (!quiet) {
      out.println(tag);
      out.flush();
    }
  }

  /** The lines of a table: heading, rule and rows, without line breaks. */
  public static List<String> lines(List<Column> columns, List<List<@Nullable String>> rows) {
    int[] widths = widths(columns, rows);
    List<String> lines = new ArrayList<>(rows.size() + 2);
    lines.add(heading(columns, widths));
    StringBuilder rule = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      rule.append(column == 0 ? "" : "+").append("-".repeat(widths[column] + 2));
    }
    lines.add(rule.toString());
    for (List<@Nullable String> row : rows) {
      addRow(lines, columns, row, widths);
    }
    return lines;
  }

  private static int[] widths(List<Column> columns, List<List<@Nullable String>> rows) {
    int[] widths = new int[columns.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = TextWidth.of(columns.get(column).name());
      for (List<@Nullable String> row : rows) {
        String value = row.get(column);
        if (value != null) {
          for (String line : value.split("\n", -1)) {
            widths[column] = Math.max(widths[column], TextWidth.of(line));
          }
        }
      }
    }
    return widths;
  }

  /** Names stand in the middle of their columns. */
  private static String heading(List<Column> columns, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String name = columns.get(column).name();
      int left = (widths[column] - TextWidth.of(name)) / 2;
      line.append(column == 0 ? " " : "| ");
      line.append(TextWidth.pad(" ".repeat(left) + name, widths[column], false)).append(' ');
    }
    return line.toString().stripTrailing();
  }

  /** A value of several lines makes several lines, each but the last marked with a plus. */
  private static void addRow(
      List<String> lines, List<Column> columns, List<@Nullable String> row, int[] widths) {
    String[][] parts = new String[widths.length][];
    int height = 1;
    for (int column = 0; column < widths.length; column++) {
      String value = row.get(column);
      parts[column] = value == null ? new String[] {""} : value.split("\n", -1);
      height = Math.max(height, parts[column].length);
    }
    for (int part = 0; part < height; part++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        boolean right = columns.get(column).style() == Column.Style.NUMBER;
        String text = part < parts[column].length ? parts[column][part] : "";
        line.append(column == 0 ? " " : "| ");
        line.append(TextWidth.pad(text, widths[column], right));
        line.append(part + 1 < parts[column].length ? '+' : ' ');
      }
      lines.add(line.toString().stripTrailing());
    }
  }
}
