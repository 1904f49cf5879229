package dev.headrace.model.text;

import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.UUID;

/**
 * PostgreSQL's text form of values: what {@code psql} shows, what CSV files hold, what the protocol
 * sends in text mode. DateStyle is ISO, bytea_output hex; IntervalStyle postgres where nothing else
 * is asked for.
 */
public final class TextFormat {
  private TextFormat() {}

  /**
   * Appends a value that is not NULL.
   *
   * @param type its type
   * @param value its carrier
   * @param zone where TIMESTAMPTZ is shown
   */
  public static void write(SqlType type, Object value, ZoneId zone, ByteOutput out) {
    write(type, value, TextStyle.of(zone), out);
  }

  /** Appends a value that is not NULL as a session wants it. */
  public static void write(SqlType type, Object value, TextStyle style, ByteOutput out) {
    switch (type.kind()) {
      case BOOLEAN -> out.writeByte((boolean) value ? 't' : 'f');
      case SMALLINT, INTEGER -> writeLong((int) value, out);
      case BIGINT -> writeLong((long) value, out);
      case REAL -> writeFloat((float) value, out);
      case DOUBLE -> writeDouble((double) value, out);
      case NUMERIC -> writeNumeric((BigDecimal) value, out);
      case TEXT, VARCHAR, CHAR, JSONB -> out.write((Slice) value);
      case BYTEA -> {
        Slice bytes = (Slice) value;
        byte[] target = out.reserve(Math.addExact(2, Math.multiplyExact(2, bytes.length())));
        out.length(BytesText.writeBytea(bytes, target, out.length()));
      }
      case DATE -> {
        byte[] target = out.reserve(DateTimeText.MAX_LENGTH);
        out.length(DateTimeText.writeDate((int) value, target, out.length()));
      }
      case TIME -> {
        byte[] target = out.reserve(DateTimeText.MAX_LENGTH);
        out.length(DateTimeText.writeTime((long) value, target, out.length()));
      }
      case TIMESTAMP -> writeTimestamp((long) value, out);
      case TIMESTAMPTZ -> writeTimestamptz((long) value, style.zone(), out);
      case INTERVAL -> {
        byte[] target = out.reserve(IntervalText.MAX_LENGTH);
        out.length(style.intervals().write((Interval) value, target, out.length()));
      }
      case UUID -> {
        byte[] target = out.reserve(BytesText.UUID_LENGTH);
        out.length(BytesText.writeUuid((UUID) value, target, out.length()));
      }
      case ENUM -> out.write(type.enumType().text((long) value));
      case ARRAY -> ArrayText.write(type, (Slice) value, style, out);
    }
  }

  /** SMALLINT, INTEGER and BIGINT. */
  public static void writeLong(long value, ByteOutput out) {
    byte[] target = out.reserve(NumberText.MAX_LENGTH);
    out.length(NumberText.write(value, target, out.length()));
  }

  public static void writeFloat(float value, ByteOutput out) {
    byte[] target = out.reserve(FloatText.MAX_LENGTH);
    out.length(FloatText.write(value, target, out.length()));
  }

  public static void writeDouble(double value, ByteOutput out) {
    byte[] target = out.reserve(FloatText.MAX_LENGTH);
    out.length(FloatText.write(value, target, out.length()));
  }

  public static void writeNumeric(BigDecimal value, ByteOutput out) {
    out.writeAscii(value.toPlainString());
  }

  public static void writeTimestamp(long micros, ByteOutput out) {
    byte[] target = out.reserve(DateTimeText.MAX_LENGTH);
    out.length(DateTimeText.writeTimestamp(micros, target, out.length()));
  }

  public static void writeTimestamptz(long micros, ZoneId zone, ByteOutput out) {
    byte[] target = out.reserve(DateTimeText.MAX_LENGTH);
    out.length(DateTimeText.writeTimestamptz(micros, zone, target, out.length()));
  }

  /** A value's text, for messages and tests. */
  public static String toString(SqlType type, Object value, ZoneId zone) {
    ByteOutput out = new ByteOutput();
    write(type, value, zone, out);
    return out.toSlice().toString();
  }

  /**
   * Reads a value; it owns its bytes. Limits of VARCHAR, CHAR and NUMERIC are the caller's matter:
   * they differ between casts and assignments.
   *
   * @param zone where a TIMESTAMPTZ without a zone of its own is
   * @throws SqlException 22P02, 22007 for a syntax error; 22003, 22008 beyond the type's range;
   *     22021 for text that is not UTF-8
   */
  public static Object parse(SqlType type, byte[] bytes, int offset, int length, ZoneId zone) {
    return switch (type.kind()) {
      case BOOLEAN -> NumberText.parseBoolean(bytes, offset, length);
      case SMALLINT -> NumberText.parseSmallint(bytes, offset, length);
      case INTEGER -> NumberText.parseInteger(bytes, offset, length);
      case BIGINT -> NumberText.parseBigint(bytes, offset, length);
      case REAL -> FloatText.parseFloat(bytes, offset, length);
      case DOUBLE -> FloatText.parseDouble(bytes, offset, length);
      case NUMERIC -> NumberText.parseNumeric(bytes, offset, length);
      case TEXT, VARCHAR, CHAR -> {
        Utf8.check(bytes, offset, length);
        yield Slice.of(Arrays.copyOfRange(bytes, offset, offset + length));
      }
      case BYTEA -> BytesText.parseBytea(bytes, offset, length, new Slice());
      case DATE -> DateTimeText.parseDate(bytes, offset, length);
      case TIME -> DateTimeText.parseTime(bytes, offset, length);
      case TIMESTAMP -> DateTimeText.parseTimestamp(bytes, offset, length);
      case TIMESTAMPTZ -> DateTimeText.parseTimestamptz(bytes, offset, length, zone);
      case INTERVAL -> IntervalText.parse(bytes, offset, length);
      case UUID -> BytesText.parseUuid(bytes, offset, length);
      case JSONB -> {
        Utf8.check(bytes, offset, length);
        ByteOutput out = new ByteOutput(length);
        JsonText.normalise(bytes, offset, length, out);
        yield out.toSlice();
      }
      case ENUM -> parseLabel(type, bytes, offset, length);
      case ARRAY -> ArrayText.parse(type, bytes, offset, length, zone);
    };
  }

  /** An ENUM's value, whose binary form is its label as well. */
  static long parseLabel(SqlType type, byte[] bytes, int offset, int length) {
    Utf8.check(bytes, offset, length);
    return type.enumType().key(new String(bytes, offset, length, StandardCharsets.UTF_8));
  }

  /** Reads a value from a string. */
  public static Object parse(SqlType type, String text, ZoneId zone) {
    Slice bytes = Slice.of(text);
    return parse(type, bytes.base(), bytes.offset(), bytes.length(), zone);
  }
}
