package dev.headrace.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of one layout as Java values, checking every offset it meets. For tests, results and
 * other places where a row is handed over once; compiled code reads bytes itself.
 */
public final class RowReader {
  private final RowLayout layout;

  public RowReader(RowLayout layout) {
    this.layout = layout;
  }

  public RowLayout layout() {
    return layout;
  }

  /**
   * A column's value as its carrier, or null. Slices point into the row: copy what outlives it.
   *
   * @throws IllegalStateException if the row is not one of this layout
   */
  public @Nullable Object get(byte[] bytes, int row, int column) {
    check(bytes, row);
    if (Rows.isNull(bytes, row, column)) {
      return null;
    }
    int at = row + layout.offset(column);
    return switch (layout.type(column).kind()) {
      case BOOLEAN -> bytes[at] != 0;
      case SMALLINT -> (int) Rows.getShort(bytes, at);
      case INTEGER, DATE -> Rows.getInt(bytes, at);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ, ENUM -> Rows.getLong(bytes, at);
      case REAL -> Rows.getFloat(bytes, at);
      case DOUBLE -> Rows.getDouble(bytes, at);
      case INTERVAL -> interval(bytes, at);
      case UUID -> uuid(bytes, at);
      case NUMERIC -> decimal(bytes, row, at);
      case TEXT, VARCHAR, CHAR, BYTEA, JSONB, ARRAY -> slice(bytes, row, at);
    };
  }

  /** All columns of a row; slices are copies. */
  public List<@Nullable Object> get(byte[] bytes, int row) {
    List<@Nullable Object> values = new ArrayList<>(layout.columns());
    for (int column = 0; column < layout.columns(); column++) {
      Object value = get(bytes, row, column);
      values.add(value instanceof Slice slice ? slice.copy() : value);
    }
    return values;
  }

  private void check(byte[] bytes, int row) {
    int length = row < 0 || row > bytes.length - 8 ? -1 : Rows.length(bytes, row);
    if (length < layout.fixedLength() || length > bytes.length - row || (length & 7) != 0) {
      throw new IllegalStateException("no row of " + layout + " at " + row + ": length " + length);
    }
  }

  private Slice slice(byte[] bytes, int row, int at) {
    int offset = Rows.getInt(bytes, at);
    int count = Rows.getInt(bytes, at + 4);
    int length = Rows.length(bytes, row);
    if (offset < layout.fixedLength() || count < 0 || offset > length - count) {
      throw new IllegalStateException(
          "value at " + offset + " of " + count + " bytes is outside its row of " + length);
    }
    return Slice.of(bytes, row + offset, count);
  }

  private BigDecimal decimal(byte[] bytes, int row, int at) {
    Slice slice = slice(bytes, row, at);
    return Decimals.decode(bytes, slice.offset(), slice.length());
  }

  /** Reads what {@link RowWriter#putInterval} wrote. */
  public static Interval interval(byte[] bytes, int offset) {
    return new Interval(
        Rows.getInt(bytes, offset + 12),
        Rows.getInt(bytes, offset + 8),
        Rows.getLong(bytes, offset));
  }

  /** Reads what {@link RowWriter#putUuid} wrote. */
  public static UUID uuid(byte[] bytes, int offset) {
    return new UUID(Rows.getLong(bytes, offset), Rows.getLong(bytes, offset + 8));
  }
}
