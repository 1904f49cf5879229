package dev.headrace.model.template;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.function.DateTimes;
import dev.headrace.model.text.DateTimeText;
import dev.headrace.model.text.TimeZones;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** TO_CHAR of dates and times, TO_DATE and TO_TIMESTAMP. */
public final class DateTemplates {
  private DateTemplates() {}

  /** TO_CHAR; NULL for infinity and for an empty template. */
  public static @Nullable Slice toChar(long timestamp, Slice template, Slice out) {
    if (DateTimes.isInfinite(timestamp) || template.length() == 0) {
      return null;
    }
    return written(template, DateFields.of(timestamp, "", 0), out);
  }

  /** TO_CHAR in the local time of a zone. */
  public static @Nullable Slice toChar(long timestamp, Slice template, Slice zone, Slice out) {
    if (DateTimes.isInfinite(timestamp) || template.length() == 0) {
      return null;
    }
    ZoneId id = TimeZones.of(zone);
    int offset = TimeZones.offsetSeconds(id, timestamp);
    long local = TimeZones.toLocal(timestamp, id);
    return written(template, DateFields.of(local, abbreviation(id, timestamp), offset), out);
  }

  private static String abbreviation(ZoneId zone, long timestamp) {
    if (zone instanceof ZoneOffset offset) {
      return offset.getTotalSeconds() == 0 ? "UTC" : offset.getId();
    }
    Instant at = Instant.ofEpochSecond(Math.floorDiv(timestamp, Gregorian.MICROS_PER_SECOND));
    boolean summer = zone.getRules().isDaylightSavings(at);
    return TimeZone.getTimeZone(zone).getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH);
  }

  /** TO_CHAR of an interval. */
  public static @Nullable Slice toChar(Interval interval, Slice template, Slice out) {
    return template.length() == 0 ? null : written(template, DateFields.of(interval), out);
  }

  private static Slice written(Slice template, DateFields fields, Slice out) {
    return out.set(Slice.of(DateWriter.write(DateTemplate.of(template), fields)));
  }

  /** TO_DATE. */
  public static int toDate(Slice text, Slice template) {
    long date = read(text, template).date();
    if (date < Gregorian.MIN_DAY || date > Gregorian.MAX_DAY) {
      throw new SqlException(
          ErrorCode.DATETIME_FIELD_OVERFLOW, "date out of range: \"" + text + "\"");
    }
    return (int) date;
  }

  /** TO_TIMESTAMP: without a zone in the text, in the session's. */
  public static long toTimestamp(Slice text, Slice template, Slice zone) {
    ReadDate read = read(text, template);
    long local = DateTimeText.checkTimestamp(read.micros());
    return read.hasZone()
        ? DateTimeText.checkTimestamp(local - read.offsetSeconds() * Gregorian.MICROS_PER_SECOND)
        : TimeZones.toUtc(local, TimeZones.of(zone));
  }

  private static ReadDate read(Slice text, Slice template) {
    return DateReader.read(DateTemplate.of(template), text.toString());
  }
}
