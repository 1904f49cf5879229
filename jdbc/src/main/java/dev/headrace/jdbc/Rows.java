package dev.headrace.jdbc;

import dev.headrace.engine.ResultCursor;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.runtime.circuit.Segments;
import java.sql.ResultSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results that the driver makes itself. */
final class Rows {
  private Rows() {}

  /** A result without rows and columns. */
  static ResultSet none() {
    return of(List.of(), List.of());
  }

  /**
   * A result.
   *
   * @param rows values of the fields: strings, numbers, null
   */
  static ResultSet of(List<Field> fields, List<@Nullable Object[]> rows) {
    Batch batch = new Batch();
    RowWriter writer = new RowWriter(RowLayout.of(fields));
    for (@Nullable Object[] row : rows) {
      writer.begin(batch);
      for (int i = 0; i < row.length; i++) {
        writer.set(i, row[i] instanceof String text ? Slice.of(text) : row[i]);
      }
      writer.end(1);
    }
    Segments segments = new Segments();
    segments.add(batch);
    return new HeadraceResultSet(null, fields, new ResultCursor(fields, segments), 0);
  }
}
