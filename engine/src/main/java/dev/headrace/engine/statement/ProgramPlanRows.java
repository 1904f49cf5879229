package dev.headrace.engine.statement;

import dev.headrace.engine.database.ViewEdit;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Segments;
import java.util.List;
import java.util.Locale;

/**
 * The result of APPLY PROGRAM: a row for each object and for each operator of views that change.
 */
final class ProgramPlanRows {
  static final List<Field> FIELDS =
      List.of(
          Field.notNull("change", SqlType.TEXT),
          Field.notNull("kind", SqlType.TEXT),
          Field.notNull("name", SqlType.TEXT),
          Field.of("view", SqlType.TEXT),
          Field.of("reason", SqlType.TEXT),
          Field.of("rows", SqlType.BIGINT),
          Field.of("milliseconds", SqlType.BIGINT));

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final RowWriter writer = new RowWriter(RowLayout.of(FIELDS));
  private final Batch batch = new Batch();

  /** An object that is neither filled nor made of operators. */
  void add(ViewEdit.Kind change, String kind, String name, String reason) {
    begin(change, kind, name);
    text(4, reason);
    writer.end(1);
  }

  /** A materialized view. */
  void add(ViewEdit edit, String reason) {
    begin(edit.kind(), "materialized view", edit.view());
    text(4, reason);
    if (edit.kind() == ViewEdit.Kind.NEW || edit.kind() == ViewEdit.Kind.CHANGED) {
      writer.set(5, edit.rows());
      writer.set(6, edit.nanos() / NANOS_PER_MILLI);
    }
    writer.end(1);
    for (ViewEdit.Part part : edit.operators()) {
      begin(part.kind(), "operator", part.operator());
      text(3, edit.view());
      if (part.kind() != ViewEdit.Kind.NEW) {
        writer.set(5, part.stateRows());
      }
      writer.end(1);
    }
  }

  private void begin(ViewEdit.Kind change, String kind, String name) {
    writer.begin(batch);
    writer.setSlice(0, Slice.of(change.name().toLowerCase(Locale.ROOT)));
    writer.setSlice(1, Slice.of(kind));
    writer.setSlice(2, Slice.of(name));
  }

  private void text(int column, String text) {
    if (!text.isEmpty()) {
      writer.setSlice(column, Slice.of(text));
    }
  }

  Outcome.Rows outcome() {
    Segments rows = new Segments();
    rows.add(batch);
    return new Outcome.Rows("APPLY PROGRAM", FIELDS, rows);
  }
}
