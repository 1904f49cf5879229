package dev.headrace.model.function;

import dev.headrace.model.Decimals;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.FloatText;
import dev.headrace.model.text.NumberText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Casts between numbers and booleans, and between them and text. What does not fit is 22003, what
 * cannot be read 22P02. NUMERIC rounds half away from zero, floats half to even, as in PostgreSQL.
 */
public final class Conversions {
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final Slice TRUE = Slice.of("true");
  private static final Slice FALSE = Slice.of("false");

  private Conversions() {}

  // To integers

  public static int toInteger(boolean value) {
    return value ? 1 : 0;
  }

  public static int toSmallint(int value) {
    if (value != (short) value) {
      throw Arithmetic.outOfRange("smallint");
    }
    return value;
  }

  public static int toSmallint(long value) {
    if (value != (short) value) {
      throw Arithmetic.outOfRange("smallint");
    }
    return (int) value;
  }

  public static int toSmallint(double value) {
    double rounded = Math.rint(value);
    if (!(rounded >= Short.MIN_VALUE && rounded <= Short.MAX_VALUE)) {
      throw Arithmetic.outOfRange("smallint");
    }
    return (int) rounded;
  }

  public static int toSmallint(float value) {
    return toSmallint((double) value);
  }

  public static int toSmallint(BigDecimal value) {
    BigDecimal rounded = value.setScale(0, RoundingMode.HALF_UP);
    if (!fitsLong(rounded) || rounded.longValue() != (short) rounded.longValue()) {
      throw Arithmetic.outOfRange("smallint");
    }
    return (int) rounded.longValue();
  }

  public static int toSmallint(Slice text) {
    return NumberText.parseSmallint(text.base(), text.offset(), text.length());
  }

  public static int toInteger(int value) {
    return value;
  }

  public static int toInteger(long value) {
    if (value != (int) value) {
      throw Arithmetic.outOfRange("integer");
    }
    return (int) value;
  }

  public static int toInteger(double value) {
    double rounded = Math.rint(value);
    if (!(rounded >= Integer.MIN_VALUE && rounded <= Integer.MAX_VALUE)) {
      throw Arithmetic.outOfRange("integer");
    }
    return (int) rounded;
  }

  public static int toInteger(float value) {
    return toInteger((double) value);
  }

  public static int toInteger(BigDecimal value) {
    BigDecimal rounded = value.setScale(0, RoundingMode.HALF_UP);
    if (!fitsLong(rounded) || rounded.longValue() != (int) rounded.longValue()) {
      throw Arithmetic.outOfRange("integer");
    }
    return (int) rounded.longValue();
  }

  public static int toInteger(Slice text) {
    return NumberText.parseInteger(text.base(), text.offset(), text.length());
  }

  public static long toBigint(int value) {
    return value;
  }

  public static long toBigint(double value) {
    double rounded = Math.rint(value);
    if (!(rounded >= -0x1p63 && rounded < 0x1p63)) {
      throw Arithmetic.outOfRange("bigint");
    }
    return (long) rounded;
  }

  public static long toBigint(float value) {
    return toBigint((double) value);
  }

  public static long toBigint(BigDecimal value) {
    BigDecimal rounded = value.setScale(0, RoundingMode.HALF_UP);
    if (!fitsLong(rounded)) {
      throw Arithmetic.outOfRange("bigint");
    }
    return rounded.longValue();
  }

  public static long toBigint(Slice text) {
    return NumberText.parseBigint(text.base(), text.offset(), text.length());
  }

  private static boolean fitsLong(BigDecimal value) {
    return value.compareTo(MIN_LONG) >= 0 && value.compareTo(MAX_LONG) <= 0;
  }

  // To floats

  public static float toReal(int value) {
    return value;
  }

  public static float toReal(long value) {
    return value;
  }

  public static float toReal(double value) {
    float result = (float) value;
    if (Float.isInfinite(result) && !Double.isInfinite(value)) {
      throw Arithmetic.overflow();
    }
    if (result == 0 && value != 0) {
      throw Arithmetic.underflow();
    }
    return result;
  }

