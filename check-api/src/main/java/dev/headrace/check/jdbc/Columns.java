package dev.headrace.check.jdbc;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns of the row that a result set is at, and looks at NULLs: {@code require...} refuses
 * them, {@code ...OrNull} makes them null where JDBC does not.
 *
 * <p>There is a method for each type, and not a generic one for all. Calls are arguments of
 * constructors, where a compiler finds out the types of generic calls several times, and numbers
 * would be boxed.
 */
public final class Columns {
  private Columns() {}

  public static boolean requireBoolean(ResultSet rows, int column) throws SQLException {
    boolean value = rows.getBoolean(column);
    if (rows.wasNull()) {
      throw isNull(rows, column);
    }
    return value;
  }

  public static @Nullable Boolean booleanOrNull(ResultSet rows, int column) throws SQLException {
    boolean value = rows.getBoolean(column);
    return rows.wasNull() ? null : value;
  }

  public static short requireShort(ResultSet rows, int column) throws SQLException {
    short value = rows.getShort(column);
    if (rows.wasNull()) {
      throw isNull(rows, column);
    }
    return value;
  }

  public static @Nullable Short shortOrNull(ResultSet rows, int column) throws SQLException {
    short value = rows.getShort(column);
    return rows.wasNull() ? null : value;
  }

  public static int requireInt(ResultSet rows, int column) throws SQLException {
    int value = rows.getInt(column);
    if (rows.wasNull()) {
      throw isNull(rows, column);
    }
    return value;
  }

  public static @Nullable Integer intOrNull(ResultSet rows, int column) throws SQLException {
    int value = rows.getInt(column);
    return rows.wasNull() ? null : value;
  }

  public static long requireLong(ResultSet rows, int column) throws SQLException {
    long value = rows.getLong(column);
    if (rows.wasNull()) {
      throw isNull(rows, column);
    }
    return value;
  }

  public static @Nullable Long longOrNull(ResultSet rows, int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? null : value;
  }

  public static float requireFloat(ResultSet rows, int column) throws SQLException {
    float value = rows.getFloat(column);
    if (rows.wasNull()) {
      throw isNull(rows, column);
    }
    return value;
  }

  public static @Nullable Float floatOrNull(ResultSet rows, int column) throws SQLException {
    float value = rows.getFloat(column);
    return rows.wasNull() ? null : value;
  }

  public static double requireDouble(ResultSet rows, int column) throws SQLException {
    double value = rows.getDouble(column);
    if (rows.wasNull()) {
      throw isNull(rows, column);
    }
    return value;
  }

  public static @Nullable Double doubleOrNull(ResultSet rows, int column) throws SQLException {
    double value = rows.getDouble(column);
    return rows.wasNull() ? null : value;
  }

  public static String requireString(ResultSet rows, int column) throws SQLException {
    return notNull(rows.getString(column), rows, column);
  }

  public static BigDecimal requireBigDecimal(ResultSet rows, int column) throws SQLException {
    return notNull(rows.getBigDecimal(column), rows, column);
  }

  public static byte[] requireBytes(ResultSet rows, int column) throws SQLException {
    return notNull(rows.getBytes(column), rows, column);
  }

  public static Array requireArray(ResultSet rows, int column) throws SQLException {
    return notNull(rows.getArray(column), rows, column);
  }

  public static LocalDate requireLocalDate(ResultSet rows, int column) throws SQLException {
    return notNull(rows.getObject(column, LocalDate.class), rows, column);
  }

  public static LocalTime requireLocalTime(ResultSet rows, int column) throws SQLException {
    return notNull(rows.getObject(column, LocalTime.class), rows, column);
  }

  public static LocalDateTime requireLocalDateTime(ResultSet rows, int column) throws SQLException {
    return notNull(rows.getObject(column, LocalDateTime.class), rows, column);
  }

  public static OffsetDateTime requireOffsetDateTime(ResultSet rows, int column)
      throws SQLException {
    return notNull(rows.getObject(column, OffsetDateTime.class), rows, column);
  }

  public static UUID requireUuid(ResultSet rows, int column) throws SQLException {
    return notNull(rows.getObject(column, UUID.class), rows, column);
  }

  public static Instant requireInstant(ResultSet rows, int column) throws SQLException {
    return requireOffsetDateTime(rows, column).toInstant();
  }

  public static @Nullable Instant instantOrNull(ResultSet rows, int column) throws SQLException {
    OffsetDateTime value = rows.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static <T> T notNull(@Nullable T value, ResultSet rows, int column) throws SQLException {
    if (value == null) {
      throw isNull(rows, column);
    }
    return value;
  }

  private static SQLException isNull(ResultSet rows, int column) throws SQLException {
    return new SQLException(
        "column \"" + rows.getMetaData().getColumnLabel(column) + "\" is NULL", "22004");
  }
}
