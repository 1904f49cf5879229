package dev.headrace.model.function;

import dev.headrace.model.Decimals;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The operators {@code + - * / %} and negation on numbers. Integers overflow with 22003 and divide
 * towards zero; division by zero is 22012 for every type; floats overflow and underflow with 22003.
 * NUMERIC results have the scale that PostgreSQL gives them.
 */
public final class Arithmetic {
  /** Digits PostgreSQL promises at least in an inexact NUMERIC result. */
  static final int MIN_SIGNIFICANT_DIGITS = 16;

  /** Most digits after the point of an inexact NUMERIC result. */
  static final int MAX_RESULT_SCALE = 1_000;

  private Arithmetic() {}

  // SMALLINT

  public static int addSmallint(int left, int right) {
    return smallint(left + right);
  }

  public static int subtractSmallint(int left, int right) {
    return smallint(left - right);
  }

  public static int multiplySmallint(int left, int right) {
    return smallint(left * right);
  }

  public static int divideSmallint(int left, int right) {
    return smallint(divide(left, right));
  }

  public static int remainderSmallint(int left, int right) {
    return remainder(left, right);
  }

  public static int negateSmallint(int value) {
    return smallint(-value);
  }

  private static int smallint(int value) {
    if (value != (short) value) {
      throw outOfRange("smallint");
    }
    return value;
  }

  // INTEGER