  public static float toReal(BigDecimal value) {
    float result = value.floatValue();
    if (Float.isInfinite(result) || (result == 0 && value.signum() != 0)) {
      throw new SqlException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
          SqlException.quote(value.toPlainString()) + " is out of range for type real");
    }
    return result;
  }

  public static float toReal(Slice text) {
    return FloatText.parseFloat(text.base(), text.offset(), text.length());
  }

  public static double toDouble(int value) {
    return value;
  }

  public static double toDouble(long value) {
    return value;
  }

  public static double toDouble(float value) {
    return value;
  }

  public static double toDouble(BigDecimal value) {
    double result = value.doubleValue();
    if (Double.isInfinite(result) || (result == 0 && value.signum() != 0)) {
      throw new SqlException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
          SqlException.quote(value.toPlainString()) + " is out of range for type double precision");
    }
    return result;
  }

  public static double toDouble(Slice text) {
    return FloatText.parseDouble(text.base(), text.offset(), text.length());
  }

  // To NUMERIC

  public static BigDecimal toNumeric(int value) {
    return BigDecimal.valueOf(value);
  }

  public static BigDecimal toNumeric(long value) {
    return BigDecimal.valueOf(value);
  }

  /** Six significant digits, as PostgreSQL's cast. */
  public static BigDecimal toNumeric(float value) {
    return significantDigits(value, 6);
  }

  /** Fifteen significant digits, as PostgreSQL's cast. */
  public static BigDecimal toNumeric(double value) {
    return significantDigits(value, 15);
  }

  private static BigDecimal significantDigits(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "numeric NaN and infinity are not supported");
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded =
        exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  public static BigDecimal toNumeric(Slice text) {
    return NumberText.parseNumeric(text.base(), text.offset(), text.length());
  }

  /**
   * NUMERIC(precision, scale): rounds to the scale.
   *
   * @throws SqlException 22003 if too many digits stand before the point
   */
  public static BigDecimal toNumeric(BigDecimal value, int precision, int scale) {
    BigDecimal rounded =
        value.scale() == scale ? value : value.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.precision() > precision && rounded.signum() != 0) {
      throw fieldOverflow(precision, scale);
    }
    return rounded;
  }

  private static SqlException fieldOverflow(int precision, int scale) {
    int digits = precision - scale;
    return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow")
        .withDetail(
            "A field with precision %d, scale %d must round to an absolute value less than %s%s."
                .formatted(precision, scale, digits > 0 ? "10^" : "", digits > 0 ? digits : "1"));
  }

  // To BOOLEAN

  public static boolean toBoolean(int value) {
    return value != 0;
  }

  public static boolean toBoolean(Slice text) {
    return NumberText.parseBoolean(text.base(), text.offset(), text.length());
  }

  // To text

  public static Slice toText(boolean value, Slice out) {
    return out.set(value ? TRUE : FALSE);
  }

  public static Slice toText(int value, Slice out) {
    return out.own(NumberText.write(value, out.buffer(NumberText.MAX_LENGTH), 0));
  }

  public static Slice toText(long value, Slice out) {
    return out.own(NumberText.write(value, out.buffer(NumberText.MAX_LENGTH), 0));
  }

  public static Slice toText(float value, Slice out) {
    return out.own(FloatText.write(value, out.buffer(FloatText.MAX_LENGTH), 0));
  }

  public static Slice toText(double value, Slice out) {
    return out.own(FloatText.write(value, out.buffer(FloatText.MAX_LENGTH), 0));
  }

  public static Slice toText(BigDecimal value, Slice out) {
    if (value.precision() <= 18 && value.scale() == 0) {
      return toText(value.longValue(), out);
    }
    return ascii(Decimals.inRange(value).toPlainString(), out);
  }

  static Slice ascii(String text, Slice out) {
    byte[] target = out.buffer(text.length());
    for (int i = 0; i < text.length(); i++) {
      target[i] = (byte) text.charAt(i);
    }
    return out.own(text.length());
  }
}
