package dev.headrace.engine;

import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.RowConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of a query, in memory. */
public final class QueryResult implements Result {
  private final String tag;
  private final List<Field> fields;
  private final RowLayout layout;
  private final Segments segments;
  private final long rowCount;

  QueryResult(String tag, List<Field> fields, RowLayout layout, Segments segments) {
    this.tag = tag;
    this.fields = fields;
    this.layout = layout;
    this.segments = segments;
    long count = 0;
    for (int i = 0; i < segments.size(); i++) {
      byte[] slab = segments.slab(i);
      for (int row = segments.from(i); row < segments.to(i); row += Rows.length(slab, row)) {
        count += Rows.weight(slab, row);
      }
    }
    this.rowCount = count;
  }

  @Override
  public String tag() {
    return tag + " " + rowCount;
  }

  /** The columns. */
  public List<Field> fields() {
    return fields;
  }

  public long rowCount() {
    return rowCount;
  }

  /** Hands over every row as its bytes; a row's weight says how often it is in the result. */
  public void forEach(RowConsumer consumer) {
    for (int i = 0; i < segments.size(); i++) {
      byte[] slab = segments.slab(i);
      for (int row = segments.from(i); row < segments.to(i); row += Rows.length(slab, row)) {
        consumer.accept(slab, row);
      }
    }
  }

  /** A cursor before the first row. */
  public ResultCursor cursor() {
    return new ResultCursor(layout, segments);
  }

  /** All rows as Java values: see {@link dev.headrace.model.SqlType#carrier}. */
  public List<List<@Nullable Object>> rows() {
    RowReader reader = new RowReader(layout);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    forEach(
        (slab, row) -> {
          List<@Nullable Object> values = reader.get(slab, row);
          for (int i = Rows.weight(slab, row); i > 0; i--) {
            rows.add(values);
          }
        });
    return rows;
  }

  /**
   * The value of a result of one row and one column.
   *
   * @throws IllegalStateException if it has another shape
   */
  public @Nullable Object single() {
    List<List<@Nullable Object>> rows = rows();
    if (rows.size() != 1 || fields.size() != 1) {
      throw new IllegalStateException(rows.size() + " rows of " + fields.size() + " columns");
    }
    return Objects.requireNonNull(rows.getFirst()).getFirst();
  }
}
