package dev.headrace.model.text;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A place in the text of a date or time: reads digits and words there. */
abstract class DateTimeCursor {
  final byte[] bytes;
  final int end;
  final String type;
  int at;
  private final int offset;
  private final int length;

  /**
   * @param type that errors name
   */
  DateTimeCursor(byte[] bytes, int offset, int length, String type) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.end = offset + length;
    this.type = type;
    this.at = offset;
  }

  final boolean skipBlanks() {
    while (at < end && (NumberText.isSpace(bytes[at]) || bytes[at] == ',')) {
      at++;
    }
    return at < end;
  }

  final int countDigits() {
    int i = at;
    while (i < end && isDigit(bytes[i])) {
      i++;
    }
    return i - at;
  }

  final int readDigits(int digits) {
    if (digits == 0 || digits > 9) {
      throw syntaxError();
    }
    int value = 0;
    for (int i = 0; i < digits; i++) {
      value = value * 10 + bytes[at++] - '0';
    }
    return value;
  }

  final String readWord() {
    int start = at;
    while (at < end && isLetter(bytes[at])) {
      at++;
    }
    return new String(bytes, start, at - start, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  final SqlException syntaxError() {
    return new SqlException(
        ErrorCode.INVALID_DATETIME_FORMAT,
        "invalid input syntax for type " + type + ": " + quoted());
  }

  final SqlException fieldOutOfRange() {
    return new SqlException(
        ErrorCode.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: " + quoted());
  }

  final String quoted() {
    return NumberText.quote(bytes, offset, length);
  }
}
