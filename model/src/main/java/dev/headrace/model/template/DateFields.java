package dev.headrace.model.template;

import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What templates show of a time or an interval. Of an interval there are years, months, days and
 * hours only, and any of them can be negative.
 *
 * @param year 0 is 1 BC
 * @param month from 1; 0 to 11 of an interval
 * @param yearDay days from the year's first, from 1
 * @param micros of the second
 * @param date null for an interval
 * @param zone abbreviation; empty without one
 */
record DateFields(
    long year,
    int month,
    int day,
    long yearDay,
    long hour,
    int minute,
    int second,
    int micros,
    @Nullable LocalDate date,
    String zone,
    int offsetSeconds) {

  static DateFields of(long localMicros, String zone, int offsetSeconds) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(localMicros, Gregorian.MICROS_PER_DAY));
    long time = Math.floorMod(localMicros, Gregorian.MICROS_PER_DAY);
    return new DateFields(
        date.getYear(),
        date.getMonthValue(),
        date.getDayOfMonth(),
        date.getDayOfYear(),
        time / Gregorian.MICROS_PER_HOUR,
        (int) (time / Gregorian.MICROS_PER_MINUTE % 60),
        (int) (time / Gregorian.MICROS_PER_SECOND % 60),
        (int) (time % Gregorian.MICROS_PER_SECOND),
        date,
        zone,
        offsetSeconds);
  }

  static DateFields of(Interval interval) {
    long time = interval.micros();
    return new DateFields(
        interval.months() / 12,
        interval.months() % 12,
        interval.days(),
        interval.months() * 30L + interval.days(),
        time / Gregorian.MICROS_PER_HOUR,
        (int) (time / Gregorian.MICROS_PER_MINUTE % 60),
        (int) (time / Gregorian.MICROS_PER_SECOND % 60),
        (int) (time % Gregorian.MICROS_PER_SECOND),
        null,
        "",
        0);
  }

  boolean isInterval() {
    return date == null;
  }

  private LocalDate required() {
    return Objects.requireNonNull(date, "an interval has no date");
  }

  /** From Monday, 1, to Sunday, 7. */
  int weekday() {
    return required().getDayOfWeek().getValue();
  }

  int isoWeek() {
    return required().get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  long isoYear() {
    return required().get(IsoFields.WEEK_BASED_YEAR);
  }

  /** Days from the first of the ISO year, from 1. */
  int isoYearDay() {
    return (isoWeek() - 1) * 7 + weekday();
  }

  /** Of an interval as of a date whose year, month and day are those of the interval. */
  long julianDay() {
    if (date != null) {
      return date.getLong(JulianFields.JULIAN_DAY);
    }
    boolean late = month > 2;
    long years = year + (late ? 4800 : 4799);
    long century = years / 100;
    long days = years * 365 - 32_167 + years / 4 - century + century / 4;
    return days + 7834 * (month + (late ? 1L : 13)) / 256 + day;
  }
}
