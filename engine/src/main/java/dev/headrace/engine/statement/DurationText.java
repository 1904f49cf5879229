package dev.headrace.engine.statement;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of parameters that are a time: a number and a unit, milliseconds if there is none, as
 * PostgreSQL 15, section 20.1.1 has them.
 */
final class DurationText {
  static final String NEVER = "-1";

  private static final Pattern TEXT =
      Pattern.compile("\\s*([+-]?(?:\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18}))\\s*([a-z]*)\\s*");

  /** Microseconds by unit, the greatest first. */
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", 86_400_000_000L);
    UNITS.put("h", 3_600_000_000L);
    UNITS.put("min", 60_000_000L);
    UNITS.put("s", 1_000_000L);
    UNITS.put("ms", 1_000L);
    UNITS.put("us", 1L);
  }

  private DurationText() {}

  /**
   * The value as SHOW gives it: in the greatest unit in which it is a whole number.
   *
   * @throws SqlException 22023 if it is no time, or negative, or beyond 24 days
   */
  static String normalise(String parameter, String value) {
    Matcher matcher = TEXT.matcher(value);
    Long micros =
        matcher.matches() ? UNITS.get(matcher.group(2).isEmpty() ? "ms" : matcher.group(2)) : null;
    if (micros == null) {
      throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "invalid value for parameter "
                  + SqlException.quote(parameter)
                  + ": "
                  + SqlException.quote(value))
          .withHint(
              "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and"
                  + " \"d\".");
    }
    BigDecimal millis =
        new BigDecimal(matcher.group(1))
            .multiply(BigDecimal.valueOf(micros))
            .divide(BigDecimal.valueOf(1000), 0, RoundingMode.HALF_EVEN);
    if (millis.signum() < 0 || millis.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          millis.toPlainString()
              + " ms is outside the valid range for parameter "
              + SqlException.quote(parameter)
              + " (0 .. "
              + Integer.MAX_VALUE
              + ")");
    }
    return write(millis.longValueExact());
  }

  private static String write(long millis) {
    if (millis == 0) {
      return "0";
    }
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (millis * 1000 % unit.getValue() == 0) {
        return millis * 1000 / unit.getValue() + unit.getKey();
      }
    }
    throw new IllegalStateException("milliseconds are a unit: " + millis);
  }

  /** The same for a parameter that may be -1, for never. */
  static String normaliseOrNever(String parameter, String value) {
    return value.strip().equals(NEVER) ? NEVER : normalise(parameter, value);
  }

  /** What a normalised text means; zero for no limit. */
  static Duration parse(String normalised) {
    Matcher matcher = TEXT.matcher(normalised);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(normalised);
    }
    long unit = UNITS.getOrDefault(matcher.group(2), 1_000L);
    return Duration.ofNanos(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit * 1000));
  }
}
