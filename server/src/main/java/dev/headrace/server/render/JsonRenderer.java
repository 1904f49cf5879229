package dev.headrace.server.render;

import dev.headrace.server.client.Column;
import dev.headrace.server.client.ResultSink;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON array of objects per result, an object per line. Numbers are JSON numbers in all their
 * digits, except NaN and the infinities, which JSON lacks and which are strings. Commands write
 * nothing.
 */
public final class JsonRenderer implements ResultSink {
  private final PrintWriter out;
  private List<Column> columns = List.of();
  private boolean first;

  public JsonRenderer(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> headings) {
    columns = headings;
    first = true;
    out.print("[");
  }

  @Override
  public void row(List<@Nullable String> values) {
    StringBuilder line = new StringBuilder(first ? "\n  {" : ",\n  {");
    first = false;
    for (int column = 0; column < columns.size(); column++) {
      line.append(column == 0 ? "" : ", ");
      Json.appendString(line, columns.get(column).name());
      line.append(": ");
      appendValue(line, columns.get(column).style(), values.get(column));
    }
    out.print(line.append('}'));
  }

  private static void appendValue(StringBuilder line, Column.Style style, @Nullable String value) {
    if (value == null) {
      line.append("null");
      return;
    }
    switch (style) {
      case NUMBER -> {
        if (value.endsWith("NaN") || value.endsWith("Infinity")) {
          Json.appendString(line, value);
        } else {
          line.append(value);
        }
      }
      case BOOLEAN -> line.append(value.startsWith("t"));
      case JSON -> line.append(value);
      case TEXT -> Json.appendString(line, value);
    }
  }

  @Override
  public void end(String tag) {
    out.print(first ? "]\n" : "\n]\n");
    out.flush();
  }

  @Override
  public void command(String tag) {}
}
