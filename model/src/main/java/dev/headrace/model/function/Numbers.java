package dev.headrace.model.function;

import dev.headrace.model.Decimals;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Mathematical functions on integers, DOUBLE and NUMERIC; inexact NUMERIC ones are elsewhere. */
public final class Numbers {
  private Numbers() {}

  // Absolute value and sign

  public static int and(int left, int right) {
    return left & right;
  }

  public static long and(long left, long right) {
    return left & right;
  }

  public static int xor(int left, int right) {
    return left ^ right;
  }

  public static long xor(long left, long right) {
    return left ^ right;
  }

  public static int shiftLeftSmallint(int value, int distance) {
    return (short) (value << distance);
  }

  public static int shiftLeft(int value, int distance) {
    return value << distance;
  }

  public static long shiftLeft(long value, int distance) {
    return value << distance;
  }

  public static int shiftRight(int value, int distance) {
    return value >> distance;
  }

  public static long shiftRight(long value, int distance) {
    return value >> distance;
  }

  public static int or(int left, int right) {
    return left | right;
  }

  public static long or(long left, long right) {
    return left | right;
  }

  public static int notSmallint(int value) {
    return ~value;
  }

  public static int not(int value) {
    return ~value;
  }

  public static long not(long value) {
    return ~value;
  }

  public static int absSmallint(int value) {
    return value < 0 ? Arithmetic.negateSmallint(value) : value;
  }

  public static int abs(int value) {
    return value < 0 ? Arithmetic.negate(value) : value;
  }

  public static long abs(long value) {
    return value < 0 ? Arithmetic.negate(value) : value;
  }

  public static float abs(float value) {
    return Math.abs(value);
  }

  public static double abs(double value) {
    return Math.abs(value);
  }

  public static BigDecimal abs(BigDecimal value) {
    return value.abs();
  }

  public static double sign(double value) {
    // NaN has the sign 0, as in PostgreSQL
    return value > 0 ? 1 : value < 0 ? -1 : 0;
  }

  public static BigDecimal sign(BigDecimal value) {
    return BigDecimal.valueOf(value.signum());
  }

  // Rounding

  public static double ceil(double value) {
    return Math.ceil(value);
  }

  public static BigDecimal ceil(BigDecimal value) {
    return value.setScale(0, RoundingMode.CEILING);
  }

  public static double floor(double value) {
    return Math.floor(value);
  }

  public static BigDecimal floor(BigDecimal value) {
    return value.setScale(0, RoundingMode.FLOOR);
  }

  /** Half to even. */
  public static double round(double value) {
    return Math.rint(value);
  }

  /** Half away from zero. */
  public static BigDecimal round(BigDecimal value) {
    return value.setScale(0, RoundingMode.HALF_UP);
  }

  /** Half away from zero at a scale, which may be negative. */
  public static BigDecimal round(BigDecimal value, int scale) {
    return atScale(value, scale, RoundingMode.HALF_UP);
  }

  public static double truncate(double value) {
    return value < 0 ? Math.ceil(value) : Math.floor(value);
  }

  public static BigDecimal truncate(BigDecimal value) {
    return value.setScale(0, RoundingMode.DOWN);
  }

  /** Cut at a scale, which may be negative. */
  public static BigDecimal truncate(BigDecimal value, int scale) {
    return atScale(value, scale, RoundingMode.DOWN);
  }

  private static BigDecimal atScale(BigDecimal value, int scale, RoundingMode mode) {
    // PostgreSQL's limits on the scale of ROUND and TRUNC.
    int limited = Math.clamp(scale, -131_073, 16_383);
    if (limited < 0 && -(long) limited > value.precision() - (long) value.scale()) {
      return BigDecimal.ZERO;
    }
    return Decimals.inRange(value.setScale(limited, mode));
  }

  /** Digits after the point. */
  public static int scale(BigDecimal value) {
    return value.scale();
  }

