package dev.headrace.model;

/**
 * The proleptic Gregorian calendar on days since 1970-01-01, with a year 0 that is 1 BC.
 *
 * <p>Algorithms by Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400
 * years, years that begin in March. A civil date is handed around as one packed long, so nothing is
 * allocated.
 */
public final class Gregorian {
  /** 4714-11-24 BC, the first date PostgreSQL has: Julian day 0. */
  public static final int MIN_DAY = -2_440_588;

  /** 5874897-12-31, the last date PostgreSQL has. */
  public static final int MAX_DAY = 2_145_042_905;

  /** Days from 1970-01-01 to 2000-01-01, PostgreSQL's epoch. */
  public static final int DAYS_TO_2000 = 10_957;

  public static final long MICROS_PER_SECOND = 1_000_000L;
  public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
  public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
  public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

  /** Midnight of {@link #MIN_DAY}, the first timestamp. */
  public static final long MIN_TIMESTAMP = MIN_DAY * MICROS_PER_DAY;

  private Gregorian() {}

  /** Days since 1970-01-01 of a civil date; the month and day must exist. */
  public static long day(long year, int month, int dayOfMonth) {
    long y = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(y, 400);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dayOfMonth - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }

  /**
   * The civil date of a day; take it apart with {@link #year}, {@link #month}, {@link #dayOfMonth}.
   */
  public static long civil(long day) {
    long shifted = day + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    long dayOfEra = shifted - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long shiftedMonth = (5 * dayOfYear + 2) / 153;
    long dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
    long month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return year << 9 | month << 5 | dayOfMonth;
  }

  /** The year of a packed civil date; 0 is 1 BC. */
  public static int year(long civil) {
    return (int) (civil >> 9);
  }

  /** The month of a packed civil date, 1 to 12. */
  public static int month(long civil) {
    return (int) (civil >> 5) & 15;
  }

  /** The day within its month of a packed civil date, from 1. */
  public static int dayOfMonth(long civil) {
    return (int) civil & 31;
  }

  public static boolean isLeapYear(long year) {
    return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /** 28 to 31. */
  public static int daysInMonth(long year, int month) {
    return switch (month) {
      case 2 -> isLeapYear(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Day of the week, 0 for Sunday. */
  public static int dayOfWeek(long day) {
    return (int) Math.floorMod(day + 4, 7L);
  }
}
