package dev.headrace.model.function;

import static dev.headrace.model.Gregorian.MICROS_PER_DAY;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Arithmetic on INTERVAL; each of its three parts is computed by itself. */
public final class Intervals {
  private static final int DAYS_PER_MONTH = 30;
  private static final double SECONDS_PER_DAY = 86_400;

  private Intervals() {}

  public static Interval add(Interval left, Interval right) {
    try {
      return new Interval(
          Math.addExact(left.months(), right.months()),
          Math.addExact(left.days(), right.days()),
          Math.addExact(left.micros(), right.micros()));
    } catch (ArithmeticException e) {
      throw outOfRange(e);
    }
  }

  public static Interval subtract(Interval left, Interval right) {
    try {
      return new Interval(
          Math.subtractExact(left.months(), right.months()),
          Math.subtractExact(left.days(), right.days()),
          Math.subtractExact(left.micros(), right.micros()));
    } catch (ArithmeticException e) {
      throw outOfRange(e);
    }
  }

  public static Interval negate(Interval value) {
    try {
      return new Interval(
          Math.negateExact(value.months()),
          Math.negateExact(value.days()),
          Math.negateExact(value.micros()));
    } catch (ArithmeticException e) {
      throw outOfRange(e);
    }
  }

  /** Fractions of months become days, those of days time (interval_mul of PostgreSQL). */
  public static Interval multiply(Interval value, double factor) {
    return scaled(value.months() * factor, value.days() * factor, value.micros() * factor);
  }

  /** As {@link #multiply}, the arguments exchanged. */
  public static Interval multiply(double factor, Interval value) {
    return multiply(value, factor);
  }

  /** Fractions of months become days, those of days time (interval_div of PostgreSQL). */
  public static Interval divide(Interval value, double divisor) {
    if (divisor == 0) {
      throw Arithmetic.divisionByZero();
    }
    return scaled(value.months() / divisor, value.days() / divisor, value.micros() / divisor);
  }

  private static Interval scaled(double months, double days, double micros) {
    int wholeMonths = toInt(months);
    int wholeDays = toInt(days);
    double monthRest = roundToMicros((months - wholeMonths) * DAYS_PER_MONTH);
    int daysOfMonthRest = (int) monthRest;
    double seconds =
        roundToMicros((days - wholeDays + monthRest - daysOfMonthRest) * SECONDS_PER_DAY);
    int carriedDays = 0;
    if (Math.abs(seconds) >= SECONDS_PER_DAY) {
      carriedDays = (int) (seconds / SECONDS_PER_DAY);
      seconds -= carriedDays * SECONDS_PER_DAY;
    }
    double time = Math.rint(micros + seconds * Gregorian.MICROS_PER_SECOND);
    long totalDays = (long) wholeDays + carriedDays + daysOfMonthRest;
    if (!(time >= -0x1p63 && time < 0x1p63) || totalDays != (int) totalDays) {
      throw outOfRange(null);
    }
    return new Interval(wholeMonths, (int) totalDays, (long) time);
  }

  private static int toInt(double value) {
    if (!(value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE)) {
      throw outOfRange(null);
    }
    return (int) value;
  }

  private static double roundToMicros(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }

  /** Whole days out of the time. */
  public static Interval justifyHours(Interval value) {
    long days = value.days() + value.micros() / MICROS_PER_DAY;
    long micros = value.micros() % MICROS_PER_DAY;
    if (days > 0 && micros < 0) {
      micros += MICROS_PER_DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= MICROS_PER_DAY;
      days++;
    }
    return of(value.months(), days, micros);
  }

  /** Whole months of thirty days out of the days. */
  public static Interval justifyDays(Interval value) {
    long months = (long) value.months() + value.days() / DAYS_PER_MONTH;
    long days = value.days() % DAYS_PER_MONTH;
    if (months > 0 && days < 0) {
      days += DAYS_PER_MONTH;
      months--;
    } else if (months < 0 && days > 0) {
      days -= DAYS_PER_MONTH;
      months++;
    }
    return of(months, days, value.micros());
  }

  /** Both, and one sign for all parts. */
  public static Interval justifyInterval(Interval value) {
    long days = value.days() + value.micros() / MICROS_PER_DAY;
    long micros = value.micros() % MICROS_PER_DAY;
    long months = value.months() + days / DAYS_PER_MONTH;
    days %= DAYS_PER_MONTH;
    if (months > 0 && (days < 0 || (days == 0 && micros < 0))) {
      days += DAYS_PER_MONTH;
      months--;
    } else if (months < 0 && (days > 0 || (days == 0 && micros > 0))) {
      days -= DAYS_PER_MONTH;
      months++;
    }
    if (days > 0 && micros < 0) {
      micros += MICROS_PER_DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= MICROS_PER_DAY;
      days++;
    }
    return of(months, days, micros);
  }

  /** MAKE_INTERVAL(years, months, weeks, days, hours, minutes, seconds). */
  public static Interval make(
      int years, int months, int weeks, int days, int hours, int minutes, double seconds) {
    double micros = Math.rint(seconds * Gregorian.MICROS_PER_SECOND);
    if (!(Math.abs(micros) < 0x1p62)) {
      throw outOfRange(null);
    }
    return of(
        years * 12L + months,
        weeks * 7L + days,
        hours * Gregorian.MICROS_PER_HOUR + minutes * Gregorian.MICROS_PER_MINUTE + (long) micros);
  }

  // Parts, and what sums of them make

  public static int months(Interval value) {
    return value.months();
  }

  public static int days(Interval value) {
    return value.days();
  }

  public static long micros(Interval value) {
    return value.micros();
  }

  public static Interval ofSums(long months, long days, BigDecimal micros) {
    BigInteger whole = micros.setScale(0, RoundingMode.HALF_EVEN).unscaledValue();
    if (whole.bitLength() > Long.SIZE - 1) {
      throw outOfRange(null);
    }
    return of(months, days, whole.longValue());
  }

  /** The mean of so many intervals with these sums. */
  public static Interval average(long months, long days, BigDecimal micros, long count) {
    return divide(ofSums(months, days, micros), (double) count);
  }

  private static Interval of(long months, long days, long micros) {
    if (months != (int) months || days != (int) days) {
      throw outOfRange(null);
    }
    return new Interval((int) months, (int) days, micros);
  }

  private static SqlException outOfRange(@Nullable ArithmeticException cause) {
    return new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "interval out of range", cause);
  }
}
