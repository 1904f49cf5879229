package dev.headrace.codegen.support;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import java.util.Arrays;

/** Copies and compares the bytes of variable columns. */
public final class RowBytes {
  // beyond, the loop is slower than the call
  private static final int SHORT = 64;

  private RowBytes() {}

  /**
   * The length of a row after a value of some bytes is added.
   *
   * @throws SqlException 54000 if it is too long
   */
  public static int extend(int rowLength, int count) {
    int padded = Rows.align(count);
    if (padded < 0 || rowLength > Batch.MAX_BYTES - padded) {
      throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "a row is too long");
    }
    return rowLength + padded;
  }

  /** What a row stores for a variable column: offset of its bytes and their number. */
  public static long slot(int offset, int count) {
    return (offset & 0xffff_ffffL) | (long) count << 32;
  }

  /** Copies a value together with its padding, which is there because it stands in a row. */
  public static void copyPadded(byte[] source, int start, byte[] target, int at, int count) {
    if (count <= SHORT) {
      for (int i = 0; i < count; i += 8) {
        Rows.putLong(target, at + i, Rows.getLong(source, start + i));
      }
    } else {
      System.arraycopy(source, start, target, at, Rows.align(count));
    }
  }

  /** Copies a value from anywhere and pads it. */
  public static void copy(byte[] source, int start, byte[] target, int at, int count) {
    if (count > 0) {
      Rows.putLong(target, at + Rows.align(count) - 8, 0);
      System.arraycopy(source, start, target, at, count);
    }
  }

  public static boolean equal(
      byte[] left, int leftStart, int leftLength, byte[] right, int rightStart, int rightLength) {
    return leftLength == rightLength
        && Arrays.equals(
            left, leftStart, leftStart + leftLength, right, rightStart, rightStart + rightLength);
  }

  /** Order of unsigned bytes. */
  public static int compare(
      byte[] left, int leftStart, int leftLength, byte[] right, int rightStart, int rightLength) {
    return Arrays.compareUnsigned(
        left, leftStart, leftStart + leftLength, right, rightStart, rightStart + rightLength);
  }

  /** Order of unsigned bytes without trailing blanks: that of CHAR. */
  public static int compareBlankPadded(
      byte[] left, int leftStart, int leftLength, byte[] right, int rightStart, int rightLength) {
    return compare(
        left,
        leftStart,
        trimmedLength(left, leftStart, leftLength),
        right,
        rightStart,
        trimmedLength(right, rightStart, rightLength));
  }

  static int trimmedLength(byte[] bytes, int start, int length) {
    int end = start + length;
    while (end > start && bytes[end - 1] == ' ') {
      end--;
    }
    return end - start;
  }
}
