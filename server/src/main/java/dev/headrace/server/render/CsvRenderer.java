package dev.headrace.server.render;

import dev.headrace.server.client.Column;
import dev.headrace.server.client.ResultSink;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV with a header line, quoted as {@code COPY ... WITH (FORMAT csv)} does: NULL is nothing, an
 * empty string is {@code ""}. Commands write nothing.
 */
public final class CsvRenderer implements ResultSink {
  private final PrintWriter out;

  public CsvRenderer(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    write(columns.stream().map(Column::name).toList());
  }

  @Override
  public void row(List<@Nullable String> values) {
    write(values);
  }

  @Override
  public void end(String tag) {
    out.flush();
  }

  @Override
  public void command(String tag) {}

  private void write(List<? extends @Nullable String> values) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < values.size(); column++) {
      String value = values.get(column);
      line.append(column == 0 ? "" : ",").append(value == null ? "" : quote(value));
    }
    out.print(line.append('\n'));
  }

  private static String quote(String value) {
    boolean plain =
        !value.isEmpty()
            && value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
            // COPY reads a line of only this as the end of its data.
            && !value.equals("\\.");
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
