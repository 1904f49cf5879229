package dev.headrace.model.function;

import static dev.headrace.model.Gregorian.MICROS_PER_DAY;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.DateTimeText;
import dev.headrace.model.text.TimeZones;
import java.time.ZoneId;

/**
 * Arithmetic on DATE, TIME and timestamps. Adding months keeps the day of the month, or takes the
 * month's last; infinity stays infinity. What leaves a type's range is 22008.
 */
public final class DateTimes {
  private DateTimes() {}

  // Dates

  /** DATE + INTEGER. */
  public static int addDays(int date, int days) {
    return isInfinite(date) ? date : checkDate((long) date + days);
  }

  /** DATE - INTEGER. */
  public static int subtractDays(int date, int days) {
    return isInfinite(date) ? date : checkDate((long) date - days);
  }

  /** DATE - DATE. */
  public static int daysBetween(int left, int right) {
    if (isInfinite(left) || isInfinite(right)) {
      throw outOfRange("cannot subtract infinite dates");
    }
    return left - right;
  }

  /** DATE + INTERVAL: a timestamp. */
  public static long addToDate(int date, Interval interval) {
    return add(toTimestamp(date), interval);
  }

  /** DATE - INTERVAL: a timestamp. */
  public static long subtractFromDate(int date, Interval interval) {
    return subtract(toTimestamp(date), interval);
  }

  /** DATE + TIME: a timestamp. */
  public static long addTime(int date, long time) {
    return isInfinite(date)
        ? toTimestamp(date)
        : DateTimeText.checkTimestamp(Math.addExact(toTimestamp(date), time));
  }

  public static boolean isFinite(int date) {
    return !isInfinite(date);
  }

  public static boolean isFinite(long timestamp) {
    return !isInfinite(timestamp);
  }

  /** Every interval is. */
  public static boolean isFinite(Interval interval) {
    return true;
  }

  static boolean isInfinite(int date) {
    return date == Integer.MAX_VALUE || date == Integer.MIN_VALUE;
  }

  public static boolean isInfinite(long timestamp) {
    return timestamp == Long.MAX_VALUE || timestamp == Long.MIN_VALUE;
  }

  static int checkDate(long date) {
    if (date < Gregorian.MIN_DAY || date > Gregorian.MAX_DAY) {
      throw outOfRange("date out of range");
    }
    return (int) date;
  }

