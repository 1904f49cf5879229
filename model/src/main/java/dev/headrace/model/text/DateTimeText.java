package dev.headrace.model.text;

import static dev.headrace.model.Gregorian.MICROS_PER_DAY;
import static dev.headrace.model.Gregorian.MICROS_PER_HOUR;
import static dev.headrace.model.Gregorian.MICROS_PER_MINUTE;
import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.SqlException;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text form of DATE, TIME, TIMESTAMP and TIMESTAMPTZ in PostgreSQL's DateStyle ISO. Reading has
 * a fast path for just what writing gives; {@link DateTimeParser} takes the rest.
 */
public final class DateTimeText {
  /** Bytes the longest value needs. */
  public static final int MAX_LENGTH = 48;

  /** A result of the fast path that says that it does not apply. */
  private static final long NOT_PLAIN = Long.MIN_VALUE + 1;

  private static final String ZONED = "timestamp with time zone";
  private static final Pattern RELATIVE =
      Pattern.compile("(?i)(?<![a-z])(now|today|tomorrow|yesterday)(?![a-z])");

  private DateTimeText() {}

  // Writing: each returns the offset after what it wrote

  public static int writeDate(int day, byte[] target, int offset) {
    if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
      return FloatText.ascii(day > 0 ? "infinity" : "-infinity", target, offset);
    }
    long civil = Gregorian.civil(day);
    return writeEra(civil, target, writeCivil(civil, target, offset));
  }

  private static int writeCivil(long civil, byte[] target, int offset) {
    int year = Gregorian.year(civil);
    int shown = year > 0 ? year : 1 - year;
    int at =
        shown < 10_000
            ? NumberText.writePadded(shown, 4, target, offset)
            : NumberText.write(shown, target, offset);
    target[at++] = '-';
    at = NumberText.writePadded(Gregorian.month(civil), 2, target, at);
    target[at++] = '-';
    return NumberText.writePadded(Gregorian.dayOfMonth(civil), 2, target, at);
  }

  private static int writeEra(long civil, byte[] target, int offset) {
    return Gregorian.year(civil) > 0 ? offset : FloatText.ascii(" BC", target, offset);
  }

  public static int writeTime(long micros, byte[] target, int offset) {
    int at = NumberText.writePadded((int) (micros / MICROS_PER_HOUR), 2, target, offset);
    target[at++] = ':';
    at = NumberText.writePadded((int) (micros / MICROS_PER_MINUTE % 60), 2, target, at);
    target[at++] = ':';
    at = NumberText.writePadded((int) (micros / MICROS_PER_SECOND % 60), 2, target, at);
    return writeFraction((int) (micros % MICROS_PER_SECOND), target, at);
  }

  /** Writes the microseconds after a second's digits, trailing zeros left out. */
  static int writeFraction(int micros, byte[] target, int offset) {
    if (micros == 0) {
      return offset;
    }
    target[offset] = '.';
    int at = NumberText.writePadded(micros, 6, target, offset + 1);
    while (target[at - 1] == '0') {
      at--;
    }
    return at;
  }

  public static int writeTimestamp(long micros, byte[] target, int offset) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return FloatText.ascii(micros > 0 ? "infinity" : "-infinity", target, offset);
    }
    long civil = Gregorian.civil(Math.floorDiv(micros, MICROS_PER_DAY));
    return writeEra(civil, target, writeLocal(micros, civil, target, offset));
  }

  private static int writeLocal(long micros, long civil, byte[] target, int offset) {
    int at = writeCivil(civil, target, offset);
    target[at++] = ' ';
    return writeTime(Math.floorMod(micros, MICROS_PER_DAY), target, at);
  }

  /** In local time of a zone, followed by the zone's offset. */
  public static int writeTimestamptz(long micros, ZoneId zone, byte[] target, int offset) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return writeTimestamp(micros, target, offset);
    }
    int ahead = TimeZones.offsetSeconds(zone, micros);
    long local = micros + ahead * MICROS_PER_SECOND;
    long civil = Gregorian.civil(Math.floorDiv(local, MICROS_PER_DAY));
    int at = writeLocal(local, civil, target, offset);
    return writeEra(civil, target, writeZone(ahead, target, at));
  }

  private static int writeZone(int seconds, byte[] target, int offset) {
    int at = offset;
    target[at++] = (byte) (seconds < 0 ? '-' : '+');
    int size = Math.abs(seconds);
    at = NumberText.writePadded(size / 3600, 2, target, at);
    if (size % 3600 != 0) {
      target[at++] = ':';
      at = NumberText.writePadded(size / 60 % 60, 2, target, at);
    }
    if (size % 60 != 0) {
      target[at++] = ':';
      at = NumberText.writePadded(size % 60, 2, target, at);
    }
    return at;
  }

  // Reading

  /** Whether a text names a time by when it is read, as {@code 'tomorrow 10:00'} does. */
  public static boolean isRelative(String text) {
    return RELATIVE.matcher(text).find();
  }

  /** Reads a DATE: 22007 for a syntax error, 22008 for a date that does not exist. */
  public static int parseDate(byte[] bytes, int offset, int length) {
    long day = length == 10 ? plainDate(bytes, offset) : NOT_PLAIN;
    return day != NOT_PLAIN ? (int) day : parser(bytes, offset, length, "date", null).date();
  }

  /** The same, of a text that names a time by when it is read. */
  public static int parseDate(byte[] bytes, int offset, int length, Moment moment) {
    return parser(bytes, offset, length, "date", moment).date();
  }

  /** Reads a TIME; a date and a zone are taken and ignored. */
  public static long parseTime(byte[] bytes, int offset, int length) {
    long micros = length >= 8 ? plainTime(bytes, offset, offset + length) : NOT_PLAIN;
    return micros != NOT_PLAIN ? micros : parser(bytes, offset, length, "time", null).time();
  }

  /** The same, of a text that names a time by when it is read. */
  public static long parseTime(byte[] bytes, int offset, int length, Moment moment) {
    return parser(bytes, offset, length, "time", moment).time();
  }

  /** Reads a TIMESTAMP; a zone is taken and ignored. */
  public static long parseTimestamp(byte[] bytes, int offset, int length) {
    long micros = plainTimestamp(bytes, offset, length);
    return micros != NOT_PLAIN
        ? micros
        : parser(bytes, offset, length, "timestamp", null).timestamp();
  }

  /** The same, of a text that names a time by when it is read. */
  public static long parseTimestamp(byte[] bytes, int offset, int length, Moment moment) {
    return parser(bytes, offset, length, "timestamp", moment).timestamp();
  }

  /** Reads a TIMESTAMPTZ; without a zone of its own it is local time of the zone given. */
  public static long parseTimestamptz(byte[] bytes, int offset, int length, ZoneId zone) {
    long micros = plainTimestamp(bytes, offset, length);
    return micros != NOT_PLAIN
        ? TimeZones.toUtc(micros, zone)
        : parser(bytes, offset, length, ZONED, null).timestamptz(zone);
  }

  /** The same, of a text that names a time by when it is read. */
  public static long parseTimestamptz(byte[] bytes, int offset, int length, Moment moment) {
    return parser(bytes, offset, length, ZONED, moment).timestamptz(moment.zone());
  }

  private static DateTimeParser parser(
      byte[] bytes, int offset, int length, String type, @Nullable Moment moment) {
    return new DateTimeParser(bytes, offset, length, type, moment);
  }

  private static long plainTimestamp(byte[] bytes, int offset, int length) {
    if (length < 19 || (bytes[offset + 10] != ' ' && bytes[offset + 10] != 'T')) {
      return NOT_PLAIN;
    }
    long day = plainDate(bytes, offset);
    long time = plainTime(bytes, offset + 11, offset + length);
    return day == NOT_PLAIN || time == NOT_PLAIN ? NOT_PLAIN : day * MICROS_PER_DAY + time;
  }

  /** YYYY-MM-DD of a date that exists. */
  private static long plainDate(byte[] b, int i) {
    int high = twoDigits(b, i);
    int low = twoDigits(b, i + 2);
    int month = twoDigits(b, i + 5);
    int day = twoDigits(b, i + 8);
    if ((high | low | month | day) < 0 || b[i + 4] != '-' || b[i + 7] != '-') {
      return NOT_PLAIN;
    }
    int year = high * 100 + low;
    boolean exists = year > 0 && month >= 1 && month <= 12 && day >= 1;
    return exists && day <= Gregorian.daysInMonth(year, month)
        ? Gregorian.day(year, month, day)
        : NOT_PLAIN;
  }

  /** HH:MM:SS with up to six digits of a fraction, below 24 hours. */
  private static long plainTime(byte[] b, int i, int end) {
    int hour = twoDigits(b, i);
    int minute = twoDigits(b, i + 3);
    int second = twoDigits(b, i + 6);
    boolean plain = (hour | minute | second) >= 0 && b[i + 2] == ':' && b[i + 5] == ':';
    if (!plain || hour > 23 || minute > 59 || second > 59) {
      return NOT_PLAIN;
    }
    long micros = ((hour * 60L + minute) * 60 + second) * MICROS_PER_SECOND;
    int at = i + 8;
    if (at == end) {
      return micros;
    }
    if (b[at] != '.' || end - at > 7) {
      return NOT_PLAIN;
    }
    int unit = 100_000;
    for (at++; at < end; at++) {
      int digit = b[at] - '0';
      if (digit < 0 || digit > 9) {
        return NOT_PLAIN;
      }
      micros += (long) digit * unit;
      unit /= 10;
    }
    return micros;
  }

  /** Two digits as a number, or something negative. */
  private static int twoDigits(byte[] b, int i) {
    int tens = b[i] - '0';
    int units = b[i + 1] - '0';
    return tens < 0 || tens > 9 || units < 0 || units > 9 ? -1 : tens * 10 + units;
  }

  /**
   * Refuses a timestamp outside the range.
   *
   * @throws SqlException 22008
   */
  public static long checkTimestamp(long micros) {
    if (micros < Gregorian.MIN_TIMESTAMP || micros == Long.MAX_VALUE) {
      throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
    }
    return micros;
  }
}
