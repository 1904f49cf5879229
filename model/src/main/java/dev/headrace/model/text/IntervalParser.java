package dev.headrace.model.text;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads intervals: numbers with units, times of day, years-months, ISO 8601 durations. A fraction
 * of a unit goes to the smaller ones: half a month is 15 days, half a day is 12 hours.
 */
final class IntervalParser {
  private enum Unit {
    MICROSECOND,
    MILLISECOND,
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    YEAR,
    DECADE,
    CENTURY,
    MILLENNIUM
  }

  private static final Map<String, Unit> UNITS =
      Map.ofEntries(
          Map.entry("us", Unit.MICROSECOND),
          Map.entry("usec", Unit.MICROSECOND),
          Map.entry("usecs", Unit.MICROSECOND),
          Map.entry("microsecon", Unit.MICROSECOND),
          Map.entry("microsecond", Unit.MICROSECOND),
          Map.entry("microseconds", Unit.MICROSECOND),
          Map.entry("ms", Unit.MILLISECOND),
          Map.entry("msec", Unit.MILLISECOND),
          Map.entry("msecs", Unit.MILLISECOND),
          Map.entry("millisecond", Unit.MILLISECOND),
          Map.entry("milliseconds", Unit.MILLISECOND),
          Map.entry("s", Unit.SECOND),
          Map.entry("sec", Unit.SECOND),
          Map.entry("secs", Unit.SECOND),
          Map.entry("second", Unit.SECOND),
          Map.entry("seconds", Unit.SECOND),
          Map.entry("m", Unit.MINUTE),
          Map.entry("min", Unit.MINUTE),
          Map.entry("mins", Unit.MINUTE),
          Map.entry("minute", Unit.MINUTE),
          Map.entry("minutes", Unit.MINUTE),
          Map.entry("h", Unit.HOUR),
          Map.entry("hr", Unit.HOUR),
          Map.entry("hrs", Unit.HOUR),
          Map.entry("hour", Unit.HOUR),
          Map.entry("hours", Unit.HOUR),
          Map.entry("d", Unit.DAY),
          Map.entry("day", Unit.DAY),
          Map.entry("days", Unit.DAY),
          Map.entry("w", Unit.WEEK),
          Map.entry("week", Unit.WEEK),
          Map.entry("weeks", Unit.WEEK),
          Map.entry("mon", Unit.MONTH),
          Map.entry("mons", Unit.MONTH),
          Map.entry("month", Unit.MONTH),
          Map.entry("months", Unit.MONTH),
          Map.entry("y", Unit.YEAR),
          Map.entry("yr", Unit.YEAR),
          Map.entry("yrs", Unit.YEAR),
          Map.entry("year", Unit.YEAR),
          Map.entry("years", Unit.YEAR),
          Map.entry("dec", Unit.DECADE),
          Map.entry("decs", Unit.DECADE),
          Map.entry("decade", Unit.DECADE),
          Map.entry("decades", Unit.DECADE),
          Map.entry("c", Unit.CENTURY),
          Map.entry("cent", Unit.CENTURY),
          Map.entry("century", Unit.CENTURY),
          Map.entry("centuries", Unit.CENTURY),
          Map.entry("mil", Unit.MILLENNIUM),
          Map.entry("mils", Unit.MILLENNIUM),
          Map.entry("millennium", Unit.MILLENNIUM),
          Map.entry("millennia", Unit.MILLENNIUM));

  private static final BigDecimal MONTHS_PER_YEAR = BigDecimal.valueOf(12);
  private static final BigDecimal DAYS_PER_MONTH = BigDecimal.valueOf(30);
  private static final BigDecimal MICROS_PER_DAY = BigDecimal.valueOf(Gregorian.MICROS_PER_DAY);

  private final String text;
  private final String source;
  private final IntervalRange range;
  private final Set<Unit> seen = EnumSet.noneOf(Unit.class);
  private int at;
  private BigDecimal months = BigDecimal.ZERO;
  private BigDecimal days = BigDecimal.ZERO;
  private BigDecimal micros = BigDecimal.ZERO;

  /**
   * @param range the fields that the interval is restricted to
   */
  IntervalParser(byte[] bytes, int offset, int length, IntervalRange range) {
    this.range = range;
    this.source = new String(bytes, offset, length, StandardCharsets.UTF_8);
    this.text = source.toLowerCase(Locale.ROOT);
  }

