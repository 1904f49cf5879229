package dev.headrace.model.text;

import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Time zones by PostgreSQL's names, and the way between local time and UTC. */
public final class TimeZones {
  private static final int MAX_CACHED = 2_000;

  /** POSIX: an optional abbreviation, then the offset counted towards the west. */
  private static final Pattern POSIX =
      Pattern.compile("(?:[A-Za-z]{3,}|<[^>]*>)?([+-]?)(\\d{1,2})(?::?(\\d{2}))?(?::(\\d{2}))?");

  private static final Pattern EAST =
      Pattern.compile("([+-])(\\d{1,2})(?::?(\\d{2}|(?<=:)\\d?))?(?::(\\d{0,2}))?");

  private static final Pattern HOURS = Pattern.compile("[+-]?(?:\\d{1,3}(?:\\.\\d*)?|\\.\\d+)");
  private static final int MAX_SETTING_SECONDS = 18 * 3600;

  /** Abbreviations of PostgreSQL's default set that stand for a fixed offset, in minutes. */
  private static final Map<String, Integer> ABBREVIATIONS =
      Map.ofEntries(
          Map.entry("utc", 0),
          Map.entry("gmt", 0),
          Map.entry("z", 0),
          Map.entry("zulu", 0),
          Map.entry("ut", 0),
          Map.entry("uct", 0),
          Map.entry("wet", 0),
          Map.entry("bst", 60),
          Map.entry("cet", 60),
          Map.entry("met", 60),
          Map.entry("west", 60),
          Map.entry("cest", 120),
          Map.entry("eet", 120),
          Map.entry("eest", 180),
          Map.entry("msk", 180),
          Map.entry("jst", 540),
          Map.entry("kst", 540),
          Map.entry("ast", -240),
          Map.entry("adt", -180),
          Map.entry("est", -300),
          Map.entry("edt", -240),
          Map.entry("cst", -360),
          Map.entry("cdt", -300),
          Map.entry("mst", -420),
          Map.entry("mdt", -360),
          Map.entry("pst", -480),
          Map.entry("pdt", -420),
          Map.entry("akst", -540),
          Map.entry("akdt", -480),
          Map.entry("hst", -600),
          Map.entry("nzst", 720),
          Map.entry("nzdt", 780),
          Map.entry("acst", 570),
          Map.entry("aest", 600),
          Map.entry("aedt", 660),
          Map.entry("awst", 480));

  private static final Map<Slice, ZoneId> CACHE = new ConcurrentHashMap<>();

  /** Region names without regard to case. */
  private static final class Regions {
    static final Map<String, String> BY_LOWER_NAME = new HashMap<>();

    static {
      ZoneId.getAvailableZoneIds()
          .forEach(id -> BY_LOWER_NAME.put(id.toLowerCase(Locale.ROOT), id));
      // zones of the tz database that Java knows as short names only
      List.of("EST", "MST", "HST")
          .forEach(id -> BY_LOWER_NAME.put(id.toLowerCase(Locale.ROOT), id));
    }
  }

  private TimeZones() {}

