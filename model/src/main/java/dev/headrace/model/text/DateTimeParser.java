package dev.headrace.model.text;

import static dev.headrace.model.Gregorian.MICROS_PER_DAY;
import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.SqlException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times in the many forms PostgreSQL takes (section 8.5.1, DateStyle MDY): ISO
 * 8601, {@code 1/8/1999}, {@code January 8, 1999}, {@code 08-Jan-1999}, {@code 19990108}, times
 * with a fraction, AM and PM, zones as offset, name or abbreviation, {@code BC}, {@code epoch},
 * {@code infinity}, {@code allballs}. Words that mean the current time or day are read if it is
 * told when that is.
 */
final class DateTimeParser {
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String WEEKDAYS = "sunmontuewedthufrisat";

  private final byte[] bytes;
  private final int offset;
  private final int length;
  private final int end;
  private final String type;
  private int at;

  private boolean hasYear;
  private int year;
  private int month;
  private int dayOfMonth;
  private boolean beforeChrist;
  private boolean hasTime;
  private long timeMicros;
  private @Nullable ZoneId zone;
  private int infinite;
  private final @Nullable Moment moment;
  private boolean relativeDay;
  private boolean isNow;
  private boolean epoch;

  /**
   * @param moment when and where it is read; null if words that depend on that are refused
   */
  DateTimeParser(byte[] bytes, int offset, int length, String type, @Nullable Moment moment) {
    this.moment = moment;
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.end = offset + length;
    this.type = type;
    this.at = offset;
    parse();
  }

  int date() {
    if (infinite != 0) {
      return infinite > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    }
    return epoch ? 0 : (int) day();
  }

  long time() {
    if (!hasTime || relativeDay) {
      throw syntaxError();
    }
    return timeMicros;
  }

