package dev.headrace.model.function;

import static dev.headrace.model.Gregorian.DAYS_TO_2000;
import static dev.headrace.model.Gregorian.MICROS_PER_DAY;
import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.DateTimeText;
import dev.headrace.model.text.IntervalText;
import dev.headrace.model.text.Moment;
import dev.headrace.model.text.TimeZones;
import org.jspecify.annotations.Nullable;

/**
 * Casts among dates, times and text, and the functions that make dates and times of numbers. A last
 * argument of text is the time zone that TIMESTAMPTZ is read or shown in.
 */
public final class DateTimeConversions {
  private static final double SECONDS_TO_2000 = DAYS_TO_2000 * 86_400.0;

  private DateTimeConversions() {}

  // To DATE and TIME

  public static int toDate(Slice text) {
    return DateTimeText.parseDate(text.base(), text.offset(), text.length());
  }

  public static int toDate(long timestamp) {
    if (DateTimes.isInfinite(timestamp)) {
      return timestamp > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    }
    return (int) Math.floorDiv(timestamp, MICROS_PER_DAY);
  }

  public static int toDate(long timestamp, Slice zone) {
    return toDate(toTimestamp(timestamp, zone));
  }

  public static long toTime(Slice text) {
    return DateTimeText.parseTime(text.base(), text.offset(), text.length());
  }

  /** NULL for infinity. */
  public static @Nullable Long toTime(long timestamp) {
    return DateTimes.isInfinite(timestamp) ? null : Math.floorMod(timestamp, MICROS_PER_DAY);
  }

  /** NULL for infinity. */
  public static @Nullable Long toTime(long timestamp, Slice zone) {
    return toTime(toTimestamp(timestamp, zone));
  }

  public static long toTime(Interval interval) {
    return Math.floorMod(interval.micros(), MICROS_PER_DAY);
  }

  // To timestamps and intervals

  public static long toTimestamp(Slice text) {
    return DateTimeText.parseTimestamp(text.base(), text.offset(), text.length());
  }

  /** Local time of a zone. */
  public static long toTimestamp(long timestamptz, Slice zone) {
    return TimeZones.toLocal(timestamptz, TimeZones.of(zone));
  }

  public static long toTimestamptz(Slice text, Slice zone) {
    return DateTimeText.parseTimestamptz(
        text.base(), text.offset(), text.length(), TimeZones.of(zone));
  }

  // Texts that name a time by when they are read

  public static int toDate(Slice text, long now, Slice zone) {
    return DateTimeText.parseDate(text.base(), text.offset(), text.length(), moment(now, zone));
  }

  public static long toTime(Slice text, long now, Slice zone) {
    return DateTimeText.parseTime(text.base(), text.offset(), text.length(), moment(now, zone));
  }

  public static long toTimestamp(Slice text, long now, Slice zone) {
    return DateTimeText.parseTimestamp(
        text.base(), text.offset(), text.length(), moment(now, zone));
  }

  public static long toTimestamptz(Slice text, long now, Slice zone) {
    return DateTimeText.parseTimestamptz(
        text.base(), text.offset(), text.length(), moment(now, zone));
  }

  private static Moment moment(long now, Slice zone) {
    return new Moment(now, TimeZones.of(zone));
  }

  public static long toTimestamptz(int date, Slice zone) {
    return toTimestamptz(DateTimes.toTimestamp(date), zone);
  }

  public static long toTimestamptz(long timestamp, Slice zone) {
    return TimeZones.toUtc(timestamp, TimeZones.of(zone));
  }

  public static Interval toInterval(Slice text) {
    return IntervalText.parse(text.base(), text.offset(), text.length());
  }

  public static Interval toInterval(long time) {
    return new Interval(0, 0, time);
  }

  // AT TIME ZONE: the zone comes first

  /** TIMEZONE(zone, TIMESTAMP): the instant when clocks of the zone show it. */
  public static long atZone(Slice zone, long timestamp) {
    return toTimestamptz(timestamp, zone);
  }

