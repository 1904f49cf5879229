package dev.headrace.connect;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.connector.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an input gave until its end, texts as strings.
 *
 * @param rows values of all rows
 * @param bad bad records as {@code line: SQLSTATE reason}
 * @param raws bad records as they were read
 */
public record InputRows(List<List<@Nullable Object>> rows, List<String> bad, List<String> raws) {

  /** Reads an input to its end, some rows at a time, and closes it. */
  public static InputRows of(Input input, List<Field> fields, int rowsAtATime) {
    InputRows result = new InputRows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    RowReader reader = new RowReader(RowLayout.of(fields));
    Batch batch = new Batch();
    try (input) {
      Input.Status status = Input.Status.MORE;
      while (status != Input.Status.END) {
        batch.clear();
        status = input.read(batch, rowsAtATime, Duration.ofSeconds(10), result::addBad);
        if (batch.rows() > rowsAtATime || status == Input.Status.IDLE) {
          throw new AssertionError(status + " with " + batch.rows() + " rows");
        }
        result.addRows(batch, reader);
      }
    }
    return result;
  }

  private void addBad(long position, String reason, Slice raw, dev.headrace.model.ErrorCode code) {
    bad.add(position + ": " + code.sqlState() + " " + reason);
    raws.add(raw.toString());
  }

  private void addRows(Batch batch, RowReader reader) {
    for (int row = 0; row < batch.end(); row = batch.next(row)) {
      if (Rows.weight(batch.bytes(), row) != 1) {
        throw new AssertionError("weight " + Rows.weight(batch.bytes(), row));
      }
      List<@Nullable Object> values = reader.get(batch.bytes(), row);
      values.replaceAll(value -> value instanceof Slice slice ? slice.toString() : value);
      rows.add(values);
    }
  }
}
