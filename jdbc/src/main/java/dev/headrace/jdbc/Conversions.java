package dev.headrace.jdbc;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The classes that {@link ResultSet#getObject(int, Class)} knows. */
final class Conversions {
  private static final Set<Class<?>> TEMPORAL =
      Set.of(
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          Instant.class);

  @FunctionalInterface
  private interface Getter {
    @Nullable Object get(ResultSet rows, int column) throws SQLException;
  }

  private static final Map<Class<?>, Getter> GETTERS =
      Map.ofEntries(
          Map.entry(Boolean.class, ResultSet::getBoolean),
          Map.entry(Byte.class, ResultSet::getByte),
          Map.entry(Short.class, ResultSet::getShort),
          Map.entry(Integer.class, ResultSet::getInt),
          Map.entry(Long.class, ResultSet::getLong),
          Map.entry(Float.class, ResultSet::getFloat),
          Map.entry(Double.class, ResultSet::getDouble),
          Map.entry(BigDecimal.class, (rows, column) -> rows.getBigDecimal(column)),
          Map.entry(String.class, ResultSet::getString),
          Map.entry(byte[].class, ResultSet::getBytes),
          Map.entry(Date.class, (rows, column) -> rows.getDate(column)),
          Map.entry(Time.class, (rows, column) -> rows.getTime(column)),
          Map.entry(Timestamp.class, (rows, column) -> rows.getTimestamp(column)));

  private Conversions() {}

  static boolean isTemporal(Class<?> type) {
    return TEMPORAL.contains(type);
  }

  /** A column as an object of a class. */
  static @Nullable Object get(ResultSet rows, int column, Class<?> type) throws SQLException {
    Getter getter = GETTERS.get(type);
    if (getter != null) {
      return getter.get(rows, column);
    }
    Object value = rows.getObject(column);
    if (value == null || type.isInstance(value)) {
      return value;
    }
    throw Errors.invalid("conversion to " + type.getName() + " is not known");
  }
}
