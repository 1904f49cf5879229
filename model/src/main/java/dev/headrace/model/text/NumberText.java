package dev.headrace.model.text;

import dev.headrace.model.Decimals;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text form of integers, NUMERIC and booleans, read with white space around them. */
public final class NumberText {
  private static final int MAX_QUOTED_BYTES = 4096;

  /** Bytes the longest BIGINT needs. */
  public static final int MAX_LENGTH = 20;

  private static final int MAX_EXPONENT = 200_000;

  private NumberText() {}

  /** Writes an integer and returns the offset after it. */
  public static int write(long value, byte[] target, int offset) {
    long rest = value;
    int at = offset;
    if (rest >= 0) {
      rest = -rest;
    } else {
      target[at++] = '-';
    }
    int digits = 1;
    for (long q = rest / 10; q != 0; q /= 10) {
      digits++;
    }
    int end = at + digits;
    for (int i = end - 1; i >= at; i--) {
      long quotient = rest / 10;
      target[i] = (byte) ('0' + (quotient * 10 - rest));
      rest = quotient;
    }
    return end;
  }

  /** Writes a number below 10 to the given count of digits with leading zeros. */
  static int writePadded(int value, int digits, byte[] target, int offset) {
    int rest = value;
    for (int i = offset + digits - 1; i >= offset; i--) {
      target[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return offset + digits;
  }

  public static int parseSmallint(byte[] bytes, int offset, int length) {
    return (int) parseLong(bytes, offset, length, -(1L << 15), "smallint");
  }

  public static int parseInteger(byte[] bytes, int offset, int length) {
    return (int) parseLong(bytes, offset, length, -(1L << 31), "integer");
  }

  public static long parseBigint(byte[] bytes, int offset, int length) {
    return parseLong(bytes, offset, length, Long.MIN_VALUE, "bigint");
  }

  /** What is too large is so as soon as its digits say it, whatever follows them. */
  private static long parseLong(byte[] bytes, int offset, int length, long min, String type) {
    int end = trimEnd(bytes, offset, offset + length);
    int at = trimStart(bytes, offset, end);
    boolean negative = at < end && bytes[at] == '-';
    if (at < end && (negative || bytes[at] == '+')) {
      at++;
    }
    if (at >= end) {
      throw invalid(bytes, offset, length, type);
    }
    long negated = 0;
    for (; at < end; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        throw invalid(bytes, offset, length, type);
      }
      // With min = -10 q - r, beyond it are -q with a digit above r and all below -q.
      if (negated < min / 10 || (negated == min / 10 && digit > -(min % 10))) {
        throw outOfRange(bytes, offset, length, type);
      }
      negated = negated * 10 - digit;
    }
    if (!negative && negated == min) {
      throw outOfRange(bytes, offset, length, type);
    }
    return negative ? negated : -negated;
  }

  /** The value with the scale as written. NaN and infinities are refused. */
  public static BigDecimal parseNumeric(byte[] bytes, int offset, int length) {
    int end = trimEnd(bytes, offset, offset + length);
    int start = trimStart(bytes, offset, end);
    BigDecimal small = parseShortNumeric(bytes, start, end);
    return small != null ? small : parseLongNumeric(bytes, offset, length, start, end);
  }

  /** Up to eighteen digits without exponent, or null. */
  private static @Nullable BigDecimal parseShortNumeric(byte[] bytes, int start, int end) {
    int at = start < end && bytes[start] == '-' ? start + 1 : start;
    if (end - at > 18 || end == at) {
      return null;
    }
    boolean negative = at > start;
    int point = -1;
    long unscaled = 0;
    for (; at < end; at++) {
      int digit = bytes[at] - '0';
      if (digit >= 0 && digit <= 9) {
        unscaled = unscaled * 10 + digit;
      } else if (bytes[at] == '.' && point < 0) {
        point = at;
      } else {
        return null;
      }
    }
    boolean noDigits = point >= 0 && end - start - (negative ? 1 : 0) == 1;
    return noDigits
        ? null
        : BigDecimal.valueOf(negative ? -unscaled : unscaled, point < 0 ? 0 : end - point - 1);
  }

  private static BigDecimal parseLongNumeric(
      byte[] bytes, int offset, int length, int start, int end) {
    int exponentAt = numericSyntax(bytes, start, end);
    if (exponentAt < 0) {
      throw isSpecial(bytes, start, end)
          ? new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "numeric NaN and infinity are not supported: " + quote(bytes, offset, length))
          : invalid(bytes, offset, length, "numeric");
    }
    if (exponentAt < end) {
      checkExponent(bytes, exponentAt + 1, end, offset, length);
    }
    return Decimals.inRange(
        new BigDecimal(new String(bytes, start, end - start, StandardCharsets.US_ASCII)));
  }

