package dev.headrace.jdbc;

import dev.headrace.engine.PreparedStatement;
import dev.headrace.engine.QueryResult;
import dev.headrace.engine.Result;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Date;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that was planned once. */
final class HeadracePreparedStatement extends HeadraceStatement implements PlainPreparedStatement {
  private final GeneratedKeys.Wanted keys;
  private final PreparedStatement prepared;
  private final List<SqlType> types;
  private @Nullable Object[] values;
  private final boolean[] given;
  private final Times times = new Times();
  private final List<@Nullable Object[]> batch = new ArrayList<>();

  HeadracePreparedStatement(
      HeadraceConnection connection, GeneratedKeys.Wanted keys, PreparedStatement prepared) {
    super(connection);
    this.keys = keys;
    this.prepared = prepared;
    this.types = prepared.parameterTypes();
    this.values = new Object[types.size()];
    this.given = new boolean[types.size()];
  }

  private void set(int index, @Nullable Object value) throws SQLException {
    if (index < 1 || index > values.length) {
      throw Errors.invalid(
          "The column index is out of range: " + index + ", number of columns: " + values.length);
    }
    values[index - 1] = value;
    given[index - 1] = true;
  }

  private boolean run(@Nullable Object[] parameters) throws SQLException {
    requireOpen();
    connection.session();
    try {
      List<Result> results = List.of(prepared.execute(parameters));
      return keys.keys() ? take(results, keys) : take(results);
    } catch (SqlException e) {
      throw Errors.of(e);
    }
  }

  private void requireAll() throws SQLException {
    for (int i = 0; i < given.length; i++) {
      if (!given[i]) {
        throw Errors.invalid("No value specified for parameter " + (i + 1) + ".");
      }
    }
  }

  @Override
  public boolean execute() throws SQLException {
    requireAll();
    return run(values);
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    execute();
    return requireRows();
  }

  @Override
  public int executeUpdate() throws SQLException {
    return narrow(executeLargeUpdate());
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    execute();
    return requireCount();
  }

  @Override
  public void addBatch() throws SQLException {
    requireOpen();
    requireAll();
    batch.add(values.clone());
  }

  @Override
  public void clearBatch() {
    batch.clear();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    requireOpen();
    List<@Nullable Object[]> all = List.copyOf(batch);
    batch.clear();
    if (keys.keys()) {
      return runForKeys(all);
    }
    connection.session();
    try {
      return prepared.executeBatch(all);
    } catch (SqlException e) {
      SQLException cause = Errors.of(e);
      String entry = e.context() == null ? "batch" : e.context();
      throw new BatchUpdateException(
          entry + ": " + cause.getMessage(),
          cause.getSQLState(),
          cause.getErrorCode(),
          new long[0],
          cause);
    }
  }

  // one after the other, because the rows of each are wanted
  private long[] runForKeys(List<@Nullable Object[]> all) throws SQLException {
    List<QueryResult> found = new ArrayList<>();
    long[] counts =
        runBatch(
            all.size(),
            i -> {
              run(all.get(i));
              found.addAll(keys());
              return requireCount();
            });
    takeKeys(found);
    return counts;
  }

  @Override
  public void clearParameters() {
    values = new Object[types.size()];
    Arrays.fill(given, false);
  }

  // ---- parameters

  @Override
  public void setNull(int index, int sqlType) throws SQLException {
    set(index, null);
  }

  @Override
  public void setNull(int index, int sqlType, String typeName) throws SQLException {
    set(index, null);
  }

  @Override
  public void setBoolean(int index, boolean value) throws SQLException {
    set(index, value);
  }

  @Override
  public void setByte(int index, byte value) throws SQLException {
    set(index, (short) value);
  }

  @Override
  public void setShort(int index, short value) throws SQLException {
    set(index, value);
  }

  @Override
  public void setInt(int index, int value) throws SQLException {
    set(index, value);
  }

  @Override
  public void setLong(int index, long value) throws SQLException {
    set(index, value);
  }

  @Override
  public void setFloat(int index, float value) throws SQLException {
    set(index, value);
  }

  @Override
  public void setDouble(int index, double value) throws SQLException {
    set(index, value);
  }

  @Override
  public void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
    set(index, value);
  }

  @Override
  public void setString(int index, @Nullable String value) throws SQLException {
    set(index, value);
  }

  @Override
  public void setNString(int index, @Nullable String value) throws SQLException {
    set(index, value);
  }

  @Override
  public void setBytes(int index, byte @Nullable [] value) throws SQLException {
    set(index, value);
  }

  @Override
  public void setDate(int index, @Nullable Date value) throws SQLException {
    set(index, value == null ? null : value.toLocalDate());
  }

  @Override
  public void setDate(int index, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    set(index, value == null ? null : Times.inZone(value, zone(calendar)).toLocalDate());
  }

  @Override
  public void setTime(int index, @Nullable Time value) throws SQLException {
    setTime(index, value, null);
  }

  @Override
  public void setTime(int index, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    LocalTime time = value == null ? null : Times.inZone(value, zone(calendar)).toLocalTime();
    set(index, time);
  }

  @Override
  public void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
    setTimestamp(index, value, null);
  }

  @Override
  public void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    boolean instant =
        index >= 1
            && index <= types.size()
            && types.get(index - 1).kind() == SqlType.Kind.TIMESTAMPTZ;
    if (value == null) {
      set(index, null);
    } else {
      set(index, instant ? value.toInstant() : times.local(value, zone(calendar)));
    }
  }

  private static @Nullable ZoneId zone(@Nullable Calendar calendar) {
    return calendar == null ? null : calendar.getTimeZone().toZoneId();
  }

  @Override
  public void setArray(int index, @Nullable Array value) throws SQLException {
    set(index, value instanceof HeadraceArray array ? array.toString() : text(value));
  }

  /** The text form of another driver's array. */
  private static @Nullable String text(@Nullable Array value) throws SQLException {
    return value == null
        ? null
        : HeadraceArray.of(value.getBaseTypeName(), (Object[]) value.getArray()).toString();
  }

  @Override
  @SuppressWarnings("JavaUtilDate") // that is what callers may have
  public void setObject(int index, @Nullable Object value) throws SQLException {
    switch (value) {
      case Timestamp timestamp -> setTimestamp(index, timestamp);
      case Date date -> setDate(index, date);
      case Time time -> setTime(index, time);
      case java.util.Date date -> setTimestamp(index, new Timestamp(date.getTime()));
      case Array array -> setArray(index, array);
      case Byte small -> setByte(index, small);
      case Character character -> set(index, character.toString());
      case null, default -> set(index, value);
    }
  }

  @Override
  public void setObject(int index, @Nullable Object value, int sqlType) throws SQLException {
    setObject(index, value);
  }

  @Override
  public void setObject(int index, @Nullable Object value, int sqlType, int scale)
      throws SQLException {
    setObject(index, value);
  }

  // ---- about it

  @Override
  public @Nullable ResultSetMetaData getMetaData() {
    return prepared.fields().isEmpty() || keys.keys()
        ? null
        : new HeadraceResultSetMetaData(prepared.fields());
  }

  @Override
  public ParameterMetaData getParameterMetaData() {
    return new HeadraceParameterMetaData(types);
  }
}
