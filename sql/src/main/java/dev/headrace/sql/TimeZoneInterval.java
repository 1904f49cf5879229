package dev.headrace.sql;

import static dev.headrace.model.Gregorian.MICROS_PER_SECOND;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Interval;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.IntervalRange;
import dev.headrace.model.text.IntervalRange.Field;
import dev.headrace.model.text.TimeZones;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.nio.charset.StandardCharsets;

/** {@code SET TIME ZONE INTERVAL '-05:30' HOUR TO MINUTE}: how far a zone is ahead of UTC. */
final class TimeZoneInterval implements HeadraceParserConstants {
  private static final int MAX_SECONDS = 18 * 3600;

  private final TokenCursor tokens;

  TimeZoneInterval(TokenCursor tokens) {
    this.tokens = tokens;
  }

  /** Returns the zone's name. */
  String parse() {
    tokens.expect("interval");
    if (tokens.accept(LPAREN)) {
      tokens.integer();
      tokens.expect(RPAREN);
    }
    Token start = tokens.peek();
    String text = tokens.string();
    IntervalRange range = IntervalRange.ANY;
    if (tokens.accept("hour", "to", "minute")) {
      range = new IntervalRange(Field.HOUR, Field.MINUTE);
    } else if (tokens.accept("hour")) {
      range = new IntervalRange(Field.HOUR, Field.HOUR);
    }
    return name(text, range, start);
  }

  private String name(String text, IntervalRange range, Token start) {
    Interval interval;
    try {
      interval = range.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (SqlException e) {
      throw e.withPosition(tokens.source().position(tokens.start(start)));
    }
    if (interval.months() != 0) {
      throw invalid(text, "Cannot specify months in time zone interval.");
    }
    if (interval.days() != 0) {
      throw invalid(text, "Cannot specify days in time zone interval.");
    }
    long seconds = interval.micros() / MICROS_PER_SECOND;
    if (Math.abs(seconds) > MAX_SECONDS) {
      throw invalid(text, "UTC timezone offset is out of range.");
    }
    return TimeZones.setting((int) seconds);
  }

  private static SqlException invalid(String text, String detail) {
    return new SqlException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "invalid value for parameter \"TimeZone\": \"INTERVAL '" + text + "'\"")
        .withDetail(detail);
  }
}
