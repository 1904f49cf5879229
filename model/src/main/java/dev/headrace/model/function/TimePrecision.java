package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Interval;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.DateTimeText;

/** Rounds times to the digits that {@code TIMESTAMP(3)} and the like keep of their seconds. */
public final class TimePrecision {
  /** 2000-01-01, PostgreSQL's epoch: halves are rounded away from it. */
  private static final long CENTRE = 946_684_800_000_000L;

  /** By precision: microseconds of one in the last digit. */
  private static final long[] UNITS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

  private TimePrecision() {}

  private static long unit(int precision) {
    if (precision < 0 || precision >= UNITS.length) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "time precision must be between 0 and " + (UNITS.length - 1));
    }
    return UNITS[precision];
  }

  /** A TIME, which may become 24:00. */
  public static long ofTime(long micros, int precision) {
    return rounded(micros, unit(precision), true);
  }

  /** A TIMESTAMP or TIMESTAMPTZ. */
  public static long ofTimestamp(long micros, int precision) {
    if (DateTimes.isInfinite(micros)) {
      return micros;
    }
    return DateTimeText.checkTimestamp(rounded(micros, unit(precision), micros >= CENTRE));
  }

  /** An INTERVAL: its months and days stay. */
  public static Interval ofInterval(Interval interval, int precision) {
    long micros = rounded(interval.micros(), unit(precision), interval.micros() >= 0);
    if (micros == Long.MAX_VALUE) {
      throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "interval out of range");
    }
    return new Interval(interval.months(), interval.days(), micros);
  }

  /** A value of a type, TIME, TIMESTAMP or TIMESTAMPTZ, that may have a precision. */
  public static long of(long micros, SqlType type) {
    if (type.precision() == SqlType.UNBOUNDED) {
      return micros;
    }
    return type.kind() == SqlType.Kind.TIME
        ? ofTime(micros, type.precision())
        : ofTimestamp(micros, type.precision());
  }

  /** A value of a type that may have a precision. */
  public static Interval of(Interval interval, SqlType type) {
    return type.precision() == SqlType.UNBOUNDED
        ? interval
        : ofInterval(interval, type.precision());
  }

  /** The greatest long if there is no such multiple. */
  private static long rounded(long micros, long unit, boolean halvesUp) {
    long rest = Math.floorMod(micros, unit);
    boolean up = rest * 2 > unit || (halvesUp && rest * 2 == unit);
    if (up) {
      long more = unit - rest;
      return micros > Long.MAX_VALUE - more ? Long.MAX_VALUE : micros + more;
    }
    // only the time of an interval is so small that there is nothing below
    return micros < Long.MIN_VALUE + rest ? Long.MAX_VALUE : micros - rest;
  }
}
