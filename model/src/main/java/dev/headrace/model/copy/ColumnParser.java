package dev.headrace.model.copy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Interval;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.ArrayLimits;
import dev.headrace.model.function.Conversions;
import dev.headrace.model.function.TextLimits;
import dev.headrace.model.function.TimePrecision;
import dev.headrace.model.text.BinaryFormat;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.BytesText;
import dev.headrace.model.text.DateTimeText;
import dev.headrace.model.text.FloatText;
import dev.headrace.model.text.IntervalText;
import dev.headrace.model.text.JsonText;
import dev.headrace.model.text.NumberText;
import dev.headrace.model.text.TextFormat;
import dev.headrace.model.text.TypeOids;
import dev.headrace.model.text.Utf8;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/**
 * Sets one column of rows to values given as PostgreSQL's text or binary form, within the limits of
 * the column's type, as COPY does.
 */
public final class ColumnParser {
  private final int column;
  private final Field field;
  private final ZoneId zone;
  private final Slice limited = new Slice();
  private final ByteOutput json = new ByteOutput();

  private ColumnParser(int column, Field field, ZoneId zone) {
    this.column = column;
    this.field = field;
    this.zone = zone;
  }

  /** A parser for each field of a row; times without a zone are UTC. */
  public static ColumnParser[] of(List<Field> fields) {
    return of(fields, ZoneOffset.UTC);
  }

  /** The same with another zone for times that have none. */
  public static ColumnParser[] of(List<Field> fields, ZoneId zone) {
    ColumnParser[] parsers = new ColumnParser[fields.size()];
    for (int column = 0; column < parsers.length; column++) {
      parsers[column] = new ColumnParser(column, fields.get(column), zone);
    }
    return parsers;
  }

  /** Leaves the column NULL, or throws if it must not be. */
  public void setNull() {
    if (!field.nullable()) {
      throw new SqlException(
          ErrorCode.NOT_NULL_VIOLATION, "null value violates not-null constraint");
    }
  }

  /**
   * Sets the column.
   *
   * @throws SqlException as the input function of the column's type, or for a text that is too long
   */
  public void set(RowWriter writer, Slice text) {
    byte[] bytes = text.base();
    int offset = text.offset();
    int length = text.length();
    switch (field.type().kind()) {
      case BOOLEAN -> writer.setBoolean(column, NumberText.parseBoolean(bytes, offset, length));
      case SMALLINT -> writer.setInt(column, NumberText.parseSmallint(bytes, offset, length));
      case INTEGER -> writer.setInt(column, NumberText.parseInteger(bytes, offset, length));
      case BIGINT -> writer.setLong(column, NumberText.parseBigint(bytes, offset, length));
      case REAL -> writer.setFloat(column, FloatText.parseFloat(bytes, offset, length));
      case DOUBLE -> writer.setDouble(column, FloatText.parseDouble(bytes, offset, length));
      case NUMERIC -> setDecimal(writer, NumberText.parseNumeric(bytes, offset, length));
      case TEXT, VARCHAR, CHAR -> {
        Utf8.check(bytes, offset, length);
        setText(writer, text);
      }
      case JSONB -> {
        json.clear();
        JsonText.normalise(bytes, offset, length, json);
        writer.setBytes(column, json.bytes(), 0, json.length());
      }
      case DATE -> writer.setInt(column, DateTimeText.parseDate(bytes, offset, length));
      case TIME -> setTime(writer, DateTimeText.parseTime(bytes, offset, length));
      case TIMESTAMP -> setTime(writer, DateTimeText.parseTimestamp(bytes, offset, length));
      case TIMESTAMPTZ ->
          setTime(writer, DateTimeText.parseTimestamptz(bytes, offset, length, zone));
      case INTERVAL -> setInterval(writer, IntervalText.parse(bytes, offset, length));
      case UUID -> writer.setUuid(column, BytesText.parseUuid(bytes, offset, length));
      case BYTEA, ENUM ->
          writer.set(column, TextFormat.parse(field.type(), bytes, offset, length, zone));
      case ARRAY ->
          setArray(writer, (Slice) TextFormat.parse(field.type(), bytes, offset, length, zone));
    }
  }

  /**
   * Sets the column to a value in PostgreSQL's binary form.
   *
   * @throws SqlException as the receive function of the column's type, or for a text that is too
   *     long
   */
  public void setBinary(RowWriter writer, byte[] bytes, int offset, int length) {
    Object value = BinaryFormat.read(field.type(), bytes, offset, length);
    switch (field.type().kind()) {
      case TEXT, VARCHAR, CHAR -> setText(writer, (Slice) value);
      case NUMERIC -> setDecimal(writer, (BigDecimal) value);
      case TIME, TIMESTAMP, TIMESTAMPTZ -> setTime(writer, (Long) value);
      case INTERVAL -> setInterval(writer, (Interval) value);
      case ARRAY -> setArray(writer, (Slice) value);
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, JSONB, DATE, UUID, BYTEA, ENUM ->
          writer.set(column, value);
    }
  }

  /** Sets a text column to what is known to be UTF-8. */
  public void setText(RowWriter writer, Slice text) {
    SqlType type = field.type();
    if (type.precision() == SqlType.UNBOUNDED) {
      writer.setSlice(column, text);
    } else if (type.kind() == SqlType.Kind.CHAR) {
      writer.setSlice(column, TextLimits.assignCharacter(text, type.precision(), limited));
    } else {
      writer.setSlice(column, TextLimits.assignVarchar(text, type.precision(), limited));
    }
  }

  /** Sets a NUMERIC column, rounding to its scale. */
  public void setDecimal(RowWriter writer, BigDecimal value) {
    SqlType type = field.type();
    writer.setDecimal(
        column,
        type.precision() == SqlType.UNBOUNDED
            ? value
            : Conversions.toNumeric(value, type.precision(), type.scale()));
  }

  /** Sets a TIME, TIMESTAMP or TIMESTAMPTZ column, rounding to its precision. */
  public void setTime(RowWriter writer, long micros) {
    writer.setLong(column, TimePrecision.of(micros, field.type()));
  }

  private void setInterval(RowWriter writer, Interval value) {
    writer.setInterval(column, TimePrecision.of(value, field.type()));
  }

  private void setArray(RowWriter writer, Slice array) {
    SqlType element = Objects.requireNonNull(field.type().element(), "an array's element type");
    boolean unlimited = element.precision() == SqlType.UNBOUNDED;
    writer.setSlice(
        column,
        unlimited
            ? array
            : ArrayLimits.assign(
                array, TypeOids.reference(element), TypeOids.typmod(element), limited));
  }

  /** An error of this column with the column's name, for people. */
  public String describe(SqlException error) {
    return "column " + SqlException.quote(field.name()) + ": " + error.message();
  }
}
