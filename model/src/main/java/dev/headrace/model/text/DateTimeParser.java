package dev.headrace.model.text;

import static dev.headrace.model.Gregorian.MICROS_PER_DAY;
import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.SqlException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times in the many forms PostgreSQL takes (section 8.5.1, DateStyle MDY): ISO
 * 8601, {@code 1/8/1999}, {@code January 8, 1999}, {@code 08-Jan-1999}, {@code 19990108}, {@code
 * 1999.008}, {@code J2451187}, times with a fraction, AM and PM, zones as offset, name or
 * abbreviation, {@code BC}, {@code epoch}, {@code infinity}, {@code allballs}. Words that mean the
 * current time or day are read if it is told when that is.
 */
final class DateTimeParser extends DateTimeCursor {
  private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final int MAX_DAY_OF_YEAR = 366;

  private boolean hasYear;
  private int year;
  private boolean ofCentury;
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
    super(bytes, offset, length, type);
    this.moment = moment;
    parse();
  }

  int date() {
    if (infinite != 0) {
      return infinite > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    }
    return epoch ? 0 : (int) day();
  }

  long time() {
    boolean needsDay = zone != null && !zone.getRules().isFixedOffset();
    if (!hasTime || relativeDay || needsDay && !hasYear) {
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
    int whole = !ofCentury || beforeChrist ? year : year < 70 ? 2000 + year : 1900 + year;
    long astronomical = beforeChrist ? 1L - whole : whole;
    if (whole == 0
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
    boolean alone = !hasTime && !hasYear && month == 0 && dayOfMonth == 0;
    if (type.equals("time") && alone && (digits == 6 || digits == 4 && isAlone(next))) {
      clock(readDigits(2), readDigits(2), digits == 6 ? readDigits(2) : 0);
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

  private static boolean isAlone(byte next) {
    return next != '-' && next != '/' && next != '.';
  }

  /** The day or the year beside the name of a month, or month, day and year in their order. */
  private void loneNumber(int digits) {
    if (digits > 7) {
      throw syntaxError();
    }
    int value = readDigits(digits);
    if (dayOfMonth == 0 && digits <= 2) {
      dayOfMonth = value;
      // Jan-08-1999
      at += month != 0 && !hasYear && at < end && bytes[at] == '-' ? 1 : 0;
    } else if (month == 0 && digits <= 2) {
      month = dayOfMonth;
      dayOfMonth = value;
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
    if (firstDigits > 2 && secondDigits == 3 && (at >= end || bytes[at] != separator)) {
      dayOfYear(first, second);
      return;
    }
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

  private void dayOfYear(int yearOfDay, int number) {
    if (number < 1 || number > MAX_DAY_OF_YEAR) {
      throw syntaxError();
    }
    setDay(Gregorian.day(yearOfDay, 1, 1) + number - 1);
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
    year = value;
    ofCentury = digits <= 2;
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
      case "j", "jd", "julian" -> julianDay();
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
        int named = DateWords.month(word);
        if (named > 0 && month == 0) {
          month = named;
          if (at < end && (bytes[at] == '-' || bytes[at] == '.')) {
            at++;
          }
        } else if (!DateWords.isWeekday(word)) {
          at = start;
          zoneName();
        }
      }
    }
  }

  private void now() {
    setDay(Math.floorDiv(localMicros(), MICROS_PER_DAY));
    time(Math.floorMod(localMicros(), MICROS_PER_DAY));
    isNow = true;
  }

  private void relativeDay(int distance) {
    setDay(Math.floorDiv(localMicros(), MICROS_PER_DAY) + distance);
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

  private void julianDay() {
    skipBlanks();
    setDay((long) readDigits(countDigits()) - JULIAN_DAY_OF_EPOCH);
  }

  private void setDay(long day) {
    if (hasYear || month != 0 || dayOfMonth != 0) {
      throw syntaxError();
    }
    long civil = Gregorian.civil(day);
    hasYear = true;
    beforeChrist = Gregorian.year(civil) <= 0;
    year = beforeChrist ? 1 - Gregorian.year(civil) : Gregorian.year(civil);
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
    int month = DateWords.month(word);
    if (month == 0) {
      throw syntaxError();
    }
    return month;
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
}
