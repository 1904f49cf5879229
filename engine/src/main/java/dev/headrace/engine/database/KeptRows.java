package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.RowWidening;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the storage has the rows of a table that has got columns since some were written: for each
 * number of columns in a relation of their own. A row that is written now is in the last of them.
 *
 * <p>As a record: the last relation; how many others there are, and of each its number and that of
 * its columns; the length and the bytes of a row of the last relation's.
 */
final class KeptRows {
  private final int relation;
  private final List<Earlier> earlier;
  private final byte[] values;

  /** Rows with some of the columns, the first ones. */
  record Earlier(int relation, int columns) {}

  private KeptRows(int relation, List<Earlier> earlier, byte[] values) {
    this.relation = relation;
    this.earlier = List.copyOf(earlier);
    this.values = values;
  }

  /** Has the rows with all columns. */
  int relation() {
    return relation;
  }

  /** Have rows with fewer. */
  List<Earlier> earlier() {
    return earlier;
  }

  /** How earlier rows get the columns they do not have. */
  RowWidening widening(RowLayout layout) {
    return new RowWidening(layout, values);
  }

  /** The rows of a table that has had its columns from the beginning. */
  static KeptRows of(int table) {
    return new KeptRows(table, List.of(), new byte[0]);
  }

  /** The same rows, to be written with other columns from now on and in another relation. */
  KeptRows continued(int next, int columns) {
    List<Earlier> all = new ArrayList<>(earlier);
    all.add(new Earlier(relation, columns));
    return new KeptRows(next, all, values);
  }

  /**
   * The rows of the table with more columns.
   *
   * @param columns that the table has had
   */
  KeptRows widened(int columns, RowWidening widening) {
    RowLayout layout = widening.layout();
    RowLayout before = widening.narrow(columns);
    Batch row = new Batch();
    RowWriter writer = new RowWriter(layout).begin(row);
    for (int i = 0; i < layout.columns(); i++) {
      if (i >= columns) {
        writer.copy(i, layout, widening.values(), 0, i);
      } else if (values.length > 0) {
        writer.copy(i, before, values, 0, i);
      }
    }
    writer.end(1);
    return new KeptRows(relation, earlier, Arrays.copyOf(row.bytes(), row.end()));
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(relation);
      out.writeInt(earlier.size());
      for (Earlier each : earlier) {
        out.writeInt(each.relation);
        out.writeInt(each.columns);
      }
      out.writeInt(values.length);
      out.write(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static KeptRows of(byte[] record) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      int relation = in.readInt();
      List<Earlier> earlier = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        earlier.add(new Earlier(in.readInt(), in.readInt()));
      }
      byte[] values = in.readNBytes(in.readInt());
      if (values.length < Rows.NULLS_OFFSET || Rows.length(values, 0) != values.length) {
        throw new IOException("a row of " + values.length + " bytes");
      }
      return new KeptRows(relation, earlier, values);
    } catch (IOException e) {
      throw new SqlException(
          ErrorCode.DATA_CORRUPTED, "the places of a table's rows cannot be read", e);
    }
  }
}
