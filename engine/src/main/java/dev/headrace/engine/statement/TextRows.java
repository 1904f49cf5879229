package dev.headrace.engine.statement;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.runtime.circuit.Segments;
import java.util.List;

/** A small result of text columns. */
final class TextRows {
  private final List<Field> fields;
  private final RowWriter writer;
  private final Batch batch = new Batch();

  TextRows(List<Field> fields) {
    this.fields = fields;
    this.writer = new RowWriter(RowLayout.of(fields));
  }

  void add(String... values) {
    writer.begin(batch);
    for (int i = 0; i < values.length; i++) {
      writer.setSlice(i, Slice.of(values[i]));
    }
    writer.end(1);
  }

  Outcome.Rows outcome(String tag) {
    Segments rows = new Segments();
    rows.add(batch);
    return new Outcome.Rows(tag, fields, rows);
  }
}
