package dev.headrace.model.text;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * The text form of REAL and DOUBLE: the shortest digits that read back as the same value, plain
 * from 0.0001 up to 15 digits before the point (6 for REAL), otherwise with an exponent of at least
 * two digits, as PostgreSQL prints with {@code extra_float_digits} 1.
 *
 * <p>The digits come from Java's {@code toString}, which since JDK 19 is shortest too (Giulietti,
 * "The Schubfach way to render doubles") but never gives fewer than two digits; for subnormals,
 * where one can be enough, this is mended here.
 */
public final class FloatText {
  /** Bytes the longest value needs. */
  public static final int MAX_LENGTH = 32;

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long MAX_EXACT = 1L << 53;
  private static final int MAX_EXACT_FLOAT = 1 << 24;

  /** Beyond, a tie would take more digits than are ever shown. */
  private static final float MAX_WITH_TIES = 1e38f;

  /** From here on there is an exponent. */
  private static final long MAX_PLAIN = 1_000_000_000_000_000L;

  private static final int MAX_PLAIN_FLOAT = 1_000_000;

  private FloatText() {}

  /** Writes a value and returns the offset after it. */
  public static int write(double value, byte[] target, int offset) {
    long whole = (long) value;
    // not by the absolute value, which Long.MIN_VALUE has none of
    if (whole == value && whole < MAX_PLAIN && whole > -MAX_PLAIN && isPlainZero(whole, value)) {
      return NumberText.write(whole, target, offset);
    }
    int end = ShortDecimals.write(value, target, offset);
    if (end >= 0) {
      return end;
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value, target, offset);
    }
    String text = Double.toString(value);
    if (Math.abs(value) < Double.MIN_NORMAL && value != 0) {
      text = shorterSubnormal(text, value, s -> Double.parseDouble(s) == value);
    } else if (Math.abs(value) >= MAX_EXACT && Math.abs(value) < MAX_WITH_TIES) {
      text = withoutTie(text, value, Math.ulp(value));
    }
    return layOut(text, 15, target, offset);
  }

  /** Writes a value and returns the offset after it. */
  public static int write(float value, byte[] target, int offset) {
    int whole = (int) value;
    if (whole == value
        && whole < MAX_PLAIN_FLOAT
        && whole > -MAX_PLAIN_FLOAT
        && isPlainZero(whole, value)) {
      return NumberText.write(whole, target, offset);
    }
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      return special(value, target, offset);
    }
    String text = Float.toString(value);
    if (Math.abs(value) < Float.MIN_NORMAL && value != 0) {
      text = shorterSubnormal(text, value, s -> Float.parseFloat(s) == value);
    } else if (Math.abs(value) >= MAX_EXACT_FLOAT && Math.abs(value) < MAX_WITH_TIES) {
      text = withoutTie(text, value, Math.ulp(value));
    }
    return layOut(text, 6, target, offset);
  }

  private static boolean isPlainZero(long whole, double value) {
    return whole != 0 || Double.doubleToRawLongBits(value) == 0;
  }

  private static int special(double value, byte[] target, int offset) {
    String text = Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    return ascii(text, target, offset);
  }

  static int ascii(String text, byte[] target, int offset) {
    for (int i = 0; i < text.length(); i++) {
      target[offset + i] = (byte) text.charAt(i);
    }
    return offset + text.length();
  }

  /** Replaces {@code 4.9E-324} by {@code 5E-324} where one digit is enough. */
  private static String shorterSubnormal(String text, double value, Predicate<String> isSameValue) {
    String shorter = digits(new BigDecimal(value), 1);
    return isSameValue.test(shorter) ? shorter : text;
  }

  /**
   * Gives a digit more where Java's digits lie just between the value and its neighbour. They read
   * back as the value, whose last bit is even, but PostgreSQL does not rely on that.
   */
  private static String withoutTie(String text, double value, double gap) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal tie = new BigDecimal(gap);
    String shown = text;
    for (int count = new BigDecimal(text).stripTrailingZeros().precision() + 1;
        new BigDecimal(shown).subtract(exact).abs().multiply(BigDecimal.TWO).compareTo(tie) == 0;
        count++) {
      shown = digits(exact, count);
    }
    return shown;
  }

  /** A value rounded to some digits, written as Java writes floats. */
  private static String digits(BigDecimal value, int count) {
    BigDecimal rounded = value.round(new MathContext(count, RoundingMode.HALF_EVEN));
    String unscaled = rounded.unscaledValue().toString();
    return unscaled + ".0E" + -rounded.scale();
  }

  /** Lays Java's digits out as PostgreSQL does. */
  private static int layOut(String text, int plainDigits, byte[] target, int offset) {
    int at = offset;
    int from = 0;
    if (text.charAt(0) == '-') {
      target[at++] = '-';
      from = 1;
    }
    int exponentAt = text.indexOf('E');
    int end = exponentAt < 0 ? text.length() : exponentAt;
    int exponent = exponentAt < 0 ? 0 : Integer.parseInt(text.substring(exponentAt + 1));
    int point = text.indexOf('.');
    // Digits without the point, leading and trailing zeros gone, as 0.DIGITS * 10^scale.
    StringBuilder digits = new StringBuilder(20).append(text, from, point);
    digits.append(text, point + 1, end);
    int scale = exponent + point - from;
    int leading = 0;
    while (leading < digits.length() - 1 && digits.charAt(leading) == '0') {
      leading++;
    }
    scale -= leading;
    int last = digits.length();
    while (last > leading + 1 && digits.charAt(last - 1) == '0') {
      last--;
    }
    String significant = digits.substring(leading, last);
    if (significant.equals("0")) {
      target[at++] = '0';
      return at;
    }
    int scientific = scale - 1;
    return scientific >= -4 && scientific < plainDigits
        ? plain(significant, scale, target, at)
        : scientific(significant, scientific, target, at);
  }

  private static int plain(String digits, int scale, byte[] target, int offset) {
    int at = offset;
    if (scale <= 0) {
      at = ascii("0.", target, at);
      for (int i = scale; i < 0; i++) {
        target[at++] = '0';
      }
      return ascii(digits, target, at);
    }
    for (int i = 0; i < Math.max(scale, digits.length()); i++) {
      if (i == scale) {
        target[at++] = '.';
      }
      target[at++] = (byte) (i < digits.length() ? digits.charAt(i) : '0');
    }
    return at;
  }

  private static int scientific(String digits, int exponent, byte[] target, int offset) {
    int at = offset;
    target[at++] = (byte) digits.charAt(0);
    if (digits.length() > 1) {
      target[at++] = '.';
      at = ascii(digits.substring(1), target, at);
    }
    target[at++] = 'e';
    target[at++] = (byte) (exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    return size < 10
        ? NumberText.writePadded(size, 2, target, at)
        : NumberText.write(size, target, at);
  }

  /** Reads a DOUBLE: 22P02 for a syntax error, 22003 beyond the type's range. */
  public static double parseDouble(byte[] bytes, int offset, int length) {
    int end = NumberText.trimEnd(bytes, offset, offset + length);
    int start = NumberText.trimStart(bytes, offset, end);
    double fast = parseExactly(bytes, start, end);
    if (!Double.isNaN(fast)) {
      return fast;
    }
    if (NumberText.numericSyntax(bytes, start, end) < 0) {
      return parseSpecial(bytes, offset, length, start, end, "double precision");
    }
    String text = new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value) || (value == 0 && hasDigit(text))) {
      throw outOfRange(text, "double precision");
    }
    return value;
  }

  /** Reads a REAL: 22P02 for a syntax error, 22003 beyond the type's range. */
  public static float parseFloat(byte[] bytes, int offset, int length) {
    int end = NumberText.trimEnd(bytes, offset, offset + length);
    int start = NumberText.trimStart(bytes, offset, end);
    if (NumberText.numericSyntax(bytes, start, end) < 0) {
      return (float) parseSpecial(bytes, offset, length, start, end, "real");
    }
    String text = new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    float value = Float.parseFloat(text);
    if (Float.isInfinite(value) || (value == 0 && hasDigit(text))) {
      throw outOfRange(text, "real");
    }
    return value;
  }

  /**
   * Reads digits with an optional point if they make an integer below 2^53 and a power of ten that
   * are both exact, so that one division rounds once (Clinger); otherwise gives NaN.
   */
  private static double parseExactly(byte[] bytes, int start, int end) {
    int at = start < end && bytes[start] == '-' ? start + 1 : start;
    if (end - at > 17 || at == end) {
      return Double.NaN;
    }
    int from = at;
    int point = -1;
    long digits = 0;
    for (; at < end; at++) {
      int digit = bytes[at] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
      } else if (bytes[at] == '.' && point < 0) {
        point = at;
      } else {
        return Double.NaN;
      }
    }
    if (digits > MAX_EXACT || (point >= 0 && end - from == 1)) {
      return Double.NaN;
    }
    double value = digits;
    if (point >= 0) {
      value /= POWERS_OF_TEN[end - point - 1];
    }
    return from > start ? -value : value;
  }

  private static double parseSpecial(
      byte[] bytes, int offset, int length, int start, int end, String type) {
    if (NumberText.equalsIgnoreCase(bytes, start, end, "nan")) {
      return Double.NaN;
    }
    return switch (NumberText.infinity(bytes, start, end)) {
      case 1 -> Double.POSITIVE_INFINITY;
      case -1 -> Double.NEGATIVE_INFINITY;
      default -> throw NumberText.invalid(bytes, offset, length, type);
    };
  }

  /** Whether the digits before an exponent are not all zero. */
  private static boolean hasDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
      if (c >= '1' && c <= '9') {
        return true;
      }
    }
    return false;
  }

  private static SqlException outOfRange(String text, String type) {
    return new SqlException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
        SqlException.quote(text) + " is out of range for type " + type);
  }
}
