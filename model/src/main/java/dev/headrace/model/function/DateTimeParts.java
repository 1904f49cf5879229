package dev.headrace.model.function;

import static dev.headrace.model.Gregorian.MICROS_PER_DAY;
import static dev.headrace.model.Gregorian.MICROS_PER_HOUR;
import static dev.headrace.model.Gregorian.MICROS_PER_MINUTE;
import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.TimeZones;
import java.math.BigDecimal;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * EXTRACT, which gives NUMERIC, and DATE_PART, which gives DOUBLE, of one part of a date or time.
 * Of an infinite date, parts that grow with time are infinite, the others NULL.
 */
public final class DateTimeParts {
  private static final String TIMESTAMP = "timestamp without time zone";
  private static final String TIMESTAMPTZ = "timestamp with time zone";
  private static final String DATE = "date";
  private static final String TIME = "time without time zone";
  private static final String INTERVAL = "interval";
  private static final BigDecimal MICROS_OF_DAY = BigDecimal.valueOf(MICROS_PER_DAY);

  /** Days from Julian day 0 to 1970-01-01. */
  private static final int UNIX_EPOCH_JULIAN = 2_440_588;

  private DateTimeParts() {}

  // TIMESTAMP

  public static @Nullable BigDecimal extract(Slice field, long timestamp) {
    DateTimeField part = DateTimeField.of(field, TIMESTAMP);
    return DateTimes.isInfinite(timestamp)
        ? infiniteNumeric(part)
        : timestampPart(part, timestamp, TIMESTAMP);
  }

  public static @Nullable Double datePart(Slice field, long timestamp) {
    DateTimeField part = DateTimeField.of(field, TIMESTAMP);
    // not one expression: its type would be double, which a NULL is not
    if (DateTimes.isInfinite(timestamp)) {
      return infiniteDouble(part, timestamp > 0);
    }
    return toDouble(part, timestampPart(part, timestamp, TIMESTAMP));
  }

  // TIMESTAMPTZ, in local time of a zone

  public static @Nullable BigDecimal extract(Slice field, long timestamp, Slice zone) {
    DateTimeField part = DateTimeField.of(field, TIMESTAMPTZ);
    return DateTimes.isInfinite(timestamp)
        ? infiniteNumeric(part)
        : zonedPart(part, timestamp, zone);
  }

  public static @Nullable Double datePart(Slice field, long timestamp, Slice zone) {
    DateTimeField part = DateTimeField.of(field, TIMESTAMPTZ);
    // not one expression: its type would be double, which a NULL is not
    if (DateTimes.isInfinite(timestamp)) {
      return infiniteDouble(part, timestamp > 0);
    }
    return toDouble(part, zonedPart(part, timestamp, zone));
  }

  private static BigDecimal zonedPart(DateTimeField part, long timestamp, Slice zone) {
    ZoneId id = TimeZones.of(zone);
    return switch (part) {
      case EPOCH -> BigDecimal.valueOf(timestamp, 6);
      case TIMEZONE -> whole(TimeZones.offsetSeconds(id, timestamp));
      case TIMEZONE_HOUR -> whole(TimeZones.offsetSeconds(id, timestamp) / 3600);
      case TIMEZONE_MINUTE -> whole(TimeZones.offsetSeconds(id, timestamp) / 60 % 60);
      default -> timestampPart(part, TimeZones.toLocal(timestamp, id), TIMESTAMPTZ);
    };
  }

  // DATE

  public static @Nullable BigDecimal extractFromDate(Slice field, int date) {
    DateTimeField part = DateTimeField.of(field, DATE);
    requireDatePart(part);
    return DateTimes.isInfinite(date) ? infiniteNumeric(part) : wholeDatePart(part, date);
  }

  private static BigDecimal wholeDatePart(DateTimeField part, int date) {
    return part == DateTimeField.EPOCH ? whole(date * 86_400L) : datePart(part, date);
  }

  private static void requireDatePart(DateTimeField part) {
    if (part.compareTo(DateTimeField.HOUR) <= 0 || part.compareTo(DateTimeField.TIMEZONE) >= 0) {
      throw part.notSupported(DATE);
    }
  }

  /** PostgreSQL computes DATE_PART of a date as that of its midnight. */
  public static @Nullable Double datePartOfDate(Slice field, int date) {
    return datePart(field, DateTimes.toTimestamp(date));
  }

  // TIME

  public static BigDecimal extractFromTime(Slice field, long time) {
    return timePart(DateTimeField.of(field, TIME), time);
  }

  public static double datePartOfTime(Slice field, long time) {
    DateTimeField part = DateTimeField.of(field, TIME);
    return toDouble(part, timePart(part, time));
  }