  /** Without trailing zeros after the point. */
  public static BigDecimal trimScale(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Digits after the point that are needed. */
  public static int minScale(BigDecimal value) {
    return trimScale(value).scale();
  }

  // Division

  /** DIV: the quotient cut to an integer. */
  public static BigDecimal div(BigDecimal left, BigDecimal right) {
    if (right.signum() == 0) {
      throw Arithmetic.divisionByZero();
    }
    return left.divideToIntegralValue(right).setScale(0, RoundingMode.DOWN);
  }

  /** Greatest common divisor. */
  public static int gcd(int left, int right) {
    return Conversions.toInteger(euclid(left, right));
  }

  public static long gcd(long left, long right) {
    long result = euclid(left, right);
    if (result < 0) {
      throw Arithmetic.outOfRange("bigint");
    }
    return result;
  }

  private static long euclid(long left, long right) {
    long a = left;
    long b = right;
    while (b != 0) {
      long rest = b == -1 ? 0 : a % b;
      a = b;
      b = rest;
    }
    return a < 0 ? -a : a;
  }

  /** Least common multiple. */
  public static int lcm(int left, int right) {
    return Conversions.toInteger(lcm((long) left, (long) right));
  }

  public static long lcm(long left, long right) {
    return left == 0 || right == 0 ? 0 : abs(Arithmetic.multiply(left / gcd(left, right), right));
  }

  // Powers and logarithms

  public static double sqrt(double value) {
    if (value < 0) {
      throw negativeRoot();
    }
    return Math.sqrt(value);
  }

  static SqlException negativeRoot() {
    return new SqlException(
        ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
        "cannot take square root of a negative number");
  }

  public static double cbrt(double value) {
    return Math.cbrt(value);
  }

  public static double power(double base, double exponent) {
    if (base == 0 && exponent < 0) {
      throw zeroToNegative();
    }
    boolean finite = !Double.isInfinite(base) && !Double.isInfinite(exponent);
    if (base < 0
        && !Double.isInfinite(exponent)
        && Math.rint(exponent) != exponent
        && !Double.isNaN(exponent)) {
      throw negativeToFraction();
    }
    if (base == 1 || exponent == 0) {
      return 1;
    }
    if (base == -1 && Double.isInfinite(exponent)) {
      return 1;
    }
    double result = Arithmetic.checkOverflow(Math.pow(base, exponent), !finite);
    if (result == 0 && base != 0 && finite) {
      throw Arithmetic.underflow();
    }
    return result;
  }

  static SqlException zeroToNegative() {
    return new SqlException(
        ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
        "zero raised to a negative power is undefined");
  }

  static SqlException negativeToFraction() {
    return new SqlException(
        ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
        "a negative number raised to a non-integer power yields a complex result");
  }

  public static double exp(double value) {
    double result = Arithmetic.checkOverflow(Math.exp(value), Double.isInfinite(value));
    if (result == 0 && !Double.isInfinite(value)) {
      throw Arithmetic.underflow();
    }
    return result;
  }

  public static double ln(double value) {
    requirePositive(value == 0 ? 0 : value < 0 ? -1 : 1);
    return Math.log(value);
  }

  /** To base ten. */
  public static double log(double value) {
    requirePositive(value == 0 ? 0 : value < 0 ? -1 : 1);
    return Math.log10(value);
  }

  static void requirePositive(int signum) {
    if (signum <= 0) {
      throw new SqlException(
          ErrorCode.INVALID_ARGUMENT_FOR_LOGARITHM,
          "cannot take logarithm of " + (signum == 0 ? "zero" : "a negative number"));
    }
  }

  // Angles

  public static double pi() {
    return Math.PI;
  }

  public static double degrees(double radians) {
    return Arithmetic.divide(radians, Math.PI / 180);
  }

  public static double radians(double degrees) {
    return Arithmetic.multiply(degrees, Math.PI / 180);
  }

  public static double sin(double angle) {
    return Math.sin(finite(angle));
  }

  public static double cos(double angle) {
    return Math.cos(finite(angle));
  }

  public static double tan(double angle) {
    return Math.tan(finite(angle));
  }

  public static double cot(double angle) {
    return 1 / Math.tan(finite(angle));
  }

  public static double asin(double value) {
    return Math.asin(withinOne(value));
  }

  public static double acos(double value) {
    return Math.acos(withinOne(value));
  }

  public static double atan(double value) {
    return Math.atan(value);
  }

  public static double atan2(double y, double x) {
    return Math.atan2(y, x);
  }

  public static double sinh(double value) {
    return Math.sinh(value);
  }

  public static double cosh(double value) {
    return Math.cosh(value);
  }

  public static double tanh(double value) {
    return Math.tanh(value);
  }

  static double finite(double angle) {
    if (Double.isInfinite(angle)) {
      throw inputOutOfRange();
    }
    return angle;
  }

  static double withinOne(double value) {
    if (value < -1 || value > 1) {
      throw inputOutOfRange();
    }
    return value;
  }

  static SqlException inputOutOfRange() {
    return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
  }

  // Buckets

  /** WIDTH_BUCKET: which of equal ranges a value is in, 0 or count + 1 outside. */
  public static int widthBucket(double value, double low, double high, int count) {
    if (count <= 0) {
      throw bucketError("count must be greater than zero");
    }
    if (Double.isNaN(value) || Double.isNaN(low) || Double.isNaN(high)) {
      throw bucketError("operand, lower bound, and upper bound cannot be NaN");
    }
    if (Double.isInfinite(low) || Double.isInfinite(high)) {
      throw bucketError("lower and upper bounds must be finite");
    }
    if (low == high) {
      throw bucketError("lower bound cannot equal upper bound");
    }
    boolean rising = low < high;
    if (rising ? value < low : value > low) {
      return 0;
    }
    if (rising ? value >= high : value <= high) {
      return Arithmetic.add(count, 1);
    }
    // The ratio of finite differences; halves keep them finite.
    double ratio = (value / 2 - low / 2) / (high / 2 - low / 2);
    return Math.min((int) (count * ratio), count - 1) + 1;
  }

  private static SqlException bucketError(String message) {
    return new SqlException(ErrorCode.INVALID_ARGUMENT_FOR_WIDTH_BUCKET, message);
  }
}
