package dev.headrace.sql;

import dev.headrace.ir.Casts;
import dev.headrace.ir.Casts.Context;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's type resolution asks of types (chapter 10, {@code pg_type}). */
final class Types {
  private Types() {}

  /** {@code pg_type.typcategory}. */
  enum Category {
    BOOLEAN,
    NUMBER,
    STRING,
    DATE_TIME,
    TIME_SPAN,
    ARRAY,
    ENUM,
    OTHER
  }

  static Category category(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> Category.BOOLEAN;
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, NUMERIC -> Category.NUMBER;
      case TEXT, VARCHAR, CHAR -> Category.STRING;
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> Category.DATE_TIME;
      case INTERVAL -> Category.TIME_SPAN;
      case ARRAY -> Category.ARRAY;
      case ENUM -> Category.ENUM;
      case BYTEA, UUID, JSONB -> Category.OTHER;
    };
  }

  /** Whether equal values are the same in every respect: 1.0 and 1.00, say, are not. */
  static boolean isExact(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          TEXT,
          VARCHAR,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          UUID,
          ENUM ->
          true;
      case REAL, DOUBLE, NUMERIC, CHAR, INTERVAL, JSONB -> false;
      case ARRAY -> isExact(Objects.requireNonNull(type.element()));
    };
  }

  /** {@code pg_type.typispreferred}. */
  static boolean isPreferred(Kind kind) {
    return switch (kind) {
      case BOOLEAN, DOUBLE, TEXT, TIMESTAMPTZ, INTERVAL -> true;
      case SMALLINT,
          INTEGER,
          BIGINT,
          REAL,
          NUMERIC,
          VARCHAR,
          CHAR,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          UUID,
          JSONB,
          ENUM,
          ARRAY ->
          false;
    };
  }

  /** The type without precision, scale or length. */
  static SqlType unmodified(SqlType type) {
    return switch (type.kind()) {
      case NUMERIC -> SqlType.NUMERIC;
      case VARCHAR -> SqlType.VARCHAR;
      case CHAR -> new SqlType(Kind.CHAR, SqlType.UNBOUNDED, 0, null);
      case TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> of(type.kind());
      case ARRAY -> SqlType.array(unmodified(element(type)));
      default -> type;
    };
  }

  static SqlType element(SqlType array) {
    return Objects.requireNonNull(array.element(), "an array has an element type");
  }

  /** The name in messages: without modifiers. */
  static String name(@Nullable SqlType type) {
    return type == null ? "unknown" : unmodified(type).toString();
  }

  static boolean isImplicit(SqlType from, SqlType to) {
    return Casts.isPossible(from, to, Context.IMPLICIT);
  }

  /** A type of a kind that is no array. */
  static SqlType of(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> SqlType.BOOLEAN;
      case SMALLINT -> SqlType.SMALLINT;
      case INTEGER -> SqlType.INTEGER;
      case BIGINT -> SqlType.BIGINT;
      case REAL -> SqlType.REAL;
      case DOUBLE -> SqlType.DOUBLE;
      case NUMERIC -> SqlType.NUMERIC;
      case TEXT -> SqlType.TEXT;
      case VARCHAR -> SqlType.VARCHAR;
      case CHAR -> new SqlType(Kind.CHAR, SqlType.UNBOUNDED, 0, null);
      case BYTEA -> SqlType.BYTEA;
      case DATE -> SqlType.DATE;
      case TIME -> SqlType.TIME;
      case TIMESTAMP -> SqlType.TIMESTAMP;
      case TIMESTAMPTZ -> SqlType.TIMESTAMPTZ;
      case INTERVAL -> SqlType.INTERVAL;
      case UUID -> SqlType.UUID;
      case JSONB -> SqlType.JSONB;
      case ARRAY -> throw new IllegalArgumentException("an array needs an element type");
      case ENUM -> throw new IllegalArgumentException("an enumerated type needs its labels");
    };
  }
}