  long timestamp() {
    if (infinite != 0) {
      return infinite > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    if (epoch) {
      return 0;
    }
    long day = day();
    long micros = day * MICROS_PER_DAY + timeMicros;
    if (Math.multiplyHigh(day, MICROS_PER_DAY) != (day * MICROS_PER_DAY) >> 63
        || (day > 0 && micros < 0)
        || micros == Long.MAX_VALUE // which is infinity
        || micros < Gregorian.MIN_TIMESTAMP) {
      throw new SqlException(
          ErrorCode.DATETIME_FIELD_OVERFLOW, "timestamp out of range: " + quoted());
    }
    return micros;
  }

  long timestamptz(ZoneId sessionZone) {
    long local = timestamp();
    if (isNow && moment != null) {
      return moment.micros();
    }
    return epoch ? 0 : TimeZones.toUtc(local, zone == null ? sessionZone : zone);
  }

  private long day() {
    if (!hasYear || month == 0 || dayOfMonth == 0) {
      throw syntaxError();
    }
    long astronomical = beforeChrist ? 1L - year : year;
    if (year == 0
        || month > 12
        || dayOfMonth > Gregorian.daysInMonth(astronomical, Math.min(month, 12))) {
      throw fieldOutOfRange();
    }
    long day = Gregorian.day(astronomical, month, dayOfMonth);
    if (day < Gregorian.MIN_DAY || day > Gregorian.MAX_DAY) {
      throw new SqlException(
          ErrorCode.DATETIME_FIELD_OVERFLOW, type + " out of range: " + quoted());
    }
    return day;
  }

  private void parse() {
    boolean any = false;
    while (skipBlanks()) {
      any = true;
      byte b = bytes[at];
      if (isDigit(b)) {
        number();
      } else if (isLetter(b)) {
        word();
      } else if (b == '+' || b == '-') {
        signed();
      } else {
        throw syntaxError();
      }
    }
    if (!any) {
      throw syntaxError();
    }
  }

  private boolean skipBlanks() {
    while (at < end && (NumberText.isSpace(bytes[at]) || bytes[at] == ',')) {
      at++;
    }
    return at < end;
  }

  private void signed() {
    if (at + 1 < end && isLetter(bytes[at + 1])) {
      boolean negative = bytes[at++] == '-';
      if (!readWord().equals("infinity")) {
        throw syntaxError();
      }
      infinite = negative ? -1 : 1;
    } else if (hasTime || hasYear) {
      zone = offset();
    } else {
      throw syntaxError();
    }
  }

  private void number() {
    int digits = countDigits();
    byte next = at + digits < end ? bytes[at + digits] : 0;
    if (next == ':') {
      hourMinuteSecond();
      return;
    }
    boolean dateFollows =
        !hasYear && month == 0 && dayOfMonth == 0 && (next == '-' || next == '/' || next == '.');
    if (dateFollows && at + digits + 1 < end) {
      separatedDate(digits, next);
    } else if (digits == 8 && !hasYear && month == 0) {
      year(readDigits(4), 4);
      month = readDigits(2);
      dayOfMonth = readDigits(2);
    } else if (digits == 6 && !hasYear && month == 0) {
      year(readDigits(2), 2);
      month = readDigits(2);
      dayOfMonth = readDigits(2);
    } else if (digits == 6 && hasYear && !hasTime) {
      clock(readDigits(2), readDigits(2), readDigits(2));
    } else {
      loneNumber(digits);
    }
  }

  /** The day or the year beside the name of a month. */
  private void loneNumber(int digits) {
    if (digits > 7) {
      throw syntaxError();
    }
    int value = readDigits(digits);
    if (dayOfMonth == 0 && digits <= 2) {
      dayOfMonth = value;
      // Jan-08-1999
      at += month != 0 && !hasYear && at < end && bytes[at] == '-' ? 1 : 0;
    } else if (!hasYear) {
      year(value, digits);
    } else {
      throw syntaxError();
    }
  }

  /** Three parts with one separator, the month as a number or a name. */
  private void separatedDate(int firstDigits, byte separator) {
    int first = readDigits(firstDigits);
    at++;
    boolean named = at < end && isLetter(bytes[at]);
    int secondDigits = named ? 0 : countDigits();
    int second = named ? monthOf(readWord()) : readDigits(secondDigits);
    if (at >= end || bytes[at] != separator) {
      throw syntaxError();
    }
    at++;
    int thirdDigits = countDigits();
    int third = readDigits(thirdDigits);
    if (firstDigits >= 3) {
      year(first, firstDigits);
      month = second;
      dayOfMonth = third;
    } else {
      month = named ? second : first;
      dayOfMonth = named ? first : second;
      year(third, thirdDigits);
    }
    if (month == 0 || dayOfMonth == 0 || month > 12) {
      throw fieldOutOfRange();
    }
    skipDateTimeLetter();
  }

  /** The T between date and time of ISO 8601. */
  private void skipDateTimeLetter() {
    if (at + 1 < end && (bytes[at] == 'T' || bytes[at] == 't') && isDigit(bytes[at + 1])) {
      at++;
    }
  }

  private void year(int value, int digits) {
    if (hasYear) {
      throw syntaxError();
    }
    hasYear = true;
    year = digits > 2 ? value : value < 70 ? 2000 + value : 1900 + value;
  }

  private void hourMinuteSecond() {
    int hour = readDigits(countDigits());
    at++;
    int minute = readDigits(countDigits());
    int second = 0;
    if (at < end && bytes[at] == ':') {
      at++;
      second = readDigits(countDigits());
    }
    clock(hour, minute, second);
  }

  private void clock(int hour, int minute, int second) {
    if (hasTime) {
      throw syntaxError();
    }
    hasTime = true;
    long fraction = at < end && bytes[at] == '.' ? fractionMicros() : 0;
    int shown = hour;
    int save = at;
    if (skipBlanks() && isLetter(bytes[at])) {
      int wordAt = at;
      String word = readWord();
      if (word.equals("am") || word.equals("pm")) {
        if (hour > 12) {
          throw fieldOutOfRange();
        }
        shown = hour % 12 + (word.equals("pm") ? 12 : 0);
      } else {
        at = wordAt;
      }
    } else {
      at = save;
    }
    if (minute > 59 || second > 60 || shown > 24) {
      throw fieldOutOfRange();
    }
    timeMicros = ((shown * 60L + minute) * 60 + second) * MICROS_PER_SECOND + fraction;
    if (timeMicros > MICROS_PER_DAY) {
      throw fieldOutOfRange();
    }
  }

  /** Digits after the point, rounded to microseconds. */
  private long fractionMicros() {
    at++;
    int digits = countDigits();
    if (digits == 0) {
      return 0;
    }
    String text = new String(bytes, at, digits, StandardCharsets.US_ASCII);
    at += digits;
    return (long) Math.rint(Double.parseDouble("0." + text) * 1e6);
  }

  private void word() {
    int start = at;
    String word = readWord();
    switch (word) {
      case "bc" -> beforeChrist = true;
      case "ad", "at", "on", "t" -> {}
      case "epoch" -> epoch = true;
      case "now" -> now();
      case "today" -> relativeDay(0);
      case "tomorrow" -> relativeDay(1);
      case "yesterday" -> relativeDay(-1);
      case "allballs" -> {
        time(0);
        zone = ZoneOffset.UTC;
      }
      case "infinity" -> infinite = 1;
      default -> {
        int named = word.length() >= 3 ? prefixIndex(MONTHS, word) : -1;
        if (named >= 0 && month == 0) {
          month = named + 1;
          if (at < end && (bytes[at] == '-' || bytes[at] == '.')) {
            at++;
          }
        } else if (word.length() < 3 || prefixIndex(WEEKDAYS, word) < 0) {
          at = start;
          zoneName();
        }
      }
    }
  }

  private void now() {
    setDay(localMicros(), 0);
    time(Math.floorMod(localMicros(), MICROS_PER_DAY));
    isNow = true;
  }

  private void relativeDay(int distance) {
    setDay(localMicros(), distance);
    relativeDay = true;
  }

  private long localMicros() {
    if (moment == null) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "the current time as text is supported in constants only: " + quoted())
          .withHint("Use now(), localtimestamp or current_date.");
    }
    return TimeZones.toLocal(moment.micros(), moment.zone());
  }

  private void setDay(long local, int distance) {
    if (hasYear || month != 0 || dayOfMonth != 0) {
      throw syntaxError();
    }
    long civil = Gregorian.civil(Math.floorDiv(local, MICROS_PER_DAY) + distance);
    hasYear = true;
    year = Gregorian.year(civil);
    month = Gregorian.month(civil);
    dayOfMonth = Gregorian.dayOfMonth(civil);
  }

  private void time(long micros) {
    if (hasTime) {
      throw syntaxError();
    }
    hasTime = true;
    timeMicros = micros;
  }

  private int monthOf(String word) {
    int index = word.length() < 3 ? -1 : prefixIndex(MONTHS, word);
    if (index < 0) {
      throw syntaxError();
    }
    return index + 1;
  }

  /** Index of a month or weekday by its abbreviation or whole name. */
  private static int prefixIndex(String abbreviations, String word) {
    int index = abbreviations.indexOf(word.substring(0, 3));
    if (index < 0 || index % 3 != 0) {
      return -1;
    }
    String whole =
        abbreviations.equals(MONTHS)
            ? java.time.Month.of(index / 3 + 1).name()
            : java.time.DayOfWeek.of((index / 3 + 6) % 7 + 1).name();
    return whole.toLowerCase(Locale.ROOT).startsWith(word) ? index / 3 : -1;
  }

  private void zoneName() {
    int start = at;
    while (at < end && !NumberText.isSpace(bytes[at]) && bytes[at] != ',') {
      at++;
    }
    String name = new String(bytes, start, at - start, StandardCharsets.UTF_8);
    zone = hasTime || hasYear ? TimeZones.find(name) : null;
    if (zone == null) {
      if (name.indexOf('/') > 0) {
        throw new SqlException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "time zone " + SqlException.quote(name) + " not recognized");
      }
      throw syntaxError();
    }
  }

  /** An offset to the east: +h, +hh, +hhmm, +hh:mm, +hh:mm:ss. */
  private ZoneId offset() {
    boolean negative = bytes[at++] == '-';
    int digits = countDigits();
    if (digits == 0 || digits > 6) {
      throw syntaxError();
    }
    int hours = readDigits(digits <= 2 ? digits : digits - (digits >= 5 ? 4 : 2));
    int minutes = digits > 2 ? readDigits(2) : colonPart();
    int seconds = digits >= 5 ? readDigits(2) : colonPart();
    if (hours > 15 || minutes > 59 || seconds > 59) {
      throw new SqlException(
          ErrorCode.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
          "time zone displacement out of range: " + quoted());
    }
    int total = hours * 3600 + minutes * 60 + seconds;
    return ZoneOffset.ofTotalSeconds(negative ? -total : total);
  }

  private int colonPart() {
    if (at + 2 < end && bytes[at] == ':' && isDigit(bytes[at + 1]) && isDigit(bytes[at + 2])) {
      at++;
      return readDigits(2);
    }
    return 0;
  }

  private int countDigits() {
    int i = at;
    while (i < end && isDigit(bytes[i])) {
      i++;
    }
    return i - at;
  }

  private int readDigits(int digits) {
    if (digits == 0 || digits > 9) {
      throw syntaxError();
    }
    int value = 0;
    for (int i = 0; i < digits; i++) {
      value = value * 10 + bytes[at++] - '0';
    }
    return value;
  }

  private String readWord() {
    int start = at;
    while (at < end && isLetter(bytes[at])) {
      at++;
    }
    return new String(bytes, start, at - start, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private SqlException syntaxError() {
    return new SqlException(
        ErrorCode.INVALID_DATETIME_FORMAT,
        "invalid input syntax for type " + type + ": " + quoted());
  }

  private SqlException fieldOutOfRange() {
    return new SqlException(
        ErrorCode.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: " + quoted());
  }

  private String quoted() {
    return NumberText.quote(bytes, offset, length);
  }
}
