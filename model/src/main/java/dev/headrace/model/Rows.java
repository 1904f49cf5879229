package dev.headrace.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Raw access to the bytes of rows: little endian, no checks but the array's own.
 *
 * <p>Generated code and state stores come through here. {@link RowReader} is the checked way.
 */
public final class Rows {
  /** Offset of the row's length in bytes, header included: int. */
  public static final int LENGTH_OFFSET = 0;

  /** Offset of the row's weight: int. */
  public static final int WEIGHT_OFFSET = LENGTH_OFFSET + 4;

  /** Offset of the null bitmap's first word: long. */
  public static final int NULLS_OFFSET = WEIGHT_OFFSET + 4;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private Rows() {}

  public static long getLong(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset);
  }

  public static void putLong(byte[] bytes, int offset, long value) {
    LONG.set(bytes, offset, value);
  }

  public static int getInt(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset);
  }

  public static void putInt(byte[] bytes, int offset, int value) {
    INT.set(bytes, offset, value);
  }

  public static short getShort(byte[] bytes, int offset) {
    return (short) SHORT.get(bytes, offset);
  }

  public static void putShort(byte[] bytes, int offset, short value) {
    SHORT.set(bytes, offset, value);
  }

  public static double getDouble(byte[] bytes, int offset) {
    return (double) DOUBLE.get(bytes, offset);
  }

  /** All NaN have the same bytes, so that a row that is taken back is the one that was put in. */
  public static void putDouble(byte[] bytes, int offset, double value) {
    LONG.set(bytes, offset, Double.doubleToLongBits(value));
  }

  public static float getFloat(byte[] bytes, int offset) {
    return (float) FLOAT.get(bytes, offset);
  }

  /** All NaN have the same bytes, so that a row that is taken back is the one that was put in. */
  public static void putFloat(byte[] bytes, int offset, float value) {
    INT.set(bytes, offset, Float.floatToIntBits(value));
  }

  /** Length in bytes, header included, of the row at an offset. */
  public static int length(byte[] bytes, int row) {
    return getInt(bytes, row + LENGTH_OFFSET);
  }

  /** Weight of the row at an offset: how often it is inserted, or if negative deleted. */
  public static int weight(byte[] bytes, int row) {
    return getInt(bytes, row + WEIGHT_OFFSET);
  }

  public static void setWeight(byte[] bytes, int row, int weight) {
    putInt(bytes, row + WEIGHT_OFFSET, weight);
  }

  public static boolean isNull(byte[] bytes, int row, int column) {
    return (bytes[row + NULLS_OFFSET + (column >>> 3)] & (1 << (column & 7))) != 0;
  }

  /** Rounds up to a multiple of eight, the alignment of rows and of variable values. */
  public static int align(int length) {
    return (length + 7) & -8;
  }

  /** Whether two rows of one layout hold the same column bytes; weights may differ. */
  public static boolean sameColumns(byte[] left, int leftRow, byte[] right, int rightRow) {
    int length = length(left, leftRow);
    if (length != length(right, rightRow)) {
      return false;
    }
    // rows are whole words: for the few there are this beats the vectorised Arrays.equals
    for (int offset = NULLS_OFFSET; offset < length; offset += 8) {
      if (getLong(left, leftRow + offset) != getLong(right, rightRow + offset)) {
        return false;
      }
    }
    return true;
  }

  /** Hash of a row's column bytes, null bitmap included and weight excluded. */
  public static long hashColumns(byte[] bytes, int row) {
    return Hashing.hash(bytes, row + NULLS_OFFSET, length(bytes, row) - NULLS_OFFSET, 0);
  }
}
