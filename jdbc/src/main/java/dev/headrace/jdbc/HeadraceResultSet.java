package dev.headrace.jdbc;

import dev.headrace.engine.ResultCursor;
import dev.headrace.model.Field;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TextFormat;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of a query, read where they stand. */
final class HeadraceResultSet
    implements ReadOnlyResultSet,
        ForwardResultSet,
        LabelledResultSet,
        PlainResultSet,
        PlainResultSetHints {
  private final @Nullable HeadraceStatement statement;
  private final List<Field> fields;
  private final SqlType.Kind[] kinds;
  private final ResultCursor cursor;
  private final long maxRows;
  private @Nullable Times times;
  private long row;
  private boolean onRow;
  private boolean ended;
  private boolean wasNull;
  private boolean closed;

  /**
   * A result.
   *
   * @param statement whose result it is; null for one of the driver's own
   * @param maxRows how many rows it gives at most; 0 for all
   */
  HeadraceResultSet(
      @Nullable HeadraceStatement statement,
      List<Field> fields,
      ResultCursor cursor,
      long maxRows) {
    this.statement = statement;
    this.fields = fields;
    this.cursor = cursor;
    this.maxRows = maxRows;
    this.kinds = new SqlType.Kind[fields.size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = fields.get(i).type().kind();
    }
  }

  @Override
  public boolean next() throws SQLException {
    requireOpen();
    onRow = (maxRows == 0 || row < maxRows) && cursor.next();
    if (onRow) {
      row++;
    } else {
      ended = true;
    }
    return onRow;
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw Errors.closed("result");
    }
  }

  /** The column's kind, or null if its value is NULL. */
  private SqlType.@Nullable Kind present(int column) throws SQLException {
    if (column < 1 || column > kinds.length) {
      throw Errors.invalid(
          "The column index is out of range: " + column + ", number of columns: " + kinds.length);
    }
    if (!onRow) {
      requireOpen();
      throw new SQLException("the result is not at a row; call next()", "24000");
    }
    wasNull = cursor.isNull(column - 1);
    return wasNull ? null : kinds[column - 1];
  }

  private SQLException bad(String target, int column) {
    return Errors.invalid("Bad value for type " + target + " : " + text(column));
  }

  private SqlType type(int column) {
    return fields.get(column - 1).type();
  }

  private Object value(int column) {
    return Objects.requireNonNull(cursor.valueAt(column - 1));
  }

  private String text(int column) {
    return TextFormat.toString(type(column), value(column), ZoneId.systemDefault());
  }

  // ---- values

  @Override
  public @Nullable Object getObject(int column) throws SQLException {
    SqlType.Kind kind = present(column);
    if (kind == null) {
      return null;
    }
    int at = column - 1;
    return switch (kind) {
      case BOOLEAN -> cursor.booleanAt(at);
      case SMALLINT -> (Object) (int) cursor.shortAt(at);
      case INTEGER -> cursor.intAt(at);
      case BIGINT -> cursor.longAt(at);
      case REAL -> cursor.floatAt(at);
      case DOUBLE -> cursor.doubleAt(at);
      case NUMERIC -> cursor.decimalAt(at);
      case TEXT, VARCHAR, CHAR, JSONB -> cursor.textAt(at);
      case DATE -> date(at);
      case TIME -> Time.valueOf(time(at));
      case TIMESTAMP -> times().local(cursor.longAt(at));
      case TIMESTAMPTZ -> Times.instant(cursor.longAt(at));
      case UUID -> value(column);
      case BYTEA -> ((Slice) value(column)).toBytes();
      case INTERVAL, ENUM, ARRAY -> text(column);
    };
  }

  @Override
  public @Nullable Array getArray(int column) throws SQLException {
    SqlType.Kind kind = present(column);
    if (kind != null && kind != SqlType.Kind.ARRAY) {
      throw bad("array", column);
    }
    return kind == null ? null : HeadraceArray.of(type(column), (Slice) value(column));
  }

  private Date date(int at) {
    return Date.valueOf(LocalDate.ofEpochDay(cursor.intAt(at)));
  }

  private Times times() {
    Times known = times;
    if (known == null) {
      known = new Times();
      times = known;
    }
    return known;
  }

  private LocalTime time(int at) {
    return LocalTime.ofNanoOfDay(Math.min(cursor.longAt(at) * 1000, LocalTime.MAX.toNanoOfDay()));
  }

  @Override
  public @Nullable String getString(int column) throws SQLException {
    SqlType.Kind kind = present(column);
    return kind == null ? null : kind.isText() ? cursor.textAt(column - 1) : text(column);
  }

  @Override
  public @Nullable String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    SqlType.Kind kind = present(column);
    if (kind == null) {
      return false;
    }
    if (kind == SqlType.Kind.BOOLEAN) {
      return cursor.booleanAt(column - 1);
    }
    String text = text(column).strip();
    return switch (text.toLowerCase(java.util.Locale.ROOT)) {
      case "1", "t", "true", "y", "yes", "on" -> true;
      case "0", "f", "false", "n", "no", "off" -> false;
      default -> throw bad("boolean", column);
    };
  }

  @Override
  public byte getByte(int column) throws SQLException {
    return (byte) whole(column, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
  }

  @Override
  public short getShort(int column) throws SQLException {
    return (short) whole(column, Short.MIN_VALUE, Short.MAX_VALUE, "short");
  }

  @Override
  public int getInt(int column) throws SQLException {
    return (int) whole(column, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
  }

  @Override
  public long getLong(int column) throws SQLException {
    return whole(column, Long.MIN_VALUE, Long.MAX_VALUE, "long");
  }

  private long whole(int column, long least, long greatest, String target) throws SQLException {
    SqlType.Kind kind = present(column);
    if (kind == null) {
      return 0;
    }
    long value =
        switch (kind) {
          case SMALLINT -> cursor.shortAt(column - 1);
          case INTEGER -> cursor.intAt(column - 1);
          case BIGINT -> cursor.longAt(column - 1);
          case BOOLEAN -> cursor.booleanAt(column - 1) ? 1 : 0;
          default -> truncated(column, target);
        };
    if (value < least || value > greatest) {
      throw bad(target, column);
    }
    return value;
  }

  private long truncated(int column, String target) throws SQLException {
    BigDecimal decimal = decimal(column, target);
    try {
      return decimal.setScale(0, RoundingMode.DOWN).longValueExact();
    } catch (ArithmeticException _) {
      throw bad(target, column);
    }
  }

  private BigDecimal decimal(int column, String target) throws SQLException {
    try {
      return new BigDecimal(text(column).strip());
    } catch (NumberFormatException _) {
      throw bad(target, column);
    }
  }

  @Override
  public float getFloat(int column) throws SQLException {
    return (float) getDouble(column);
  }

  @Override
  public double getDouble(int column) throws SQLException {
    SqlType.Kind kind = present(column);
    if (kind == null) {
      return 0;
    }
    return switch (kind) {
      case DOUBLE -> cursor.doubleAt(column - 1);
      case REAL -> cursor.floatAt(column - 1);
      case INTEGER -> cursor.intAt(column - 1);
      case BIGINT -> cursor.longAt(column - 1);
      default -> decimal(column, "double").doubleValue();
    };
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    SqlType.Kind kind = present(column);
    if (kind == null) {
      return null;
    }
    return kind == SqlType.Kind.NUMERIC
        ? cursor.decimalAt(column - 1)
        : decimal(column, "BigDecimal");
  }

  @Override
  @SuppressWarnings("deprecation") // of JDBC itself
  public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    BigDecimal value = getBigDecimal(column);
    return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
  }

  @Override
  public byte @Nullable [] getBytes(int column) throws SQLException {
    SqlType.Kind kind = present(column);
    if (kind == null) {
      return null;
    }
    if (kind != SqlType.Kind.BYTEA) {
      throw bad("byte[]", column);
    }
    return ((Slice) value(column)).toBytes();
  }

  @Override
  public @Nullable InputStream getBinaryStream(int column) throws SQLException {
    byte[] bytes = getBytes(column);
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  @Override
  public @Nullable Reader getCharacterStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new StringReader(text);
  }

  // ---- times

  @Override
  public @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return getTimestamp(column, null);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar)
      throws SQLException {
    SqlType.Kind kind = present(column);
    if (kind == null) {
      return null;
    }
    if (kind == SqlType.Kind.TIMESTAMPTZ) {
      return Times.instant(cursor.longAt(column - 1));
    }
    if (kind == SqlType.Kind.TIMESTAMP && calendar == null) {
      return times().local(cursor.longAt(column - 1));
    }
    LocalDateTime local = local(column, "timestamp");
    return calendar == null
        ? Timestamp.valueOf(local)
        : Timestamp.from(local.atZone(calendar.getTimeZone().toZoneId()).toInstant());
  }

  /** A date or timestamp as what it shows, a TIMESTAMPTZ in the JVM's zone. */
  private LocalDateTime local(int column, String target) throws SQLException {
    int at = column - 1;
    return switch (kinds[at]) {
      case DATE -> LocalDate.ofEpochDay(cursor.intAt(at)).atStartOfDay();
      case TIME -> LocalDate.EPOCH.atTime(time(at));
      case TIMESTAMP -> LocalDateTime.ofInstant(moment(cursor.longAt(at)), ZoneOffset.UTC);
      case TIMESTAMPTZ ->
          LocalDateTime.ofInstant(moment(cursor.longAt(at)), ZoneId.systemDefault());
      default -> throw bad(target, column);
    };
  }

  private static Instant moment(long micros) {
    return Instant.EPOCH
        .plusSeconds(Math.floorDiv(micros, 1_000_000L))
        .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
  }

  @Override
  public @Nullable Date getDate(int column) throws SQLException {
    return present(column) == null ? null : Date.valueOf(local(column, "date").toLocalDate());
  }

  @Override
  public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
    Timestamp timestamp = getTimestamp(column, calendar);
    return timestamp == null ? null : new Date(timestamp.getTime());
  }

  @Override
  public @Nullable Time getTime(int column) throws SQLException {
    return present(column) == null ? null : Time.valueOf(local(column, "time").toLocalTime());
  }

  @Override
  public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
    Timestamp timestamp = getTimestamp(column, calendar);
    return timestamp == null ? null : new Time(timestamp.getTime());
  }

  @Override
  public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
    if (present(column) == null) {
      return null;
    }
    Object value = Conversions.isTemporal(type) ? temporal(column, type) : null;
    if (value == null) {
      value = Conversions.get(this, column, type);
    }
    return type.cast(value);
  }

  private @Nullable Object temporal(int column, Class<?> type) throws SQLException {
    if (type == LocalDate.class) {
      return local(column, "LocalDate").toLocalDate();
    }
    if (type == LocalTime.class) {
      return local(column, "LocalTime").toLocalTime();
    }
    if (type == LocalDateTime.class) {
      return local(column, "LocalDateTime");
    }
    if (kinds[column - 1] != SqlType.Kind.TIMESTAMPTZ) {
      throw bad(type.getSimpleName(), column);
    }
    Instant instant = moment(cursor.longAt(column - 1));
    return type == OffsetDateTime.class ? instant.atOffset(ZoneOffset.UTC) : instant;
  }

  // ---- about it

  @Override
  public boolean wasNull() {
    return wasNull;
  }

  @Override
  public int findColumn(String label) throws SQLException {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equalsIgnoreCase(label)) {
        return i + 1;
      }
    }
    throw new SQLException(
        "The column name " + label + " was not found in this ResultSet.", "42703");
  }

  @Override
  public ResultSetMetaData getMetaData() {
    return new HeadraceResultSetMetaData(fields);
  }

  @Override
  public int getRow() {
    return onRow ? (int) row : 0;
  }

  @Override
  public boolean isBeforeFirst() {
    return row == 0 && !ended;
  }

  @Override
  public boolean isFirst() {
    return onRow && row == 1;
  }

  @Override
  public boolean isLast() throws SQLException {
    throw Errors.unsupported("looking ahead in a result");
  }

  @Override
  public boolean isAfterLast() {
    return ended && row > 0;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onRow = false;
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public @Nullable Statement getStatement() {
    return statement;
  }

  @Override
  public @Nullable SQLWarning getWarnings() {
    return null;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrapped.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