  private static void checkExponent(byte[] bytes, int from, int end, int offset, int length) {
    int at = from + (bytes[from] == '-' || bytes[from] == '+' ? 1 : 0);
    while (at < end - 1 && bytes[at] == '0') {
      at++;
    }
    if (end - at > 6
        || Math.abs(Integer.parseInt(new String(bytes, at, end - at, StandardCharsets.US_ASCII)))
            > MAX_EXPONENT) {
      throw new SqlException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
          "value overflows numeric format: " + quote(bytes, offset, length));
    }
  }

  /** Offset of the exponent's letter, or the end if there is none, or -1 for a syntax error. */
  static int numericSyntax(byte[] bytes, int start, int end) {
    int at = start;
    if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
      at++;
    }
    int wholeEnd = digits(bytes, at, end);
    int digits = wholeEnd - at;
    at = wholeEnd;
    if (at < end && bytes[at] == '.') {
      int fractionEnd = digits(bytes, at + 1, end);
      digits += fractionEnd - at - 1;
      at = fractionEnd;
    }
    if (digits == 0) {
      return -1;
    }
    if (at == end) {
      return end;
    }
    int exponentAt = at;
    if (bytes[at] != 'e' && bytes[at] != 'E') {
      return -1;
    }
    at++;
    if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
      at++;
    }
    int exponentEnd = digits(bytes, at, end);
    return exponentEnd == end && at < end ? exponentAt : -1;
  }

  private static int digits(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private static boolean isSpecial(byte[] bytes, int start, int end) {
    return equalsIgnoreCase(bytes, start, end, "nan") || infinity(bytes, start, end) != 0;
  }

  /** 1, -1 or 0: the sign of an infinity. */
  static int infinity(byte[] bytes, int start, int end) {
    boolean negative = start < end && bytes[start] == '-';
    int at = start < end && (negative || bytes[start] == '+') ? start + 1 : start;
    boolean infinite =
        equalsIgnoreCase(bytes, at, end, "inf") || equalsIgnoreCase(bytes, at, end, "infinity");
    return infinite ? (negative ? -1 : 1) : 0;
  }

  /** A unique prefix of true, false, yes, no, on, off, or 1 or 0; any case. */
  public static boolean parseBoolean(byte[] bytes, int offset, int length) {
    int end = trimEnd(bytes, offset, offset + length);
    int start = trimStart(bytes, offset, end);
    int count = end - start;
    if (isPrefix(bytes, start, end, "true", 1)
        || isPrefix(bytes, start, end, "yes", 1)
        || equalsIgnoreCase(bytes, start, end, "on")
        || (count == 1 && bytes[start] == '1')) {
      return true;
    }
    if (isPrefix(bytes, start, end, "false", 1)
        || isPrefix(bytes, start, end, "no", 1)
        || isPrefix(bytes, start, end, "off", 2)
        || (count == 1 && bytes[start] == '0')) {
      return false;
    }
    throw invalid(bytes, offset, length, "boolean");
  }

  private static boolean isPrefix(byte[] bytes, int start, int end, String word, int atLeast) {
    int count = end - start;
    return count >= atLeast
        && count <= word.length()
        && equalsIgnoreCase(bytes, start, end, word.substring(0, count));
  }

  /** Whether bytes are a word, given in lower case. */
  static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String word) {
    if (end - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      int b = bytes[start + i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static int trimStart(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
    return at;
  }

  static int trimEnd(byte[] bytes, int start, int end) {
    int at = end;
    while (at > start && isSpace(bytes[at - 1])) {
      at--;
    }
    return at;
  }

  /** C's isspace. */
  static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** 22P02. */
  static SqlException invalid(byte[] bytes, int offset, int length, String type) {
    return new SqlException(
        ErrorCode.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type " + type + ": " + quote(bytes, offset, length));
  }

  private static SqlException outOfRange(byte[] bytes, int offset, int length, String type) {
    return new SqlException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
        "value " + quote(bytes, offset, length) + " is out of range for type " + type);
  }

  static String quote(byte[] bytes, int offset, int length) {
    // more than a message shows, and not a copy of a value of many megabytes
    int shown = Math.min(length, MAX_QUOTED_BYTES);
    return SqlException.quote(new String(bytes, offset, shown, StandardCharsets.UTF_8));
  }
}