  public static int add(int left, int right) {
    int sum = left + right;
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw outOfRange("integer");
    }
    return sum;
  }

  public static int subtract(int left, int right) {
    int difference = left - right;
    if (((left ^ right) & (left ^ difference)) < 0) {
      throw outOfRange("integer");
    }
    return difference;
  }

  public static int multiply(int left, int right) {
    long product = (long) left * right;
    if (product != (int) product) {
      throw outOfRange("integer");
    }
    return (int) product;
  }

  public static int divide(int left, int right) {
    if (right == 0) {
      throw divisionByZero();
    }
    if (right == -1) {
      return negate(left);
    }
    return left / right;
  }

  public static int remainder(int left, int right) {
    if (right == 0) {
      throw divisionByZero();
    }
    return left % right;
  }

  public static int negate(int value) {
    if (value == Integer.MIN_VALUE) {
      throw outOfRange("integer");
    }
    return -value;
  }

  // BIGINT

  public static long add(long left, long right) {
    long sum = left + right;
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw outOfRange("bigint");
    }
    return sum;
  }

  public static long subtract(long left, long right) {
    long difference = left - right;
    if (((left ^ right) & (left ^ difference)) < 0) {
      throw outOfRange("bigint");
    }
    return difference;
  }

  public static long multiply(long left, long right) {
    long low = left * right;
    if (Math.multiplyHigh(left, right) != low >> 63) {
      throw outOfRange("bigint");
    }
    return low;
  }

  public static long divide(long left, long right) {
    if (right == 0) {
      throw divisionByZero();
    }
    if (right == -1) {
      return negate(left);
    }
    return left / right;
  }

  public static long remainder(long left, long right) {
    if (right == 0) {
      throw divisionByZero();
    }
    return left % right;
  }

  public static long negate(long value) {
    if (value == Long.MIN_VALUE) {
      throw outOfRange("bigint");
    }
    return -value;
  }

  // REAL

  public static float add(float left, float right) {
    return checkOverflow(left + right, Float.isInfinite(left) || Float.isInfinite(right));
  }

  public static float subtract(float left, float right) {
    return checkOverflow(left - right, Float.isInfinite(left) || Float.isInfinite(right));
  }

  public static float multiply(float left, float right) {
    float product = checkOverflow(left * right, Float.isInfinite(left) || Float.isInfinite(right));
    if (product == 0 && left != 0 && right != 0) {
      throw underflow();
    }
    return product;
  }

  public static float divide(float left, float right) {
    if (right == 0 && !Float.isNaN(left)) {
      throw divisionByZero();
    }
    float quotient = checkOverflow(left / right, Float.isInfinite(left));
    if (quotient == 0 && left != 0 && !Float.isInfinite(right)) {
      throw underflow();
    }
    return quotient;
  }

  public static float negate(float value) {
    return -value;
  }

  private static float checkOverflow(float result, boolean infiniteOperand) {
    if (Float.isInfinite(result) && !infiniteOperand) {
      throw overflow();
    }
    return result;
  }

  // DOUBLE

  public static double add(double left, double right) {
    return checkOverflow(left + right, Double.isInfinite(left) || Double.isInfinite(right));
  }

  public static double subtract(double left, double right) {
    return checkOverflow(left - right, Double.isInfinite(left) || Double.isInfinite(right));
  }

  public static double multiply(double left, double right) {
    double product =
        checkOverflow(left * right, Double.isInfinite(left) || Double.isInfinite(right));
    if (product == 0 && left != 0 && right != 0) {
      throw underflow();
    }
    return product;
  }

  public static double divide(double left, double right) {
    if (right == 0 && !Double.isNaN(left)) {
      throw divisionByZero();
    }
    double quotient = checkOverflow(left / right, Double.isInfinite(left));
    if (quotient == 0 && left != 0 && !Double.isInfinite(right)) {
      throw underflow();
    }
    return quotient;
  }

  public static double negate(double value) {
    return -value;
  }

  static double checkOverflow(double result, boolean infiniteOperand) {
    if (Double.isInfinite(result) && !infiniteOperand) {
      throw overflow();
    }
    return result;
  }

  // NUMERIC

  public static BigDecimal add(BigDecimal left, BigDecimal right) {
    return Decimals.inRange(left.add(right));
  }

  public static BigDecimal subtract(BigDecimal left, BigDecimal right) {
    return Decimals.inRange(left.subtract(right));
  }

  public static BigDecimal multiply(BigDecimal left, BigDecimal right) {
    return Decimals.inRange(left.multiply(right));
  }

  /** Rounded half away from zero at the scale of {@link #quotientScale}. */
  public static BigDecimal divide(BigDecimal left, BigDecimal right) {
    if (right.signum() == 0) {
      throw divisionByZero();
    }
    return Decimals.inRange(left.divide(right, quotientScale(left, right), RoundingMode.HALF_UP));
  }

  public static BigDecimal remainder(BigDecimal left, BigDecimal right) {
    if (right.signum() == 0) {
      throw divisionByZero();
    }
    int scale = Math.max(left.scale(), right.scale());
    return left.remainder(right).setScale(scale, RoundingMode.UNNECESSARY);
  }

  public static BigDecimal negate(BigDecimal value) {
    return value.negate();
  }

  /**
   * PostgreSQL's rule for a quotient ({@code select_div_scale} in numeric.c): at least sixteen
   * significant digits, estimated from the operands' leading digits in base 10,000, and no fewer
   * digits after the point than either operand has.
   */
  static int quotientScale(BigDecimal left, BigDecimal right) {
    int quotientWeight = weight(left) - weight(right);
    if (leadingDigit(left) <= leadingDigit(right)) {
      quotientWeight--;
    }
    return resultScale(
        MIN_SIGNIFICANT_DIGITS - quotientWeight * 4, Math.max(left.scale(), right.scale()));
  }

  /** A scale for an inexact result within its limits. */
  static int resultScale(int wanted, int operandScale) {
    return Math.min(MAX_RESULT_SCALE, Math.max(0, Math.max(wanted, operandScale)));
  }

  /** Position of the leading digit in base 10,000; 0 for units. */
  static int weight(BigDecimal value) {
    return value.signum() == 0 ? 0 : Math.floorDiv(exponent(value), 4);
  }

  /** Position of the leading decimal digit; 0 for units. */
  static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  /** The leading digit in base 10,000. */
  static int leadingDigit(BigDecimal value) {
    return value
        .abs()
        .movePointLeft(4 * weight(value))
        .setScale(0, RoundingMode.DOWN)
        .intValueExact();
  }

  static SqlException outOfRange(String type) {
    return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, type + " out of range");
  }

  static SqlException overflow() {
    return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
  }

  static SqlException underflow() {
    return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
  }

  static SqlException divisionByZero() {
    return new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
  }
}
