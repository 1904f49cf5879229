package dev.headrace.pgwire;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;

/** Results of a {@link FakeConnection}. */
final class FakeRows {
  static final List<Field> TEXTS = List.of(Field.of("t", SqlType.TEXT));

  private FakeRows() {}

  static Batch weights() {
    RowWriter writer = new RowWriter(RowLayout.of(TEXTS));
    Batch batch = new Batch();
    writer.append(batch, 1, Slice.of("once"));
    writer.append(batch, 3, Slice.of("thrice"));
    writer.append(batch, 0, Slice.of("never"));
    return batch;
  }

  static List<Batch> series(int count) {
    List<Batch> batches = new ArrayList<>();
    RowWriter writer = new RowWriter(RowLayout.of(FakeConnection.SERIES));
    for (int from = 1; from <= count; from += 1000) {
      Batch batch = new Batch();
      for (int i = from; i < from + 1000 && i <= count; i++) {
        writer.append(batch, 1, i, i % 7 == 0 ? null : Slice.of("row " + i));
      }
      batches.add(batch);
    }
    return batches;
  }
}
