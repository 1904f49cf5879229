package dev.headrace.jdbc;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TextFormat;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An array: what a column holds, or what a program made for a parameter. */
final class HeadraceArray implements Array {
  private final String typeName;
  private final int type;
  private final @Nullable Object[] elements;
  private final String text;
  private boolean freed;

  private HeadraceArray(String typeName, int type, @Nullable Object[] elements, String text) {
    this.typeName = typeName;
    this.type = type;
    this.elements = elements;
    this.text = text;
  }

  /**
   * Of a column. Its elements are of the classes that PostgreSQL's driver gives them, such as
   * {@code Integer[]}.
   */
  static HeadraceArray of(SqlType arrayType, Slice value) {
    SqlType type = Objects.requireNonNull(arrayType.element());
    List<@Nullable Object> carriers = ArrayValues.decode(arrayType, value);
    @Nullable Object[] elements = array(type.kind(), carriers.size());
    for (int i = 0; i < elements.length; i++) {
      Object carrier = carriers.get(i);
      elements[i] = carrier == null ? null : element(type, carrier);
    }
    String text = TextFormat.toString(arrayType, value, ZoneId.systemDefault());
    return new HeadraceArray(TypeNames.of(type), TypeCodes.of(type), elements, text);
  }

  /** Of a program. What its elements are is found out when it becomes a parameter. */
  static HeadraceArray of(String typeName, @Nullable Object[] elements) throws SQLException {
    StringBuilder text = new StringBuilder("{");
    for (Object element : elements) {
      if (text.length() > 1) {
        text.append(',');
      }
      if (element instanceof Object[]) {
        throw Errors.unsupported("an array of arrays");
      }
      write(element, text);
    }
    return new HeadraceArray(typeName, Types.OTHER, elements.clone(), text.append('}').toString());
  }

  private static void write(@Nullable Object element, StringBuilder text) {
    if (element == null) {
      text.append("NULL");
      return;
    }
    String written =
        element instanceof byte[] bytes
            ? "\\x" + HexFormat.of().formatHex(bytes)
            : element.toString();
    text.append('"').append(written.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  private static @Nullable Object[] array(SqlType.Kind kind, int size) {
    return switch (kind) {
      case BOOLEAN -> new Boolean[size];
      case SMALLINT -> new Short[size];
      case INTEGER -> new Integer[size];
      case BIGINT -> new Long[size];
      case REAL -> new Float[size];
      case DOUBLE -> new Double[size];
      case NUMERIC -> new BigDecimal[size];
      case TEXT, VARCHAR, CHAR, JSONB, INTERVAL, ENUM -> new String[size];
      case BYTEA -> new byte[size][];
      case DATE -> new Date[size];
      case TIME -> new Time[size];
      case TIMESTAMP, TIMESTAMPTZ -> new Timestamp[size];
      case UUID -> new UUID[size];
      case ARRAY -> new Object[size];
    };
  }

  private static Object element(SqlType type, Object carrier) {
    return switch (type.kind()) {
      case BOOLEAN, INTEGER, BIGINT, REAL, DOUBLE, NUMERIC, UUID, ARRAY -> carrier;
      case SMALLINT -> ((Integer) carrier).shortValue();
      case TEXT, VARCHAR, CHAR, JSONB -> carrier.toString();
      case INTERVAL, ENUM -> TextFormat.toString(type, carrier, ZoneId.systemDefault());
      case BYTEA -> ((Slice) carrier).toBytes();
      case DATE -> Date.valueOf(LocalDate.ofEpochDay((Integer) carrier));
      case TIME -> {
        long nanos = Math.min((Long) carrier * 1000, LocalTime.MAX.toNanoOfDay());
        yield Time.valueOf(LocalTime.ofNanoOfDay(nanos));
      }
      case TIMESTAMP -> new Times().local((Long) carrier);
      case TIMESTAMPTZ -> Times.instant((Long) carrier);
    };
  }

  private void requireNotFreed() throws SQLException {
    if (freed) {
      throw Errors.closed("array");
    }
  }

  @Override
  public String getBaseTypeName() throws SQLException {
    requireNotFreed();
    return typeName;
  }

  @Override
  public int getBaseType() throws SQLException {
    requireNotFreed();
    return type;
  }

  @Override
  public Object getArray() throws SQLException {
    requireNotFreed();
    return elements.clone();
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    requireNotFreed();
    if (index < 1 || count < 0 || index - 1 + count > elements.length) {
      throw Errors.invalid("The array index is out of range: " + index + ", count: " + count);
    }
    int from = (int) index - 1;
    return java.util.Arrays.copyOfRange(elements, from, from + count);
  }

  @Override
  public Object getArray(@Nullable Map<String, Class<?>> classes) throws SQLException {
    requireNoClasses(classes);
    return getArray();
  }

  @Override
  public Object getArray(long index, int count, @Nullable Map<String, Class<?>> classes)
      throws SQLException {
    requireNoClasses(classes);
    return getArray(index, count);
  }

  private static void requireNoClasses(@Nullable Map<String, Class<?>> classes)
      throws SQLException {
    if (classes != null && !classes.isEmpty()) {
      throw Errors.unsupported("getArray with a map of classes");
    }
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    throw Errors.unsupported("getResultSet of an array");
  }

  @Override
  public ResultSet getResultSet(@Nullable Map<String, Class<?>> classes) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> classes)
      throws SQLException {
    return getResultSet();
  }

  @Override
  public void free() {
    freed = true;
  }

  /** Its text form, such as {@code {1,2}}. */
  @Override
  public String toString() {
    return text;
  }
}