  Interval parse() {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '@') {
      at++;
      skipBlanks();
    }
    if (at < text.length() && text.charAt(at) == 'p') {
      iso8601();
    } else {
      traditional();
    }
    return result();
  }

  private Interval result() {
    try {
      return new Interval(
          months.intValueExact(),
          days.intValueExact(),
          micros.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    } catch (ArithmeticException e) {
      throw new SqlException(
          ErrorCode.INTERVAL_FIELD_OVERFLOW,
          "interval field value out of range: " + SqlException.quote(source),
          e);
    }
  }

  private void traditional() {
    boolean any = false;
    boolean ago = false;
    while (skipBlanks()) {
      if (ago) {
        throw syntaxError();
      }
      if (isLetter(text.charAt(at))) {
        if (!any || !readWord().equals("ago")) {
          throw syntaxError();
        }
        ago = true;
      } else {
        field();
        any = true;
      }
    }
    if (!any) {
      throw syntaxError();
    }
    if (ago) {
      months = months.negate();
      days = days.negate();
      micros = micros.negate();
    }
  }

  private void field() {
    boolean negative = sign();
    BigDecimal number = number();
    if (at < text.length() && text.charAt(at) == ':') {
      time(number, negative);
    } else if (at + 1 < text.length() && text.charAt(at) == '-' && isDigit(text.charAt(at + 1))) {
      at++;
      BigDecimal yearMonths = number();
      if (yearMonths.compareTo(MONTHS_PER_YEAR) >= 0 || number.scale() > 0) {
        throw fieldOutOfRange();
      }
      months = months.add(signed(number.multiply(MONTHS_PER_YEAR).add(yearMonths), negative));
    } else {
      skipBlanks();
      Unit unit =
          at < text.length() && isLetter(text.charAt(at))
              ? unit()
              : timeFollows() || hoursFollow() ? Unit.DAY : unitOfLast();
      note(unit);
      add(signed(number, negative), unit);
    }
  }

  /** Days may stand before a time of day without a unit. */
  private boolean timeFollows() {
    int i = at;
    while (i < text.length() && (isDigit(text.charAt(i)) || "+-".indexOf(text.charAt(i)) >= 0)) {
      i++;
    }
    return i > at && i < text.length() && text.charAt(i) == ':';
  }

  /** The unit of a number without one: that of the range's last field. */
  private Unit unitOfLast() {
    return switch (range.last()) {
      case YEAR -> Unit.YEAR;
      case MONTH -> Unit.MONTH;
      case DAY -> Unit.DAY;
      case HOUR -> Unit.HOUR;
      case MINUTE -> Unit.MINUTE;
      case SECOND -> Unit.SECOND;
    };
  }

  /** Nor needs a number before hours without a unit to have one. */
  private boolean hoursFollow() {
    return unitOfLast() == Unit.HOUR
        && at < text.length()
        && text.substring(at).strip().chars().noneMatch(c -> c == ' ' || isLetter((char) c));
  }

  /** Each unit may occur once. */
  private void note(Unit unit) {
    if (!seen.add(unit)) {
      throw syntaxError();
    }
  }

  private Unit unit() {
    int start = at;
    Unit unit = UNITS.get(readWord());
    if (unit == null) {
      at = start;
      if (text.startsWith("ago", at)) {
        return Unit.SECOND;
      }
      throw syntaxError();
    }
    return unit;
  }

  private boolean sign() {
    char c = text.charAt(at);
    if (c == '-' || c == '+') {
      at++;
      skipBlanks();
    }
    return c == '-';
  }

  private void time(BigDecimal hours, boolean negative) {
    at++;
    note(Unit.HOUR);
    note(Unit.MINUTE);
    note(Unit.SECOND);
    BigDecimal minutes = number();
    BigDecimal seconds = BigDecimal.ZERO;
    if (at < text.length() && text.charAt(at) == ':') {
      at++;
      seconds = number();
    } else if (minutes.scale() > 0 || range.equals(IntervalRange.MINUTE_TO_SECOND)) {
      minutesAndSeconds(hours, minutes, negative);
      return;
    }
    add(signed(hours, negative), Unit.HOUR);
    minutesAndSeconds(minutes, seconds, negative);
  }

  private void minutesAndSeconds(BigDecimal minutes, BigDecimal seconds, boolean negative) {
    checkSixty(minutes);
    checkSixty(seconds);
    add(signed(minutes, negative), Unit.MINUTE);
    add(signed(seconds, negative), Unit.SECOND);
  }

  private void checkSixty(BigDecimal value) {
    if (value.compareTo(BigDecimal.valueOf(60)) >= 0) {
      throw fieldOutOfRange();
    }
  }

  private void iso8601() {
    at++;
    boolean inTime = false;
    boolean any = false;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      if (text.charAt(at) == 't' && !inTime) {
        inTime = true;
        at++;
        continue;
      }
      boolean negative = sign();
      BigDecimal number = signed(number(), negative);
      Unit unit = at < text.length() ? isoUnit(text.charAt(at++), inTime) : null;
      if (unit == null) {
        throw syntaxError();
      }
      add(number, unit);
      any = true;
    }
    if (!any || skipBlanks()) {
      throw syntaxError();
    }
  }

  private static @Nullable Unit isoUnit(char letter, boolean inTime) {
    return switch (letter) {
      case 'y' -> inTime ? null : Unit.YEAR;
      case 'm' -> inTime ? Unit.MINUTE : Unit.MONTH;
      case 'w' -> inTime ? null : Unit.WEEK;
      case 'd' -> inTime ? null : Unit.DAY;
      case 'h' -> inTime ? Unit.HOUR : null;
      case 's' -> inTime ? Unit.SECOND : null;
      default -> null;
    };
  }

  private void add(BigDecimal value, Unit unit) {
    switch (unit) {
      case MICROSECOND -> micros = micros.add(value);
      case MILLISECOND -> addMicros(value, 1_000);
      case SECOND -> addMicros(value, Gregorian.MICROS_PER_SECOND);
      case MINUTE -> addMicros(value, Gregorian.MICROS_PER_MINUTE);
      case HOUR -> addMicros(value, Gregorian.MICROS_PER_HOUR);
      case DAY -> addDays(value);
      case WEEK -> addDays(value.multiply(BigDecimal.valueOf(7)));
      case MONTH -> addMonths(value);
      case YEAR -> addYears(value);
      case DECADE -> addYears(value.multiply(BigDecimal.TEN));
      case CENTURY -> addYears(value.multiply(BigDecimal.valueOf(100)));
      case MILLENNIUM -> addYears(value.multiply(BigDecimal.valueOf(1000)));
    }
  }

  private void addMicros(BigDecimal value, long factor) {
    micros = micros.add(value.multiply(BigDecimal.valueOf(factor)));
  }

  /** Whole days, and the rest as time. */
  private void addDays(BigDecimal value) {
    BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
    days = days.add(whole);
    micros =
        micros.add(
            value.subtract(whole).multiply(MICROS_PER_DAY).setScale(0, RoundingMode.HALF_EVEN));
  }

  /** Whole months, and the rest as days and time. */
  private void addMonths(BigDecimal value) {
    BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
    months = months.add(whole);
    addDays(value.subtract(whole).multiply(DAYS_PER_MONTH));
  }

  /** Rounded to whole months, as PostgreSQL does. */
  private void addYears(BigDecimal value) {
    months = months.add(value.multiply(MONTHS_PER_YEAR).setScale(0, RoundingMode.HALF_EVEN));
  }

  private BigDecimal number() {
    int start = at;
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String digits = text.substring(start, at);
    if (digits.isEmpty() || digits.equals(".") || digits.indexOf('.') != digits.lastIndexOf('.')) {
      throw syntaxError();
    }
    return new BigDecimal(digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits);
  }

  private String readWord() {
    int start = at;
    while (at < text.length() && isLetter(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  private static BigDecimal signed(BigDecimal value, boolean negative) {
    return negative ? value.negate() : value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private SqlException syntaxError() {
    return new SqlException(
        ErrorCode.INVALID_DATETIME_FORMAT,
        "invalid input syntax for type interval: " + SqlException.quote(source));
  }

  private SqlException fieldOutOfRange() {
    return new SqlException(
        ErrorCode.INTERVAL_FIELD_OVERFLOW,
        "interval field value out of range: " + SqlException.quote(source));
  }
}
