package dev.headrace.server.render;

import dev.headrace.server.client.Column;
import dev.headrace.server.client.ResultSink;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value per line, as psql prints after {@code \x}:
 *
 * <pre>
 * -[ RECORD 1 ]--
 * origin  | ATL
 * flights | 98304
 * </pre>
 */
public final class ExpandedRenderer implements ResultSink {
  private final PrintWriter out;
  private final boolean quiet;
  private List<Column> columns = List.of();
  private int nameWidth;
  private long rows;

  public ExpandedRenderer(PrintWriter out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  @Override
  public void begin(List<Column> headings) {
    columns = headings;
    nameWidth = headings.stream().mapToInt(column -> TextWidth.of(column.name())).max().orElse(0);
    rows = 0;
  }

  @Override
  public void row(List<@Nullable String> values) {
    rows++;
    out.println("-[ RECORD " + rows + " ]" + "-".repeat(Math.max(0, nameWidth)));
    for (int column = 0; column < columns.size(); column++) {
      String value = values.get(column);
      String name = TextWidth.pad(columns.get(column).name(), nameWidth, false);
      String[] lines = value == null ? new String[] {""} : value.split("\n", -1);
      for (int line = 0; line < lines.length; line++) {
        String start = line == 0 ? name : " ".repeat(nameWidth);
        String end = line + 1 < lines.length ? "+" : "";
        out.println((start + " | " + lines[line] + end).stripTrailing());
      }
    }
  }

  @Override
  public void end(String tag) {
    if (!quiet) {
      out.println(rows == 0 ? "(0 rows)" : "");
    }
    out.flush();
  }

  @Override
  public void command(String tag) {
    if (!quiet) {
      out.println(tag);
      out.flush();
    }
  }
}
