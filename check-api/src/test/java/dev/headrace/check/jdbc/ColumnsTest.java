package dev.headrace.check.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ColumnsTest {
  private interface Read {
    @Nullable Object from(ResultSet rows, int column) throws SQLException;
  }

  private static final OffsetDateTime TIME = OffsetDateTime.parse("2024-02-29T23:59:58.5+02:00");

  private static final Array ARRAY =
      (Array)
          Proxy.newProxyInstance(
              Array.class.getClassLoader(),
              new Class<?>[] {Array.class},
              (proxy, method, arguments) -> method.getName().equals("equals") ? true : null);

  /** A value of JDBC by the method that reads it. */
  private static Map<Read, Object> required() {
    Map<Read, Object> reads = new LinkedHashMap<>();
    reads.put(Columns::requireBoolean, true);
    reads.put(Columns::requireShort, (short) -7);
    reads.put(Columns::requireInt, Integer.MIN_VALUE);
    reads.put(Columns::requireLong, Long.MAX_VALUE);
    reads.put(Columns::requireFloat, 1.5f);
    reads.put(Columns::requireDouble, -0.0);
    reads.put(Columns::requireString, "");
    reads.put(Columns::requireBigDecimal, new BigDecimal("1.50"));
    reads.put(Columns::requireBytes, new byte[] {1});
    reads.put(Columns::requireArray, ARRAY);
    reads.put(Columns::requireLocalDate, LocalDate.EPOCH);
    reads.put(Columns::requireLocalTime, LocalTime.NOON);
    reads.put(Columns::requireLocalDateTime, LocalDateTime.MIN);
    reads.put(Columns::requireOffsetDateTime, TIME);
    reads.put(Columns::requireUuid, new UUID(1, 2));
    return reads;
  }

  private static Map<Read, Object> nullable() {
    Map<Read, Object> reads = new LinkedHashMap<>();
    reads.put(Columns::booleanOrNull, false);
    reads.put(Columns::shortOrNull, (short) 0);
    reads.put(Columns::intOrNull, 0);
    reads.put(Columns::longOrNull, 0L);
    reads.put(Columns::floatOrNull, 0f);
    reads.put(Columns::doubleOrNull, 0d);
    return reads;
  }

  @Test
  void whatIsRequiredIsTheValueAndNullIsRefusedByTheColumnsName() throws SQLException {
    for (Map.Entry<Read, Object> read : required().entrySet()) {
      Object value = read.getValue();
      assertThat(read.getKey().from(FakeRows.of(value), 1)).isEqualTo(value);
      SQLException refused =
          catchThrowableOfType(SQLException.class, () -> read.getKey().from(FakeRows.of(null), 1));
      assertThat(refused.getMessage()).as(value.toString()).isEqualTo("column \"price\" is NULL");
      assertThat(refused.getSQLState()).isEqualTo("22004");
    }
  }

  @Test
  void zeroIsNotNull() throws SQLException {
    for (Map.Entry<Read, Object> read : nullable().entrySet()) {
      assertThat(read.getKey().from(FakeRows.of(read.getValue()), 1)).isEqualTo(read.getValue());
      assertThat(read.getKey().from(FakeRows.of(null), 1)).isNull();
    }
  }

  @Test
  void anInstantIsThatOfATimeWithAnOffset() throws SQLException {
    assertThat(Columns.requireInstant(FakeRows.of(TIME), 1)).isEqualTo("2024-02-29T21:59:58.5Z");
    assertThat(Columns.instantOrNull(FakeRows.of(TIME), 1)).isEqualTo("2024-02-29T21:59:58.5Z");
    assertThat(Columns.instantOrNull(FakeRows.of(null), 1)).isNull();
    SQLException refused =
        catchThrowableOfType(
            SQLException.class, () -> Columns.requireInstant(FakeRows.of(null), 1));
    assertThat(refused.getSQLState()).isEqualTo("22004");
  }
}
