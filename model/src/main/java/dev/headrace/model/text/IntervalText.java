package dev.headrace.model.text;

import static dev.headrace.model.Gregorian.MICROS_PER_HOUR;
import static dev.headrace.model.Gregorian.MICROS_PER_MINUTE;
import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.Interval;

/** The text form of INTERVAL in PostgreSQL's IntervalStyle postgres. */
public final class IntervalText {
  /** Bytes the longest value needs in any style. */
  public static final int MAX_LENGTH = 100;

  private IntervalText() {}

  /** Writes a value and returns the offset after it. */
  public static int write(Interval value, byte[] target, int offset) {
    int years = value.months() / 12;
    int months = value.months() % 12;
    int at = writePart(years, "year", false, target, offset, offset);
    at = writePart(months, "mon", years < 0, target, offset, at);
    boolean afterNegative = months != 0 ? months < 0 : years < 0;
    at = writePart(value.days(), "day", afterNegative, target, offset, at);
    if (value.micros() == 0 && at > offset) {
      return at;
    }
    afterNegative = value.days() != 0 ? value.days() < 0 : afterNegative;
    if (at > offset) {
      target[at++] = ' ';
    }
    if (value.micros() < 0) {
      target[at++] = '-';
    } else if (afterNegative) {
      target[at++] = '+';
    }
    return writeTime(value.micros(), target, at);
  }

  private static int writePart(
      int value, String unit, boolean afterNegative, byte[] target, int start, int offset) {
    if (value == 0) {
      return offset;
    }
    int at = offset;
    if (at > start) {
      target[at++] = ' ';
    }
    if (afterNegative && value > 0) {
      target[at++] = '+';
    }
    at = NumberText.write(value, target, at);
    target[at++] = ' ';
    at = FloatText.ascii(unit, target, at);
    if (value != 1) {
      target[at++] = 's';
    }
    return at;
  }

  private static int writeTime(long micros, byte[] target, int offset) {
    // Negative remainders reach Long.MIN_VALUE without overflow.
    long hours = Math.abs(micros / MICROS_PER_HOUR);
    int minutes = (int) Math.abs(micros / MICROS_PER_MINUTE % 60);
    int seconds = (int) Math.abs(micros / MICROS_PER_SECOND % 60);
    int at =
        hours < 10
            ? NumberText.writePadded((int) hours, 2, target, offset)
            : NumberText.write(hours, target, offset);
    target[at++] = ':';
    at = NumberText.writePadded(minutes, 2, target, at);
    target[at++] = ':';
    at = NumberText.writePadded(seconds, 2, target, at);
    return DateTimeText.writeFraction((int) Math.abs(micros % MICROS_PER_SECOND), target, at);
  }

  /**
   * Reads {@code 1 year 2 mons -3 days 04:05:06.7}, {@code 1-2}, {@code P1Y2M3DT4H5M6S}, {@code 1.5
   * hours ago} and the like.
   *
   * @throws dev.headrace.model.SqlException 22007 for a syntax error, 22008 beyond the range
   */
  public static Interval parse(byte[] bytes, int offset, int length) {
    return new IntervalParser(bytes, offset, length, IntervalRange.ANY).parse();
  }
}
