package dev.headrace.server.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the rows of the last result. */
public final class ResultCollector implements ResultSink {
  private List<Column> columns = List.of();
  private final List<List<@Nullable String>> rows = new ArrayList<>();

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
  public void end(String tag) {}

  @Override
  public void command(String tag) {}

  public List<Column> columns() {
    return columns;
  }

  public List<List<@Nullable String>> rows() {
    return rows;
  }
}