  private static BigDecimal timePart(DateTimeField part, long time) {
    return switch (part) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE -> smallPart(part, time);
      case HOUR -> whole(time / MICROS_PER_HOUR);
      case EPOCH -> BigDecimal.valueOf(time, 6);
      default -> throw part.notSupported(TIME);
    };
  }

  // INTERVAL

  public static BigDecimal extract(Slice field, Interval interval) {
    return intervalPart(DateTimeField.of(field, INTERVAL), interval);
  }

  public static double datePart(Slice field, Interval interval) {
    DateTimeField part = DateTimeField.of(field, INTERVAL);
    return toDouble(part, intervalPart(part, interval));
  }

  private static BigDecimal intervalPart(DateTimeField part, Interval interval) {
    int years = interval.months() / 12;
    return switch (part) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE -> smallPart(part, interval.micros());
      case HOUR -> whole(interval.micros() / MICROS_PER_HOUR);
      case DAY -> whole(interval.days());
      case MONTH -> whole(interval.months() % 12);
      case QUARTER -> whole(interval.months() % 12 / 3 + 1);
      case YEAR -> whole(years);
      case DECADE -> whole(years / 10);
      case CENTURY -> whole(years / 100);
      case MILLENNIUM -> whole(years / 1000);
      case EPOCH -> intervalEpoch(interval);
      default -> throw part.notSupported(INTERVAL);
    };
  }

  /** A year counts 365.25 days, a month 30. */
  private static BigDecimal intervalEpoch(Interval interval) {
    long quarterDays =
        1_461L * (interval.months() / 12) + 120L * (interval.months() % 12) + 4L * interval.days();
    return BigDecimal.valueOf(quarterDays)
        .multiply(BigDecimal.valueOf(21_600))
        .add(BigDecimal.valueOf(interval.micros(), 6));
  }

  // The parts

  private static BigDecimal timestampPart(DateTimeField part, long timestamp, String type) {
    long day = Math.floorDiv(timestamp, MICROS_PER_DAY);
    long time = Math.floorMod(timestamp, MICROS_PER_DAY);
    return switch (part) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE -> smallPart(part, time);
      case HOUR -> whole(time / MICROS_PER_HOUR);
      case EPOCH -> BigDecimal.valueOf(timestamp, 6);
      case JULIAN ->
          whole(day + UNIX_EPOCH_JULIAN)
              .add(Arithmetic.divide(BigDecimal.valueOf(time), MICROS_OF_DAY));
      case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> throw part.notSupported(type);
      default -> datePart(part, day);
    };
  }

  /** Parts below an hour of a time in microseconds. */
  private static BigDecimal smallPart(DateTimeField part, long time) {
    long inMinute = time % MICROS_PER_MINUTE;
    return switch (part) {
      case MICROSECONDS -> whole(inMinute);
      case MILLISECONDS -> BigDecimal.valueOf(inMinute, 3);
      case SECOND -> BigDecimal.valueOf(inMinute, 6);
      default -> whole(time / MICROS_PER_MINUTE % 60);
    };
  }

  /** Parts from a day on. */
  private static BigDecimal datePart(DateTimeField part, long day) {
    long civil = Gregorian.civil(day);
    int year = Gregorian.year(civil);
    return switch (part) {
      case DAY -> whole(Gregorian.dayOfMonth(civil));
      case WEEK -> whole(isoWeek(day));
      case MONTH -> whole(Gregorian.month(civil));
      case QUARTER -> whole((Gregorian.month(civil) - 1) / 3 + 1);
      case YEAR -> whole(year > 0 ? year : year - 1);
      case DECADE -> whole(Math.floorDiv(year, 10));
      case CENTURY -> whole(period(year, 100));
      case MILLENNIUM -> whole(period(year, 1000));
      case ISOYEAR -> whole(isoYear(day) > 0 ? isoYear(day) : isoYear(day) - 1);
      case DOW -> whole(Gregorian.dayOfWeek(day));
      case ISODOW -> whole(isoDayOfWeek(day));
      case DOY -> whole(day - Gregorian.day(year, 1, 1) + 1);
      case JULIAN -> whole(day + UNIX_EPOCH_JULIAN);
      default -> throw part.notSupported(DATE);
    };
  }

  /** The century or millennium of a year: there is none numbered 0. */
  private static long period(int year, int length) {
    return year > 0 ? (year + (length - 1)) / length : -((length - 1 - (year - 1L)) / length);
  }

  private static int isoDayOfWeek(long day) {
    int dayOfWeek = Gregorian.dayOfWeek(day);
    return dayOfWeek == 0 ? 7 : dayOfWeek;
  }

  /** The year of the week's Thursday. */
  private static int isoYear(long day) {
    return Gregorian.year(Gregorian.civil(day - isoDayOfWeek(day) + 4));
  }

  private static long isoWeek(long day) {
    long thursday = day - isoDayOfWeek(day) + 4;
    return (thursday - Gregorian.day(isoYear(day), 1, 1)) / 7 + 1;
  }

  private static BigDecimal whole(long value) {
    return BigDecimal.valueOf(value);
  }

  private static double toDouble(DateTimeField part, BigDecimal value) {
    if (part == DateTimeField.EPOCH && value.unscaledValue().bitLength() < Long.SIZE) {
      return value.unscaledValue().longValue() / Math.pow(10, value.scale());
    }
    if (part != DateTimeField.SECOND && part != DateTimeField.MILLISECONDS) {
      return value.doubleValue();
    }
    // Seconds and their fraction apart, as PostgreSQL adds them.
    long micros = value.unscaledValue().longValue();
    long seconds = micros / MICROS_PER_SECOND;
    double fraction = micros % MICROS_PER_SECOND;
    return part == DateTimeField.SECOND
        ? seconds + fraction / 1e6
        : seconds * 1000.0 + fraction / 1e3;
  }

  private static boolean growsWithTime(DateTimeField part) {
    return switch (part) {
      case YEAR, DECADE, CENTURY, MILLENNIUM, ISOYEAR, EPOCH, JULIAN -> true;
      case MICROSECONDS,
          MILLISECONDS,
          SECOND,
          MINUTE,
          HOUR,
          DAY,
          WEEK,
          MONTH,
          QUARTER,
          DOW,
          ISODOW,
          DOY,
          TIMEZONE,
          TIMEZONE_HOUR,
          TIMEZONE_MINUTE ->
          false;
    };
  }

  private static @Nullable BigDecimal infiniteNumeric(DateTimeField part) {
    if (growsWithTime(part)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "numeric NaN and infinity are not supported");
    }
    return null;
  }

  private static @Nullable Double infiniteDouble(DateTimeField part, boolean positive) {
    if (!growsWithTime(part)) {
      return null;
    }
    return positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }
}