  /** TIMEZONE(zone, TIMESTAMPTZ): what clocks of the zone show then. */
  public static long inZone(Slice zone, long timestamptz) {
    return toTimestamp(timestamptz, zone);
  }

  // To text

  public static Slice dateToText(int date, Slice out) {
    return out.own(DateTimeText.writeDate(date, out.buffer(DateTimeText.MAX_LENGTH), 0));
  }

  public static Slice timeToText(long time, Slice out) {
    return out.own(DateTimeText.writeTime(time, out.buffer(DateTimeText.MAX_LENGTH), 0));
  }

  public static Slice timestampToText(long timestamp, Slice out) {
    return out.own(DateTimeText.writeTimestamp(timestamp, out.buffer(DateTimeText.MAX_LENGTH), 0));
  }

  public static Slice timestamptzToText(long timestamp, Slice zone, Slice out) {
    return out.own(
        DateTimeText.writeTimestamptz(
            timestamp, TimeZones.of(zone), out.buffer(DateTimeText.MAX_LENGTH), 0));
  }

  public static Slice intervalToText(Interval value, Slice out) {
    return out.own(IntervalText.write(value, out.buffer(IntervalText.MAX_LENGTH), 0));
  }

  // From numbers

  /** MAKE_DATE; a negative year is BC. */
  public static int makeDate(int year, int month, int day) {
    long astronomical = year < 0 ? year + 1L : year;
    boolean valid = year != 0 && month >= 1 && month <= 12 && day >= 1;
    if (!valid || day > Gregorian.daysInMonth(astronomical, month)) {
      throw DateTimes.outOfRange(
          "date field value out of range: %d-%02d-%02d".formatted(astronomical, month, day));
    }
    long result = Gregorian.day(astronomical, month, day);
    if (result < Gregorian.MIN_DAY || result > Gregorian.MAX_DAY) {
      throw DateTimes.outOfRange(
          "date out of range: %d-%02d-%02d".formatted(astronomical, month, day));
    }
    return (int) result;
  }

  /** MAKE_TIME. */
  public static long makeTime(int hour, int minute, double second) {
    double micros = Math.rint(second * MICROS_PER_SECOND);
    boolean valid = hour >= 0 && minute >= 0 && minute <= 59 && micros >= 0 && micros <= 60e6;
    long time = (hour * 60L + minute) * 60 * MICROS_PER_SECOND + (valid ? (long) micros : 0);
    if (!valid || hour > 24 || time > MICROS_PER_DAY) {
      throw DateTimes.outOfRange(
          "time field value out of range: %d:%02d:%s".formatted(hour, minute, second));
    }
    return time;
  }

  /** MAKE_TIMESTAMP. */
  public static long makeTimestamp(
      int year, int month, int day, int hour, int minute, double second) {
    return DateTimes.addTime(makeDate(year, month, day), makeTime(hour, minute, second));
  }

  /** MAKE_TIMESTAMPTZ in local time of a zone. */
  public static long makeTimestamptz(
      int year, int month, int day, int hour, int minute, double second, Slice zone) {
    long local = makeTimestamp(year, month, day, hour, minute, second);
    return TimeZones.toUtc(local, TimeZones.ofOffsetOrName(zone.toString()));
  }

  /** TO_TIMESTAMP of seconds since 1970. */
  public static long fromEpoch(double seconds) {
    if (Double.isNaN(seconds)) {
      throw DateTimes.outOfRange("timestamp cannot be NaN");
    }
    if (Double.isInfinite(seconds)) {
      return seconds > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    // PostgreSQL rounds after it has moved to its own epoch.
    double micros = Math.rint((seconds - SECONDS_TO_2000) * MICROS_PER_SECOND);
    if (!(micros >= -0x1p63 && micros < 0x1p63 - DAYS_TO_2000 * (double) MICROS_PER_DAY)) {
      throw new SqlException(
          ErrorCode.DATETIME_FIELD_OVERFLOW,
          "timestamp out of range: \"" + Conversions.toText(seconds, new Slice()) + "\"");
    }
    return DateTimeText.checkTimestamp((long) micros + DAYS_TO_2000 * MICROS_PER_DAY);
  }
}
