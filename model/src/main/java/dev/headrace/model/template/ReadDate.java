package dev.headrace.model.template;

import static dev.headrace.model.Gregorian.MICROS_PER_DAY;
import static dev.headrace.model.Gregorian.MICROS_PER_HOUR;
import static dev.headrace.model.Gregorian.MICROS_PER_MINUTE;
import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.JulianFields;
import java.util.HashMap;
import java.util.Map;

/** What a template found in a text, and the date and time that it means. */
final class ReadDate {
  final Map<String, Integer> values = new HashMap<>();
  int year;
  int yearDigits;
  int zoneSign;
  int fractionDigits = 6;
  boolean twelveHours;
  boolean iso;
  boolean gregorian;

  private final String text;

  ReadDate(String text) {
    this.text = text;
  }

  private int value(String name) {
    return values.getOrDefault(name, 0);
  }

  /** The local time in microseconds from 1970. */
  long micros() {
    long day = date();
    // beyond this a timestamp has no bits for it
    if (Math.abs(day) > Long.MAX_VALUE / MICROS_PER_DAY - 1) {
      throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
    }
    return day * MICROS_PER_DAY + time();
  }

  private SqlException outOfRange() {
    return new SqlException(
        ErrorCode.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
  }

  private long time() {
    int seconds = value("SSSS");
    int second = value("SS") == 0 ? seconds % 60 : value("SS");
    int minute = value("MI") == 0 ? seconds / 60 % 60 : value("MI");
    int hour = value("HH") == 0 ? seconds / 3600 : value("HH");
    if (twelveHours) {
      if (hour < 1 || hour > 12) {
        throw new SqlException(
                ErrorCode.INVALID_DATETIME_FORMAT,
                "hour \"" + hour + "\" is invalid for the 12-hour clock")
            .withHint("Use the 24-hour clock, or give an hour between 1 and 12.");
      }
      hour = hour % 12 + (value("PM") != 0 ? 12 : 0);
    }
    int micros = value("MS") * 1000 + value("US");
    boolean fits =
        isWithin(hour, 24)
            && isWithin(minute, 60)
            && isWithin(second, 60)
            && isWithin(micros, (int) MICROS_PER_SECOND);
    if (!fits) {
      throw outOfRange();
    }
    return rounded(
        hour * MICROS_PER_HOUR + minute * MICROS_PER_MINUTE + second * MICROS_PER_SECOND + micros);
  }

  /** To as many digits of a second as FF asks for. */
  private long rounded(long micros) {
    long unit = 1;
    for (int digits = fractionDigits; digits < 6; digits++) {
      unit *= 10;
    }
    return (micros + unit / 2) / unit * unit;
  }

  private static boolean isWithin(int value, int end) {
    return value >= 0 && value < end;
  }

  /** Days from 1970. */
  long date() {
    int civilYear = civilYear();
    if (value("J") != 0) {
      return LocalDate.MIN.with(JulianFields.JULIAN_DAY, value("J")).toEpochDay();
    }
    int yearDay = value("DDD");
    if (value("WW") != 0) {
      if (iso) {
        // without a day of the week it is the week's Monday
        int weekday = value("D") == 0 ? 1 : (value("D") + 5) % 7 + 1;
        return firstMonday(civilYear) + (value("WW") - 1) * 7L + weekday - 1;
      }
      yearDay = (value("WW") - 1) * 7 + 1;
    }
    int month = value("MM");
    int day = value("W") == 0 ? value("DD") : (value("W") - 1) * 7 + 1;
    day = value("DD") == 0 ? day : value("DD");
    if (yearDay != 0 && (month <= 1 || day <= 1)) {
      return dayOfYear(civilYear, yearDay);
    }
    boolean hasMonth = values.containsKey("MM") && month != 0;
    boolean hasDay = day != 0;
    if ((hasMonth && !(month >= 1 && month <= 12)) || (hasDay && !(day >= 1 && day <= 31))) {
      throw outOfRange();
    }
    int shownMonth = hasMonth ? month : 1;
    int shownDay = hasDay ? day : 1;
    if (hasMonth
        && hasDay
        && year != 0
        && shownDay > YearMonth.of(civilYear, shownMonth).lengthOfMonth()) {
      throw outOfRange();
    }
    return LocalDate.of(civilYear, shownMonth, 1).toEpochDay() + shownDay - 1;
  }

  private long dayOfYear(int civilYear, int yearDay) {
    if (civilYear == 0 && value("BC") == 0) {
      throw new SqlException(
          ErrorCode.INVALID_DATETIME_FORMAT,
          "cannot calculate day of year without year information");
    }
    if (iso) {
      return firstMonday(civilYear) + yearDay - 1;
    }
    if (yearDay < 1 || yearDay > LocalDate.of(civilYear, 1, 1).lengthOfYear()) {
      throw outOfRange();
    }
    return LocalDate.ofYearDay(civilYear, yearDay).toEpochDay();
  }

  /** The first day of an ISO year: the Monday of the week with January 4th. */
  private static long firstMonday(int isoYear) {
    LocalDate fourth = LocalDate.of(isoYear, 1, 4);
    return fourth.toEpochDay() - (fourth.getDayOfWeek().getValue() - 1);
  }

  /** The year, 0 being 1 BC, from its digits and the century. */
  private int civilYear() {
    boolean before = value("BC") != 0;
    int century = before ? -value("CC") : value("CC");
    if (year != 0 && century != 0 && yearDigits <= 2) {
      int short2 = year % 100;
      if (short2 == 0) {
        return century * 100 + (century >= 0 ? 0 : 1);
      }
      return century < 0 ? (century + 1) * 100 - short2 + 1 : short2 + (century - 1) * 100;
    }
    if (year != 0) {
      int signed = before ? -year : year;
      return signed < 0 ? signed + 1 : signed;
    }
    if (century != 0) {
      return century >= 0 ? (century - 1) * 100 + 1 : century * 100 + 1;
    }
    return 0;
  }

  boolean hasZone() {
    return zoneSign != 0;
  }

  /** Seconds east of Greenwich. */
  int offsetSeconds() {
    int hours = value("TZH");
    int minutes = value("TZM");
    if (hours < 0 || hours > 15 || minutes < 0 || minutes >= 60) {
      throw outOfRange();
    }
    return zoneSign * (hours * 3600 + minutes * 60);
  }
}
