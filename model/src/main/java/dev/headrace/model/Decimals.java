package dev.headrace.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * NUMERIC as the bytes of a variable column: the scale in two bytes, then the unscaled value in
 * two's complement, both little endian, the latter in eight bytes or, if it does not fit, as many
 * as needed in {@link BigInteger}'s big-endian form. The length tells the two forms apart: ten
 * bytes, or more.
 */
public final class Decimals {
  /** Most digits after the point of any NUMERIC. */
  public static final int MAX_SCALE = 16_383;

  /** Most digits before the point of any NUMERIC. */
  public static final int MAX_INTEGER_DIGITS = 131_072;

  private static final int SMALL = 10;
  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private Decimals() {}

  public static int encodedLength(BigDecimal value) {
    if (value.precision() <= 18) {
      return SMALL;
    }
    BigInteger unscaled = value.unscaledValue();
    return fits(unscaled) ? SMALL : 2 + Math.max(9, unscaled.bitLength() / 8 + 1);
  }

  private static boolean fits(BigInteger unscaled) {
    return unscaled.compareTo(MIN_LONG) >= 0 && unscaled.compareTo(MAX_LONG) <= 0;
  }

  /** Writes {@link #encodedLength} bytes. */
  public static void encode(BigDecimal value, byte[] bytes, int offset) {
    Rows.putShort(bytes, offset, (short) value.scale());
    BigInteger unscaled = value.unscaledValue();
    if (fits(unscaled)) {
      Rows.putLong(bytes, offset + 2, unscaled.longValue());
    } else {
      byte[] big = unscaled.toByteArray();
      System.arraycopy(big, 0, bytes, offset + 2, big.length);
    }
  }

  public static BigDecimal decode(byte[] bytes, int offset, int length) {
    int scale = Rows.getShort(bytes, offset);
    return length == SMALL
        ? BigDecimal.valueOf(Rows.getLong(bytes, offset + 2), scale)
        : new BigDecimal(new BigInteger(bytes, offset + 2, length - 2), scale);
  }

  /**
   * The value with a scale from 0 to {@link #MAX_SCALE}, rounded if it has more.
   *
   * @throws SqlException 22003 if it has too many digits before the point
   */
  public static BigDecimal inRange(BigDecimal value) {
    int scale = value.scale();
    if (scale >= 0 && scale <= MAX_SCALE && value.precision() - scale <= MAX_INTEGER_DIGITS) {
      return value;
    }
    if (value.signum() == 0) {
      return value.setScale(Math.clamp(scale, 0, MAX_SCALE));
    }
    if ((long) value.precision() - scale > MAX_INTEGER_DIGITS) {
      throw new SqlException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }
    return value.setScale(Math.clamp(scale, 0, MAX_SCALE), RoundingMode.HALF_UP);
  }
}
