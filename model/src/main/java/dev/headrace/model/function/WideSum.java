package dev.headrace.model.function;

import dev.headrace.model.Rows;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Sums of integers in 128 bits, held as two longs anywhere in a byte array (an accumulator's
 * columns): the low one unsigned, the high one with the sign. 2^32 additions of any value with any
 * weight cannot overflow it.
 */
public final class WideSum {
  private static final BigInteger TWO_POW_64 = BigInteger.ONE.shiftLeft(64);

  private WideSum() {}

  /** Adds value * weight to the sum at two offsets. */
  public static void addTo(byte[] bytes, int lowOffset, int highOffset, long value, int weight) {
    add(bytes, lowOffset, highOffset, value * weight, Math.multiplyHigh(value, weight));
  }

  /** Adds another sum to the sum at two offsets. */
  public static void add(byte[] bytes, int lowOffset, int highOffset, long low, long high) {
    long before = Rows.getLong(bytes, lowOffset);
    Rows.putLong(bytes, lowOffset, before + low);
    Rows.putLong(bytes, highOffset, addHigh(before, Rows.getLong(bytes, highOffset), low, high));
  }

  /** The high long of a sum of two sums; the low one is {@code low + otherLow}. */
  public static long addHigh(long low, long high, long otherLow, long otherHigh) {
    long carry = Long.compareUnsigned(low + otherLow, low) < 0 ? 1 : 0;
    return high + otherHigh + carry;
  }

  static BigInteger toBigInteger(long low, long high) {
    BigInteger result = BigInteger.valueOf(high).shiftLeft(64).add(BigInteger.valueOf(low));
    return low < 0 ? result.add(TWO_POW_64) : result;
  }

  /** SUM of BIGINT. */
  public static BigDecimal toNumeric(long low, long high) {
    return high == low >> 63 ? BigDecimal.valueOf(low) : new BigDecimal(toBigInteger(low, high));
  }

  /**
   * SUM of SMALLINT and INTEGER, COUNT.
   *
   * @throws dev.headrace.model.SqlException 22003 if it does not fit
   */
  public static long toBigint(long low, long high) {
    if (high != low >> 63) {
      throw Arithmetic.outOfRange("bigint");
    }
    return low;
  }

  /** AVG of integers; the count is not zero. */
  public static BigDecimal average(long low, long high, long count) {
    return Arithmetic.divide(toNumeric(low, high), BigDecimal.valueOf(count));
  }
}