  /**
   * The zone of a name such as {@code Europe/Berlin}, {@code CET}, {@code utc} or, POSIX style, of
   * an offset such as {@code -02} that counts towards the west.
   *
   * @throws SqlException 22023 if there is none
   */
  public static ZoneId of(Slice name) {
    ZoneId cached = CACHE.get(name);
    if (cached != null) {
      return cached;
    }
    ZoneId zone = find(name.toString());
    if (zone == null) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "time zone " + SqlException.quote(name.toString()) + " not recognized");
    }
    if (CACHE.size() < MAX_CACHED) {
      CACHE.put(name.copy(), zone);
    }
    return zone;
  }

  /** As {@link #of(Slice)}. */
  public static ZoneId of(String name) {
    return of(Slice.of(name));
  }

  /**
   * As {@link #of(String)}, but an offset counts towards the east and has a sign.
   *
   * @throws SqlException 22023 if there is none
   */
  public static ZoneId ofOffsetOrName(String name) {
    if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
      throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "invalid input syntax for type numeric time zone: " + SqlException.quote(name))
          .withHint("Numeric time zones must have \"-\" or \"+\" as first character.");
    }
    Matcher offset = EAST.matcher(name);
    if (!offset.matches()) {
      return of(name);
    }
    int seconds = Integer.parseInt(offset.group(2)) * 3600 + part(offset, 3) * 60 + part(offset, 4);
    if (Integer.parseInt(offset.group(2)) > 15 || part(offset, 3) > 59 || part(offset, 4) > 59) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "numeric time zone " + SqlException.quote(name) + " out of range");
    }
    return ZoneOffset.ofTotalSeconds(offset.group(1).equals("-") ? -seconds : seconds);
  }

  private static int part(Matcher offset, int group) {
    String digits = offset.group(group);
    return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** As {@link #of(Slice)}, but null for an unknown name. */
  public static @Nullable ZoneId find(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    Integer minutes = ABBREVIATIONS.get(lower);
    if (minutes != null) {
      return ZoneOffset.ofTotalSeconds(minutes * 60);
    }
    Matcher posix = POSIX.matcher(name.strip());
    if (posix.matches()) {
      return posixOffset(posix);
    }
    String region = Regions.BY_LOWER_NAME.get(lower);
    return region == null ? null : region(region);
  }

  /**
   * The name under which a session keeps the zone that it is set to: a region as it is written, an
   * offset counted towards the west as {@code UTC+5} or {@code +05:00}, and for a number of hours
   * towards the east the same in PostgreSQL's words, {@code <+05>-05}. Null if there is none.
   */
  public static @Nullable String settingOf(String value) {
    String region = Regions.BY_LOWER_NAME.get(value.toLowerCase(Locale.ROOT));
    if (region != null) {
      return region;
    }
    if (HOURS.matcher(value).matches()) {
      return ofHours(value);
    }
    return ofSetting(value) == null ? null : value;
  }

  private static @Nullable String ofHours(String value) {
    double seconds = Double.parseDouble(value) * 3600;
    // beyond what any zone has, and what an int holds
    return Math.abs(seconds) > MAX_SETTING_SECONDS ? null : setting((int) seconds);
  }

  /** The name of the zone that is some seconds ahead of UTC, for {@link #ofSetting}. */
  public static String setting(int seconds) {
    String east = clock(seconds, '+', '-');
    return "<" + east + ">" + clock(seconds, '-', '+');
  }

  private static String clock(int seconds, char ahead, char behind) {
    int rest = Math.abs(seconds);
    StringBuilder text = new StringBuilder().append(seconds < 0 ? behind : ahead);
    appendTwo(text, rest / 3600);
    if (rest % 3600 != 0) {
      appendTwo(text.append(':'), rest / 60 % 60);
      if (rest % 60 != 0) {
        appendTwo(text.append(':'), rest % 60);
      }
    }
    return text.toString();
  }

  private static void appendTwo(StringBuilder text, int number) {
    text.append(number < 10 ? "0" : "").append(number);
  }

  /** The zone of a name that {@link #settingOf} has made. */
  public static @Nullable ZoneId ofSetting(String name) {
    String region = Regions.BY_LOWER_NAME.get(name.toLowerCase(Locale.ROOT));
    if (region != null) {
      return region(region);
    }
    Matcher posix = POSIX.matcher(name);
    return posix.matches() ? posixOffset(posix) : null;
  }

  private static ZoneId region(String name) {
    return ZoneId.of(name, ZoneId.SHORT_IDS);
  }

  private static @Nullable ZoneId posixOffset(Matcher posix) {
    int seconds =
        Integer.parseInt(posix.group(2)) * 3600
            + (posix.group(3) == null ? 0 : Integer.parseInt(posix.group(3)) * 60)
            + (posix.group(4) == null ? 0 : Integer.parseInt(posix.group(4)));
    try {
      return ZoneOffset.ofTotalSeconds("-".equals(posix.group(1)) ? seconds : -seconds);
    } catch (DateTimeException e) {
      // Java's offsets end at 18 hours; no place on earth is further.
      return null;
    }
  }

  /** Seconds that a zone is ahead of UTC at an instant. */
  public static int offsetSeconds(ZoneId zone, long utcMicros) {
    if (zone instanceof ZoneOffset offset) {
      return offset.getTotalSeconds();
    }
    ZoneRules rules = zone.getRules();
    return rules
        .getOffset(Instant.ofEpochSecond(Math.floorDiv(utcMicros, MICROS_PER_SECOND)))
        .getTotalSeconds();
  }

  /** Local time of an instant; infinities stay. */
  public static long toLocal(long utcMicros, ZoneId zone) {
    if (utcMicros == Long.MAX_VALUE || utcMicros == Long.MIN_VALUE) {
      return utcMicros;
    }
    return utcMicros + offsetSeconds(zone, utcMicros) * MICROS_PER_SECOND;
  }

  /**
   * The instant of a local time; infinities stay. As in PostgreSQL, a time that a change skipped is
   * read with the offset from before it, one that occurs twice with the offset from after it.
   *
   * @throws SqlException 22008 if it leaves the range of timestamps
   */
  public static long toUtc(long localMicros, ZoneId zone) {
    if (localMicros == Long.MAX_VALUE || localMicros == Long.MIN_VALUE) {
      return localMicros;
    }
    return DateTimeText.checkTimestamp(
        localMicros - localOffset(localMicros, zone) * MICROS_PER_SECOND);
  }

  private static int localOffset(long localMicros, ZoneId zone) {
    if (zone instanceof ZoneOffset offset) {
      return offset.getTotalSeconds();
    }
    ZoneRules rules = zone.getRules();
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(localMicros, MICROS_PER_SECOND), 0, ZoneOffset.UTC);
    List<ZoneOffset> valid = rules.getValidOffsets(local);
    if (valid.size() == 1) {
      return valid.getFirst().getTotalSeconds();
    }
    ZoneOffsetTransition transition = rules.getTransition(local);
    return (transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter())
        .getTotalSeconds();
  }
}
