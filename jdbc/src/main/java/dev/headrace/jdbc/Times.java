package dev.headrace.jdbc;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * JDBC's times, which are instants in the JVM's time zone. Keeps the last offset from UTC for as
 * long as it holds, because asking the zone's rules for every value takes longer than all else. Not
 * thread-safe.
 */
final class Times {
  private static final long MICROS = 1_000_000;

  /** Before it java.sql.Timestamp has another calendar than SQL. */
  private static final long SAFE_SECONDS = -2_000_000_000;

  private ZoneId zone = ZoneId.systemDefault();
  private ZoneRules rules = zone.getRules();
  private long validFrom = Long.MAX_VALUE;
  private long validTo = Long.MIN_VALUE;
  private int offset;

  /** A TIMESTAMP's microseconds as that time of the day in the JVM's zone. */
  Timestamp local(long micros) {
    long second = Math.floorDiv(micros, MICROS);
    if (second < SAFE_SECONDS) {
      return Timestamp.valueOf(LocalDateTime.ofEpochSecond(second, nanos(micros), ZoneOffset.UTC));
    }
    if (second < validFrom || second >= validTo) {
      findOffset(second);
    }
    Timestamp result = new Timestamp((second - offset) * 1000);
    result.setNanos(nanos(micros));
    return result;
  }

  /** A TIMESTAMPTZ's microseconds. */
  static Timestamp instant(long micros) {
    Timestamp result = new Timestamp(Math.floorDiv(micros, MICROS) * 1000);
    result.setNanos(nanos(micros));
    return result;
  }

  private static int nanos(long micros) {
    return (int) Math.floorMod(micros, MICROS) * 1000;
  }

  // statements live long enough to see the JVM get another zone
  private void follow(ZoneId now) {
    if (!now.equals(zone)) {
      zone = now;
      rules = now.getRules();
      validFrom = Long.MAX_VALUE;
      validTo = Long.MIN_VALUE;
    }
  }

  // a day beside each change of the offset belongs to neither side
  private void findOffset(long localSecond) {
    LocalDateTime local = LocalDateTime.ofEpochSecond(localSecond, 0, ZoneOffset.UTC);
    ZoneOffset found = rules.getOffset(local);
    Instant instant = local.toInstant(found);
    offset = found.getTotalSeconds();
    ZoneOffsetTransition before = rules.previousTransition(instant);
    ZoneOffsetTransition after = rules.nextTransition(instant);
    long day = 86_400;
    long from = before == null ? SAFE_SECONDS : before.toEpochSecond() + day + offset;
    long to = after == null ? Long.MAX_VALUE : after.toEpochSecond() - day + offset;
    boolean inside = localSecond >= from && localSecond < to;
    validFrom = inside ? from : localSecond;
    validTo = inside ? to : localSecond + 1;
  }

  /** The time of the day that a timestamp shows in a zone; null for the JVM's. */
  LocalDateTime local(Timestamp value, @Nullable ZoneId shown) {
    return shown == null ? local(value) : LocalDateTime.ofInstant(value.toInstant(), shown);
  }

  private LocalDateTime local(Timestamp value) {
    follow(ZoneId.systemDefault());
    long second = Math.floorDiv(value.getTime(), 1000) + offset;
    if (second < validFrom || second >= validTo) {
      LocalDateTime local = value.toLocalDateTime();
      long localSecond = local.toEpochSecond(ZoneOffset.UTC);
      if (localSecond >= SAFE_SECONDS) {
        findOffset(localSecond);
      }
      return local;
    }
    return LocalDateTime.ofEpochSecond(second, value.getNanos(), ZoneOffset.UTC);
  }

  /** The same of a date or time. */
  @SuppressWarnings("JavaUtilDate") // that is what JDBC has
  static LocalDateTime inZone(java.util.Date value, @Nullable ZoneId zone) {
    return LocalDateTime.ofInstant(
        Instant.ofEpochMilli(value.getTime()), zone == null ? ZoneId.systemDefault() : zone);
  }
}
