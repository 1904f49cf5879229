package dev.headrace.engine.typed;

import dev.headrace.model.Field;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TextFormat;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values of a row as an application's types. Columns count from 0 and are not NULL. */
public final class TypedRow {
  private static final long NANOS_PER_MICRO = 1_000;

  private final List<Field> fields;
  private final List<? extends @Nullable Object> values;

  TypedRow(List<Field> fields, List<? extends @Nullable Object> values) {
    this.fields = fields;
    this.values = values;
  }

  public boolean isNull(int column) {
    return values.get(column) == null;
  }

  private <T> T value(int column, Class<T> type) {
    return type.cast(Objects.requireNonNull(values.get(column)));
  }

  public boolean booleanAt(int column) {
    return value(column, Boolean.class);
  }

  public int intAt(int column) {
    return value(column, Integer.class);
  }

  public long longAt(int column) {
    return value(column, Long.class);
  }

  public float floatAt(int column) {
    return value(column, Float.class);
  }

  public double doubleAt(int column) {
    return value(column, Double.class);
  }

  public BigDecimal decimalAt(int column) {
    return value(column, BigDecimal.class);
  }

  /** A text, the text of JSON, or the text form of an array. */
  public String textAt(int column) {
    SqlType type = fields.get(column).type();
    Object value = value(column, Object.class);
    return type.kind().isText()
        ? value.toString()
        : TextFormat.toString(type, value, ZoneOffset.UTC);
  }

  public byte[] bytesAt(int column) {
    return value(column, Slice.class).toBytes();
  }

  public LocalDate dateAt(int column) {
    return LocalDate.ofEpochDay(intAt(column));
  }

  public LocalTime timeAt(int column) {
    return LocalTime.ofNanoOfDay(longAt(column) * NANOS_PER_MICRO);
  }

  public LocalDateTime timestampAt(int column) {
    return LocalDateTime.ofInstant(instantAt(column), ZoneOffset.UTC);
  }

  public Instant instantAt(int column) {
    return Instant.EPOCH.plus(longAt(column), ChronoUnit.MICROS);
  }

  public Interval intervalAt(int column) {
    return value(column, Interval.class);
  }

  public UUID uuidAt(int column) {
    return value(column, UUID.class);
  }
}
