package dev.headrace.connect.parquet;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Progress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What the flights of an input add up to; delay is its first column, origin its last. */
record FlightTotals(long rows, long delay, Set<Slice> origins, Progress progress) {
  static FlightTotals of(Input input, List<Field> fields) {
    RowLayout layout = RowLayout.of(fields);
    RowReader reader = new RowReader(layout);
    Set<Slice> origins = new HashSet<>();
    long rows = 0;
    long delay = 0;
    Batch batch = new Batch();
    try (input) {
      Input.Status status = Input.Status.MORE;
      while (status != Input.Status.END) {
        batch.clear();
        status =
            input.read(
                batch,
                8192,
                Duration.ZERO,
                (row, reason, raw, code) -> {
                  throw new AssertionError("row " + row + ": " + reason);
                });
        rows += batch.rows();
        for (int row = 0; row < batch.end(); row = batch.next(row)) {
          delay += Rows.getLong(batch.bytes(), row + layout.offset(0));
          Object origin = reader.get(batch.bytes(), row, fields.size() - 1);
          if (!origins.contains(Objects.requireNonNull(origin))) {
            origins.add(((Slice) origin).copy());
          }
        }
      }
      return new FlightTotals(rows, delay, origins, input.progress());
    }
  }
}
