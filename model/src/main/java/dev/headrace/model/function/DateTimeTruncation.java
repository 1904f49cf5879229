package dev.headrace.model.function;

import static dev.headrace.model.Gregorian.MICROS_PER_DAY;
import static dev.headrace.model.Gregorian.MICROS_PER_HOUR;
import static dev.headrace.model.Gregorian.MICROS_PER_MINUTE;
import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.text.DateTimeText;
import dev.headrace.model.text.TimeZones;
import java.time.ZoneId;

/** DATE_TRUNC: the start of the hour, week, year and so on that a value is in. */
public final class DateTimeTruncation {
  private static final String TIMESTAMP = "timestamp without time zone";
  private static final String TIMESTAMPTZ = "timestamp with time zone";

  private DateTimeTruncation() {}

  public static long truncate(Slice field, long timestamp) {
    if (DateTimes.isInfinite(timestamp)) {
      return timestamp; // whatever the unit is
    }
    DateTimeField unit = DateTimeField.unitOf(field, TIMESTAMP);
    return DateTimeText.checkTimestamp(truncate(unit, timestamp, TIMESTAMP));
  }

  /** Of a TIMESTAMPTZ in local time of a zone. */
  public static long truncate(Slice field, long timestamp, Slice zone) {
    if (DateTimes.isInfinite(timestamp)) {
      return timestamp;
    }
    DateTimeField unit = DateTimeField.unitOf(field, TIMESTAMPTZ);
    ZoneId id = TimeZones.of(zone);
    long local = TimeZones.toLocal(timestamp, id);
    long truncated = truncate(unit, local, TIMESTAMPTZ);
    // Within a day the offset stays; a day or more may begin with another.
    return unit.compareTo(DateTimeField.HOUR) <= 0
        ? DateTimeText.checkTimestamp(timestamp - (local - truncated))
        : TimeZones.toUtc(truncated, id);
  }

  private static long truncate(DateTimeField unit, long timestamp, String type) {
    return switch (unit) {
      case MICROSECONDS -> timestamp;
      case MILLISECONDS -> floor(timestamp, 1_000);
      case SECOND -> floor(timestamp, MICROS_PER_SECOND);
      case MINUTE -> floor(timestamp, MICROS_PER_MINUTE);
      case HOUR -> floor(timestamp, MICROS_PER_HOUR);
      case DAY -> floor(timestamp, MICROS_PER_DAY);
      case WEEK, MONTH, QUARTER, YEAR, DECADE, CENTURY, MILLENNIUM ->
          startDay(unit, Math.floorDiv(timestamp, MICROS_PER_DAY)) * MICROS_PER_DAY;
      case ISOYEAR, DOW, ISODOW, DOY, EPOCH, JULIAN, TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE ->
          throw unit.notSupported(type);
    };
  }

  private static long floor(long value, long unit) {
    return value - Math.floorMod(value, unit);
  }

  private static long startDay(DateTimeField unit, long day) {
    long civil = Gregorian.civil(day);
    int year = Gregorian.year(civil);
    int month = Gregorian.month(civil);
    return switch (unit) {
      case WEEK -> day - Math.floorMod(day + 3, 7L);
      case MONTH -> Gregorian.day(year, month, 1);
      case QUARTER -> Gregorian.day(year, (month - 1) / 3 * 3 + 1, 1);
      case DECADE -> Gregorian.day(Math.floorDiv(year, 10) * 10L, 1, 1);
      case CENTURY -> Gregorian.day(Math.floorDiv(year - 1, 100) * 100L + 1, 1, 1);
      case MILLENNIUM -> Gregorian.day(Math.floorDiv(year - 1, 1000) * 1000L + 1, 1, 1);
      default -> Gregorian.day(year, 1, 1);
    };
  }

  /** Of an interval: the parts below the unit become zero. */
  public static Interval truncate(Slice field, Interval value) {
    DateTimeField unit = DateTimeField.unitOf(field, "interval");
    return switch (unit) {
      case MICROSECONDS -> value;
      case MILLISECONDS -> truncateTime(value, 1_000);
      case SECOND -> truncateTime(value, MICROS_PER_SECOND);
      case MINUTE -> truncateTime(value, MICROS_PER_MINUTE);
      case HOUR -> truncateTime(value, MICROS_PER_HOUR);
      case DAY -> new Interval(value.months(), value.days(), 0);
      case MONTH -> truncateMonths(value, 1);
      case QUARTER -> truncateMonths(value, 3);
      case YEAR -> truncateMonths(value, 12);
      case DECADE -> truncateMonths(value, 120);
      case CENTURY -> truncateMonths(value, 1_200);
      case MILLENNIUM -> truncateMonths(value, 12_000);
      case WEEK,
          ISOYEAR,
          DOW,
          ISODOW,
          DOY,
          EPOCH,
          JULIAN,
          TIMEZONE,
          TIMEZONE_HOUR,
          TIMEZONE_MINUTE ->
          throw unit.notSupported("interval");
    };
  }

  private static Interval truncateTime(Interval value, long unit) {
    return new Interval(value.months(), value.days(), value.micros() - value.micros() % unit);
  }

  private static Interval truncateMonths(Interval value, int unit) {
    return new Interval(value.months() - value.months() % unit, 0, 0);
  }
}
