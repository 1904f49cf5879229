package dev.headrace.engine;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TextFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Makes carriers of the Java values that an application gives as parameters. */
final class Carriers {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private Carriers() {}

  /** The type that goes without saying for a value; null where the statement has to tell. */
  static @Nullable SqlType typeOf(@Nullable Object value) {
    return switch (value) {
      case Boolean b -> SqlType.BOOLEAN;
      case Short s -> SqlType.SMALLINT;
      case Integer i -> SqlType.INTEGER;
      case Long l -> SqlType.BIGINT;
      case Float f -> SqlType.REAL;
      case Double d -> SqlType.DOUBLE;
      case BigDecimal d -> SqlType.NUMERIC;
      case BigInteger i -> SqlType.NUMERIC;
      case byte[] b -> SqlType.BYTEA;
      case LocalDate d -> SqlType.DATE;
      case LocalTime t -> SqlType.TIME;
      case LocalDateTime t -> SqlType.TIMESTAMP;
      case Instant t -> SqlType.TIMESTAMPTZ;
      case OffsetDateTime t -> SqlType.TIMESTAMPTZ;
      case java.util.UUID u -> SqlType.UUID;
      case dev.headrace.model.Interval i -> SqlType.INTERVAL;
      case null, default -> null;
    };
  }

  /** A value as the carrier of a type. */
  static @Nullable Object of(@Nullable Object value, SqlType type, ZoneId zone) {
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      // the carriers of bytea, jsonb and arrays are slices too, but not of their text
      return type.kind().isText() ? Slice.of(text) : TextFormat.parse(type, text, zone);
    }
    if (type.kind() == SqlType.Kind.ENUM) {
      if (value instanceof Enum<?> constant) {
        return type.enumType().key(constant.name());
      }
      throw mismatch(value, type);
    }
    Object carrier = direct(value);
    Object number = number(carrier, type);
    if (number != null) {
      return number;
    }
    boolean bytesForOther = value instanceof byte[] && type.kind() != SqlType.Kind.BYTEA;
    if (type.carrier().isInstance(carrier) && !bytesForOther) {
      return carrier;
    }
    if (carrier instanceof Number) {
      return TextFormat.parse(type, value.toString(), zone);
    }
    throw mismatch(value, type);
  }

  private static SqlException mismatch(Object value, SqlType type) {
    return new SqlException(
        ErrorCode.DATATYPE_MISMATCH,
        "parameter is of type " + type + " but the value is a " + value.getClass().getName());
  }

  // whole numbers where wider ones are asked for, which needs no check
  private static @Nullable Object number(Object value, SqlType type) {
    return switch (type.kind()) {
      case BIGINT -> value instanceof Integer i ? (Object) i.longValue() : null;
      case DOUBLE ->
          value instanceof Integer || value instanceof Float
              ? (Object) ((Number) value).doubleValue()
              : null;
      case NUMERIC ->
          value instanceof Integer || value instanceof Long
              ? BigDecimal.valueOf(((Number) value).longValue())
              : null;
      default -> null;
    };
  }

  private static Object direct(Object value) {
    return switch (value) {
      case Short s -> s.intValue();
      case byte[] bytes -> Slice.of(bytes);
      case BigInteger i -> new BigDecimal(i);
      case LocalDate d -> Math.toIntExact(d.toEpochDay());
      case LocalTime t -> t.toNanoOfDay() / 1000;
      case LocalDateTime t -> micros(t);
      case OffsetDateTime t -> micros(t.toInstant());
      case Instant t -> micros(t);
      default -> value;
    };
  }

  private static long micros(LocalDateTime time) {
    long days = Math.multiplyExact(time.toLocalDate().toEpochDay(), MICROS_PER_DAY);
    return Math.addExact(days, time.toLocalTime().toNanoOfDay() / 1000);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