  /** Midnight of a date. */
  public static long toTimestamp(int date) {
    if (isInfinite(date)) {
      return date > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    if (Math.abs((long) date) > Long.MAX_VALUE / MICROS_PER_DAY) {
      throw outOfRange("date out of range for timestamp");
    }
    return DateTimeText.checkTimestamp(date * MICROS_PER_DAY);
  }

  // Timestamps

  /** TIMESTAMP + INTERVAL: months first, then days, then the rest. */
  public static long add(long timestamp, Interval interval) {
    if (isInfinite(timestamp)) {
      return timestamp;
    }
    long moved = addMonthsAndDays(timestamp, interval.months(), interval.days());
    return checkedSum(moved, interval.micros());
  }

  /** TIMESTAMP - INTERVAL. */
  public static long subtract(long timestamp, Interval interval) {
    return add(timestamp, Intervals.negate(interval));
  }

  /** TIMESTAMPTZ + INTERVAL: months and days in local time of a zone. */
  public static long add(long timestamp, Interval interval, Slice zone) {
    if (isInfinite(timestamp)) {
      return timestamp;
    }
    long moved = timestamp;
    if ((interval.months() | interval.days()) != 0) {
      ZoneId id = TimeZones.of(zone);
      long local = TimeZones.toLocal(timestamp, id);
      moved = TimeZones.toUtc(addMonthsAndDays(local, interval.months(), interval.days()), id);
    }
    return checkedSum(moved, interval.micros());
  }

  /** TIMESTAMPTZ - INTERVAL: months and days in local time of a zone. */
  public static long subtract(long timestamp, Interval interval, Slice zone) {
    return add(timestamp, Intervals.negate(interval), zone);
  }

  private static long addMonthsAndDays(long timestamp, int months, int days) {
    long day = Math.floorDiv(timestamp, MICROS_PER_DAY);
    long time = Math.floorMod(timestamp, MICROS_PER_DAY);
    if (months != 0) {
      long civil = Gregorian.civil(day);
      long month = Gregorian.year(civil) * 12L + Gregorian.month(civil) - 1 + months;
      long year = Math.floorDiv(month, 12L);
      int monthOfYear = (int) Math.floorMod(month, 12L) + 1;
      int dayOfMonth =
          Math.min(Gregorian.dayOfMonth(civil), Gregorian.daysInMonth(year, monthOfYear));
      day = Gregorian.day(year, monthOfYear, dayOfMonth);
    }
    day += days;
    if (Math.abs(day) >= Long.MAX_VALUE / MICROS_PER_DAY) {
      throw outOfRange("timestamp out of range");
    }
    return DateTimeText.checkTimestamp(day * MICROS_PER_DAY + time);
  }

  private static long checkedSum(long timestamp, long micros) {
    long sum = timestamp + micros;
    if (((timestamp ^ sum) & (micros ^ sum)) < 0) {
      throw outOfRange("timestamp out of range");
    }
    return DateTimeText.checkTimestamp(sum);
  }

  /** The difference of two timestamps in days and the rest. */
  public static Interval difference(long left, long right) {
    if (isInfinite(left) || isInfinite(right)) {
      throw outOfRange("cannot subtract infinite timestamps");
    }
    long difference = left - right;
    if (((left ^ right) & (left ^ difference)) < 0) {
      throw outOfRange("interval out of range");
    }
    return new Interval(0, (int) (difference / MICROS_PER_DAY), difference % MICROS_PER_DAY);
  }

  /** AGE: the difference in years, months, days and the rest, as a calendar counts them. */
  public static Interval age(long left, long right) {
    if (isInfinite(left) || isInfinite(right)) {
      throw outOfRange("cannot subtract infinite timestamps");
    }
    return left >= right ? calendarAge(left, right) : Intervals.negate(calendarAge(right, left));
  }

  /** AGE of TIMESTAMPTZ, in local time of a zone. */
  public static Interval age(long left, long right, Slice zone) {
    ZoneId id = TimeZones.of(zone);
    return age(TimeZones.toLocal(left, id), TimeZones.toLocal(right, id));
  }

  private static Interval calendarAge(long later, long earlier) {
    long laterDate = Gregorian.civil(Math.floorDiv(later, MICROS_PER_DAY));
    long earlierDate = Gregorian.civil(Math.floorDiv(earlier, MICROS_PER_DAY));
    long micros = Math.floorMod(later, MICROS_PER_DAY) - Math.floorMod(earlier, MICROS_PER_DAY);
    int days = Gregorian.dayOfMonth(laterDate) - Gregorian.dayOfMonth(earlierDate);
    int months =
        12 * (Gregorian.year(laterDate) - Gregorian.year(earlierDate))
            + Gregorian.month(laterDate)
            - Gregorian.month(earlierDate);
    if (micros < 0) {
      micros += MICROS_PER_DAY;
      days--;
    }
    if (days < 0) {
      days += Gregorian.daysInMonth(Gregorian.year(earlierDate), Gregorian.month(earlierDate));
      months--;
    }
    return new Interval(months, days, micros);
  }

  /** DATE_BIN: the start of the stride that a timestamp is in, counted from an origin. */
  public static long bin(Interval stride, long timestamp, long origin) {
    if (isInfinite(timestamp)) {
      return timestamp;
    }
    if (isInfinite(origin)) {
      throw outOfRange("origin out of range");
    }
    if (stride.months() != 0) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "timestamps cannot be binned into intervals containing months or years");
    }
    long days = stride.days() * MICROS_PER_DAY;
    boolean tooLong = Math.multiplyHigh(stride.days(), MICROS_PER_DAY) != days >> 63;
    long micros = days + stride.micros();
    if (tooLong || ((days ^ micros) & (stride.micros() ^ micros)) < 0) {
      throw outOfRange("interval out of range");
    }
    if (micros <= 0) {
      throw outOfRange("stride must be greater than zero");
    }
    return DateTimeText.checkTimestamp(timestamp - Math.floorMod(timestamp - origin, micros));
  }

  // Times

  /** TIME + INTERVAL: months and days do not count, midnight is passed. */
  public static long addToTime(long time, Interval interval) {
    return Math.floorMod(time + interval.micros() % MICROS_PER_DAY, MICROS_PER_DAY);
  }

  /** TIME - INTERVAL. */
  public static long subtractFromTime(long time, Interval interval) {
    return Math.floorMod(time - interval.micros() % MICROS_PER_DAY, MICROS_PER_DAY);
  }

  /** TIME - TIME. */
  public static Interval timeDifference(long left, long right) {
    return new Interval(0, 0, left - right);
  }

  static SqlException outOfRange(String message) {
    return new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, message);
  }
}
