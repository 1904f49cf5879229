package dev.headrace.model;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one layout to the end of a batch, column by column: {@link #begin}, the setters,
 * {@link #end}. A column that is not set is NULL. Variable columns are set in column order, so that
 * equal values make equal bytes; fixed ones in any order. Values are not checked against length
 * limits or declared precision: casts do that.
 *
 * <p>Allocates nothing per row but what {@link #set} unboxes. Not thread-safe.
 */
public final class RowWriter {
  private static final byte[] NO_BYTES = {};

  private final RowLayout layout;
  private final SqlType.Storage[] storages;
  private final byte[] emptyRow;

  private @Nullable Batch batch;
  private byte[] bytes = NO_BYTES;
  private int row;
  private int length;
  private int nextVariable;

  public RowWriter(RowLayout layout) {
    this.layout = layout;
    this.storages = layout.storages();
    this.emptyRow = layout.emptyRow();
  }

  public RowLayout layout() {
    return layout;
  }

  /** Starts a row of NULLs at the end of a batch; one that was not ended is forgotten. */
  public RowWriter begin(Batch target) {
    batch = target;
    length = emptyRow.length;
    bytes = target.reserve(length);
    row = target.end();
    System.arraycopy(emptyRow, 0, bytes, row, length);
    nextVariable = 0;
    return this;
  }

  /** Ends the row and makes it part of the batch. */
  public void end(int weight) {
    Batch target = Objects.requireNonNull(batch, "begin() comes first");
    Rows.putInt(bytes, row + Rows.LENGTH_OFFSET, length);
    Rows.putInt(bytes, row + Rows.WEIGHT_OFFSET, weight);
    target.commit(length);
    batch = null;
  }

  private int present(int column) {
    bytes[row + Rows.NULLS_OFFSET + (column >>> 3)] &= (byte) ~(1 << (column & 7));
    return row + layout.offset(column);
  }

  public void setBoolean(int column, boolean value) {
    bytes[present(column)] = (byte) (value ? 1 : 0);
  }

  /** SMALLINT, INTEGER or DATE. */
  public void setInt(int column, int value) {
    if (storages[column] == SqlType.Storage.INT16) {
      Rows.putShort(bytes, present(column), (short) value);
    } else {
      Rows.putInt(bytes, present(column), value);
    }
  }

  /** BIGINT, TIME, TIMESTAMP or TIMESTAMPTZ. */
  public void setLong(int column, long value) {
    Rows.putLong(bytes, present(column), value);
  }

  public void setFloat(int column, float value) {
    Rows.putFloat(bytes, present(column), value);
  }

  public void setDouble(int column, double value) {
    Rows.putDouble(bytes, present(column), value);
  }

  public void setInterval(int column, Interval value) {
    putInterval(bytes, present(column), value);
  }

  public void setUuid(int column, UUID value) {
    putUuid(bytes, present(column), value);
  }

  public void setDecimal(int column, BigDecimal value) {
    int size = Decimals.encodedLength(value);
    int start = variable(column, size);
    Decimals.encode(value, bytes, start);
  }

  public void setSlice(int column, Slice value) {
    setBytes(column, value.base(), value.offset(), value.length());
  }

  /** The bytes of a variable column, as its type stores them. */
  public void setBytes(int column, byte[] source, int offset, int count) {
    int start = variable(column, count);
    System.arraycopy(source, offset, bytes, start, count);
  }

  /** Any column from its carrier; null is NULL. */
  public void set(int column, @Nullable Object value) {
    if (value == null) {
      return;
    }
    switch (storages[column]) {
      case BOOL -> setBoolean(column, (Boolean) value);
      case INT16, INT32 -> setInt(column, (Integer) value);
      case INT64 -> setLong(column, (Long) value);
      case FLOAT32 -> setFloat(column, (Float) value);
      case FLOAT64 -> setDouble(column, (Double) value);
      case FIXED16 -> {
        if (value instanceof Interval interval) {
          setInterval(column, interval);
        } else {
          setUuid(column, (UUID) value);
        }
      }
      case BYTES -> {
        if (value instanceof BigDecimal decimal) {
          setDecimal(column, decimal);
        } else {
          setSlice(column, (Slice) value);
        }
      }
    }
  }

  /** Appends a whole row of carriers. */
  public void append(Batch target, int weight, @Nullable Object... values) {
    begin(target);
    for (int column = 0; column < values.length; column++) {
      set(column, values[column]);
    }
    end(weight);
  }

  /**
   * Copies a column of another row, NULL or not.
   *
   * @param source layout of that row; its column has this column's type
   */
  public void copy(int column, RowLayout source, byte[] slab, int from, int sourceColumn) {
    if (Rows.isNull(slab, from, sourceColumn)) {
      return;
    }
    int at = from + source.offset(sourceColumn);
    switch (storages[column]) {
      case BOOL -> setBoolean(column, slab[at] != 0);
      case INT16 -> setInt(column, Rows.getShort(slab, at));
      case INT32 -> setInt(column, Rows.getInt(slab, at));
      case INT64 -> setLong(column, Rows.getLong(slab, at));
      // copied as integers of the same width: the bits of a NaN stay as they are
      case FLOAT32 -> setInt(column, Rows.getInt(slab, at));
      case FLOAT64 -> setLong(column, Rows.getLong(slab, at));
      case FIXED16 -> System.arraycopy(slab, at, bytes, present(column), 16);
      case BYTES -> setBytes(column, slab, from + Rows.getInt(slab, at), Rows.getInt(slab, at + 4));
    }
  }

  private int variable(int column, int count) {
    if (column < nextVariable) {
      throw new IllegalStateException("variable columns are written in order");
    }
    nextVariable = column + 1;
    Batch target = Objects.requireNonNull(batch, "begin() comes first");
    int padded = Rows.align(count);
    if (padded < 0 || length > Batch.MAX_BYTES - padded) {
      throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "a row is too long");
    }
    bytes = target.reserve(length + padded);
    int slot = present(column);
    Rows.putInt(bytes, slot, length);
    Rows.putInt(bytes, slot + 4, count);
    int start = row + length;
    Arrays.fill(bytes, start + count, start + padded, (byte) 0);
    length += padded;
    return start;
  }

  /** Writes an interval's sixteen bytes: microseconds, then days, then months. */
  public static void putInterval(byte[] bytes, int offset, Interval value) {
    Rows.putLong(bytes, offset, value.micros());
    Rows.putInt(bytes, offset + 8, value.days());
    Rows.putInt(bytes, offset + 12, value.months());
  }

  /** Writes a UUID's sixteen bytes: high long, then low long. */
  public static void putUuid(byte[] bytes, int offset, UUID value) {
    Rows.putLong(bytes, offset, value.getMostSignificantBits());
    Rows.putLong(bytes, offset + 8, value.getLeastSignificantBits());
  }
}
