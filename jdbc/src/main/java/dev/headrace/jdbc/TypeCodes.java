package dev.headrace.jdbc;

import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.UUID;

/** JDBC's names for the types of SQL. */
final class TypeCodes {
  private TypeCodes() {}

  /** The constant of {@link Types}. */
  static int of(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Types.BIT;
      case SMALLINT -> Types.SMALLINT;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case REAL -> Types.REAL;
      case DOUBLE -> Types.DOUBLE;
      case NUMERIC -> Types.NUMERIC;
      case TEXT, VARCHAR, ENUM -> Types.VARCHAR;
      case CHAR -> Types.CHAR;
      case BYTEA -> Types.BINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP, TIMESTAMPTZ -> Types.TIMESTAMP;
      case INTERVAL, UUID, JSONB, ARRAY -> Types.OTHER;
    };
  }

  /** What {@link java.sql.ResultSet#getObject(int)} gives. */
  static Class<?> classOf(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Boolean.class;
      case SMALLINT, INTEGER -> Integer.class;
      case BIGINT -> Long.class;
      case REAL -> Float.class;
      case DOUBLE -> Double.class;
      case NUMERIC -> BigDecimal.class;
      case TEXT, VARCHAR, CHAR, INTERVAL, JSONB, ENUM, ARRAY -> String.class;
      case BYTEA -> byte[].class;
      case DATE -> Date.class;
      case TIME -> Time.class;
      case TIMESTAMP, TIMESTAMPTZ -> Timestamp.class;
      case UUID -> UUID.class;
    };
  }

  /** The precision, or how long a text may be; 0 where that does not apply. */
  static int precision(SqlType type) {
    return switch (type.kind()) {
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case BIGINT -> 19;
      case REAL -> 8;
      case DOUBLE -> 17;
      case NUMERIC, VARCHAR, CHAR -> Math.max(0, type.precision());
      case TEXT, ENUM -> Integer.MAX_VALUE;
      case BOOLEAN -> 1;
      case DATE -> 13;
      case TIME -> 8 + fraction(type);
      case TIMESTAMP -> 22 + fraction(type);
      case TIMESTAMPTZ -> 28 + fraction(type);
      case BYTEA, INTERVAL, UUID, JSONB, ARRAY -> 0;
    };
  }

  private static int timePrecision(SqlType type) {
    return type.precision() == SqlType.UNBOUNDED ? SqlType.MAX_TIME_PRECISION : type.precision();
  }

  /** Characters of a second's fraction, its point included. */
  private static int fraction(SqlType type) {
    int digits = timePrecision(type);
    return digits == 0 ? 0 : digits + 1;
  }

  static int scale(SqlType type) {
    return switch (type.kind()) {
      case NUMERIC -> type.scale();
      case TIME, TIMESTAMP, TIMESTAMPTZ -> timePrecision(type);
      default -> 0;
    };
  }

  static boolean isSigned(SqlType type) {
    return type.kind().isNumber();
  }
}
