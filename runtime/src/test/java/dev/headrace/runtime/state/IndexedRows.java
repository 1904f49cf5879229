package dev.headrace.runtime.state;

import static dev.headrace.runtime.state.StoredRows.LAYOUT;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.state.StoredRows.Row;
import java.util.Comparator;

/** Definitions of indexes over {@link StoredRows}, and what they should find. */
enum IndexedRows implements IndexDefinition {
  /** (text), as often as it is there. */
  BY_TEXT,

  /** (length of the text DESC, number), an expression and a mixed order. */
  BY_LENGTH,

  /** (text) of rows with even numbers. */
  PARTIAL,

  /** Unique (text, number) of texts that are not empty; the others count as NULL. */
  UNIQUE;

  Comparator<Row> order() {
    return switch (this) {
      case BY_TEXT, PARTIAL -> Comparator.comparing(Row::text);
      case BY_LENGTH ->
          Comparator.comparingInt((Row row) -> -row.text().length()).thenComparingInt(Row::key);
      case UNIQUE ->
          Comparator.comparing((Row row) -> !row.text().isEmpty())
              .thenComparing(Row::text)
              .thenComparingInt(Row::key);
    };
  }

  boolean includes(Row row) {
    return this != PARTIAL || row.key() % 2 == 0;
  }

  @Override
  public Encoder encoder() {
    ByteOutput out = new ByteOutput();
    return (slab, row, key) -> {
      out.clear();
      Entry entry = encode(slab, row, out);
      out.toSlice(key);
      return entry;
    };
  }

  private Entry encode(byte[] slab, int row, ByteOutput out) {
    Row read = StoredRows.read(slab, row);
    switch (this) {
      case BY_TEXT -> column(slab, row, 1, out);
      case BY_LENGTH -> {
        out.writeInt(~read.text().length());
        column(slab, row, 0, out);
      }
      case PARTIAL -> {
        if (!includes(read)) {
          return Entry.NONE;
        }
        column(slab, row, 1, out);
      }
      case UNIQUE -> {
        boolean isNull = read.text().isEmpty();
        out.writeByte(isNull ? 0 : 1);
        column(slab, row, 1, out);
        column(slab, row, 0, out);
        return isNull ? Entry.REPEATED : Entry.UNIQUE;
      }
    }
    return Entry.REPEATED;
  }

  private static void column(byte[] slab, int row, int column, ByteOutput out) {
    KeyCodec.encode(LAYOUT, slab, row, column, KeyCodec.Order.ASCENDING, out);
  }

  /** The key of a row as if it were in the store. */
  byte[] keyOf(Row row) {
    Batch batch = new Batch();
    new RowWriter(LAYOUT).append(batch, 1, row.key(), Slice.of(row.text()));
    Slice key = new Slice();
    encoder().encode(batch.bytes(), 0, key);
    return key.toBytes();
  }

  @Override
  public SqlException duplicateInserted(byte[] slab, int row) {
    return new SqlException(
        ErrorCode.UNIQUE_VIOLATION, "inserted " + Rows.getInt(slab, row + LAYOUT.offset(0)));
  }

  @Override
  public SqlException duplicateFound(byte[] slab, int row) {
    return new SqlException(
        ErrorCode.UNIQUE_VIOLATION, "found " + Rows.getInt(slab, row + LAYOUT.offset(0)));
  }
}
