package dev.headrace.model.function;

import dev.headrace.model.SqlType;
import dev.headrace.model.text.TypeOids;
import org.jspecify.annotations.Nullable;

/**
 * What the information schema says about columns of a type: functions of the type's OID and
 * modifier, which clients call to say the same of what has no column there.
 */
public final class TypeAttributes {
  private static final int SMALLINT = 21;
  private static final int INTEGER = 23;
  private static final int BIGINT = 20;
  private static final int TEXT = 25;
  private static final int REAL = 700;
  private static final int DOUBLE = 701;
  private static final int CHAR = 1042;
  private static final int VARCHAR = 1043;
  private static final int DATE = 1082;
  private static final int TIME = 1083;
  private static final int TIMESTAMP = 1114;
  private static final int TIMESTAMPTZ = 1184;
  private static final int INTERVAL = 1186;
  private static final int TIMETZ = 1266;
  private static final int BIT = 1560;
  private static final int VARBIT = 1562;
  private static final int NUMERIC = 1700;

  /** What a modifier counts beside the length or the precision and scale. */
  private static final int HEADER = 4;

  private static final int LOW = 0xffff;
  private static final int MAX_CHARACTER_BYTES = 4;
  private static final int MAX_TEXT_BYTES = 1 << 30;

  private TypeAttributes() {}

  /** {@code _pg_char_max_length}. */
  public static @Nullable Integer characterLength(int type, int typmod) {
    if (typmod == TypeOids.NO_TYPMOD) {
      return null;
    }
    return switch (type) {
      case CHAR, VARCHAR -> typmod - HEADER;
      case BIT, VARBIT -> typmod;
      default -> null;
    };
  }

  /** {@code _pg_char_octet_length}. */
  public static @Nullable Integer characterBytes(int type, int typmod) {
    return switch (type) {
      case TEXT, CHAR, VARCHAR -> {
        Integer length = characterLength(type, typmod);
        yield typmod == TypeOids.NO_TYPMOD
            ? Integer.valueOf(MAX_TEXT_BYTES)
            : length == null ? null : Integer.valueOf(length * MAX_CHARACTER_BYTES);
      }
      default -> null;
    };
  }

  /** {@code _pg_numeric_precision}. */
  public static @Nullable Integer precision(int type, int typmod) {
    return switch (type) {
      case SMALLINT -> Short.SIZE;
      case INTEGER -> Integer.SIZE;
      case BIGINT -> Long.SIZE;
      case REAL -> Float.PRECISION;
      case DOUBLE -> Double.PRECISION;
      case NUMERIC -> typmod == TypeOids.NO_TYPMOD ? null : (typmod - HEADER) >> Short.SIZE & LOW;
      default -> null;
    };
  }

  /** {@code _pg_numeric_precision_radix}. */
  public static @Nullable Integer radix(int type, int typmod) {
    return switch (type) {
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> 2;
      case NUMERIC -> 10;
      default -> null;
    };
  }

  /** {@code _pg_numeric_scale}. */
  public static @Nullable Integer scale(int type, int typmod) {
    return switch (type) {
      case SMALLINT, INTEGER, BIGINT -> 0;
      case NUMERIC -> typmod == TypeOids.NO_TYPMOD ? null : (typmod - HEADER) & LOW;
      default -> null;
    };
  }

  /** {@code _pg_datetime_precision}. */
  public static @Nullable Integer timePrecision(int type, int typmod) {
    return switch (type) {
      case DATE -> 0;
      case TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ ->
          typmod < 0 ? Integer.valueOf(SqlType.MAX_TIME_PRECISION) : Integer.valueOf(typmod);
      case INTERVAL -> {
        int precision = typmod & LOW;
        yield typmod < 0 || precision == LOW ? SqlType.MAX_TIME_PRECISION : precision;
      }
      default -> null;
    };
  }
}
