package dev.headrace.connect.generator;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.TimePrecision;
import dev.headrace.model.text.TextFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;

/**
 * The values of an ordered type as whole numbers, in the type's smallest unit: integers themselves,
 * decimals without their point, days, microseconds.
 *
 * @param column which column is set
 * @param type its type
 * @param decimals NUMERIC: digits after the point
 */
record Scale(int column, SqlType type, int decimals) {
  private static final int DEFAULT_DECIMALS = 2;
  private static final int LONG_DIGITS = 18;

  /** So that one more is still a long. */
  private static final long MOST_LONG = Long.MAX_VALUE - 1;

  /** Whether a type has such a scale. */
  static boolean has(SqlType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> true;
      case BOOLEAN, REAL, DOUBLE, TEXT, VARCHAR, CHAR, BYTEA, INTERVAL, UUID, JSONB, ENUM, ARRAY ->
          false;
    };
  }

  static Scale of(int column, SqlType type) {
    boolean declared = type.precision() != SqlType.UNBOUNDED;
    return new Scale(column, type, declared ? type.scale() : DEFAULT_DECIMALS);
  }

  /** A value given as text. */
  long parse(String text) {
    Object value = TextFormat.parse(type, text.strip(), ZoneOffset.UTC);
    return switch (value) {
      case Integer number -> number;
      case Long number -> number;
      case BigDecimal number -> unscaled(number);
      default -> throw new IllegalStateException("no scale for " + type);
    };
  }

  /** A difference of values given as text: a number, or for times an interval. */
  long parseStep(String text) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC -> parse(text);
      case DATE -> micros(text) / Gregorian.MICROS_PER_DAY;
      default -> micros(text);
    };
  }

  private static long micros(String text) {
    Interval interval = (Interval) TextFormat.parse(SqlType.INTERVAL, text.strip(), ZoneOffset.UTC);
    if (interval.months() != 0) {
      throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "months have no fixed length");
    }
    return interval.days() * Gregorian.MICROS_PER_DAY + interval.micros();
  }

  private long unscaled(BigDecimal value) {
    return value.setScale(decimals, RoundingMode.HALF_UP).unscaledValue().longValueExact();
  }

  /** Sets the column. */
  void set(RowWriter writer, long value) {
    switch (type.kind()) {
      case SMALLINT, INTEGER, DATE -> writer.setInt(column, (int) value);
      case NUMERIC -> writer.setDecimal(column, BigDecimal.valueOf(value, decimals));
      case TIME, TIMESTAMP, TIMESTAMPTZ -> writer.setLong(column, TimePrecision.of(value, type));
      default -> writer.setLong(column, value);
    }
  }

  /** The greatest value, after which a sequence ends. */
  long most() {
    return switch (type.kind()) {
      case SMALLINT -> Short.MAX_VALUE;
      case INTEGER, DATE -> Integer.MAX_VALUE - 1;
      case TIME -> Gregorian.MICROS_PER_DAY;
      case NUMERIC -> type.precision() == SqlType.UNBOUNDED ? MOST_LONG : mostDigits();
      default -> MOST_LONG;
    };
  }

  private long mostDigits() {
    return type.precision() > LONG_DIGITS
        ? MOST_LONG
        : BigDecimal.TEN.pow(type.precision()).longValueExact() - 1;
  }
}
