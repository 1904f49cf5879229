package dev.headrace.model.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Finishes statistics of NUMERIC as PostgreSQL does ({@code numeric_stddev_internal}). */
public final class Statistics {
  private Statistics() {}

  /**
   * The variance of values.
   *
   * @param count of the values, at least 1; at least 2 of a sample
   * @param sum of the values
   * @param squares sum of their squares
   */
  public static BigDecimal variance(
      long count, BigDecimal sum, BigDecimal squares, boolean sample) {
    BigDecimal number = BigDecimal.valueOf(count);
    BigDecimal numerator = number.multiply(squares).subtract(sum.multiply(sum));
    if (numerator.signum() <= 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal divisor = number.multiply(BigDecimal.valueOf(sample ? count - 1 : count));
    return Arithmetic.divide(numerator, divisor);
  }

  /** The square root, with as many digits as the variance has. */
  public static BigDecimal deviation(BigDecimal variance) {
    if (variance.signum() == 0) {
      return variance;
    }
    int scale = variance.scale();
    // floor(sqrt(4 * v * 100^scale)) has one bit more than the result; it decides the rounding
    BigInteger scaled =
        variance
            .movePointRight(2 * scale)
            .multiply(BigDecimal.valueOf(4))
            .setScale(0, RoundingMode.DOWN)
            .toBigInteger();
    return new BigDecimal(scaled.sqrt().add(BigInteger.ONE).shiftRight(1), scale);
  }
}
