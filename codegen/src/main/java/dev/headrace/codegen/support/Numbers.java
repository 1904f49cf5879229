package dev.headrace.codegen.support;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Interval;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;

/** Products of weights, and the one form that equal values have in keys. */
public final class Numbers {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private Numbers() {}

  /** The bits of a float in a key: no -0.0, one NaN. */
  public static long keyBits(double value) {
    return Double.doubleToLongBits(value + 0.0);
  }

  /** The bits of a float in a key: no -0.0, one NaN. */
  public static int keyBits(float value) {
    return Float.floatToIntBits(value + 0.0f);
  }

  /** The form of a double in a key. */
  public static double keyForm(double value) {
    return Double.longBitsToDouble(keyBits(value));
  }

  /** The form of a float in a key. */
  public static float keyForm(float value) {
    return Float.intBitsToFloat(keyBits(value));
  }

  /** The form of a decimal in a key: no trailing zeros after the point. */
  public static BigDecimal keyForm(BigDecimal value) {
    if (value.scale() <= 0) {
      return value.scale() == 0 ? value : value.setScale(0);
    }
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** The form of an interval in a key: equal ones have 30-day months and 24-hour days in common. */
  public static Interval keyForm(Interval value) {
    long days = value.months() * 30L + value.days() + Math.floorDiv(value.micros(), MICROS_PER_DAY);
    long micros = Math.floorMod(value.micros(), MICROS_PER_DAY);
    return days == (int) days
        ? new Interval(0, (int) days, micros)
        : new Interval((int) (days / 30), (int) (days % 30), micros);
  }

  /**
   * The weight of a result of two rows.
   *
   * @throws SqlException 22003 beyond 32 bits
   */
  public static int multiplyWeights(int left, int right) {
    long product = (long) left * right;
    if (product != (int) product) {
      throw new SqlException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "number of equal rows out of range");
    }
    return (int) product;
  }

  /**
   * The opposite of a weight.
   *
   * @throws SqlException 22003 beyond 32 bits
   */
  public static int negateWeight(int weight) {
    return multiplyWeights(weight, -1);
  }
}
