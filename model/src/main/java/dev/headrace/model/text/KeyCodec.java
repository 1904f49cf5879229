package dev.headrace.model.text;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Decimals;
import dev.headrace.model.Interval;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes whose unsigned order is the order of the values, so that an index compares keys
 * without knowing types.
 *
 * <pre>
 *   column    marker | value (inverted if descending)
 *   marker    NULL first: 00 NULL, 01 value     NULL last: 01 value, 02 NULL
 *   integers  big endian, sign bit flipped      floats    IEEE bits, negative ones inverted
 *   bytes     00 as 00 FF, then 00 00           uuid      sixteen bytes
 *   numeric   sign | exponent | decimal digits in pairs plus one | 00, inverted if negative
 *   interval  days, microseconds of the day     array     (marker | element)* 00
 * </pre>
 *
 * <p>Values that are equal have the same bytes: -0.0 and 0.0, 1.0 and 1.00, CHAR with and without
 * its blanks. No key is a prefix of another with the same columns. JSONB is ordered by its text.
 */
public final class KeyCodec {
  private static final int NULL_FIRST = 0;
  private static final int VALUE = 1;
  private static final int NULL_LAST = 2;

  private static final int NEGATIVE = 1;
  private static final int ZERO = 2;
  private static final int POSITIVE = 3;

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private KeyCodec() {}

  /** Appends a column of a row. */
  public static void encodeColumn(
      RowLayout layout,
      byte[] slab,
      int row,
      int column,
      boolean descending,
      boolean nullsFirst,
      KeyBuffer out) {
    if (Rows.isNull(slab, row, column)) {
      out.putByte(nullsFirst ? NULL_FIRST : NULL_LAST);
      return;
    }
    out.putByte(VALUE);
    int start = out.length();
    SqlType type = layout.type(column);
    int at = row + layout.offset(column);
    switch (type.storage()) {
      case BOOL -> out.putByte(slab[at]);
      case INT16 -> out.putShort(Rows.getShort(slab, at) ^ 0x8000);
      case INT32 -> out.putInt(Rows.getInt(slab, at) ^ Integer.MIN_VALUE);
      case INT64 -> out.putLong(Rows.getLong(slab, at) ^ Long.MIN_VALUE);
      case FLOAT32 -> putFloat(Rows.getFloat(slab, at), out);
      case FLOAT64 -> putDouble(Rows.getDouble(slab, at), out);
      case FIXED16 -> {
        if (type.kind() == SqlType.Kind.INTERVAL) {
          putInterval(RowReader.interval(slab, at), out);
        } else {
          out.putLong(Rows.getLong(slab, at));
          out.putLong(Rows.getLong(slab, at + 8));
        }
      }
      case BYTES ->
          putVariable(type, slab, row + Rows.getInt(slab, at), Rows.getInt(slab, at + 4), out);
    }
    if (descending) {
      out.invert(start);
    }
  }

  private static void putVariable(
      SqlType type, byte[] bytes, int offset, int length, KeyBuffer out) {
    switch (type.kind()) {
      case NUMERIC -> putNumeric(Decimals.decode(bytes, offset, length), out);
      case CHAR -> putBytes(bytes, offset, withoutBlanks(bytes, offset, length), out);
      case ARRAY -> putArray(type, Slice.of(bytes, offset, length), out);
      default -> putBytes(bytes, offset, length, out);
    }
  }

  private static int withoutBlanks(byte[] bytes, int offset, int length) {
    int end = length;
    while (end > 0 && bytes[offset + end - 1] == ' ') {
      end--;
    }
    return end;
  }

  /** Appends a value in ascending order, without a marker. */
  public static void encode(SqlType type, Object value, KeyBuffer out) {
    switch (type.kind()) {
      case BOOLEAN -> out.putByte((Boolean) value ? 1 : 0);
      case SMALLINT -> out.putShort((Integer) value ^ 0x8000);
      case INTEGER, DATE -> out.putInt((Integer) value ^ Integer.MIN_VALUE);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ -> out.putLong((Long) value ^ Long.MIN_VALUE);
      case REAL -> putFloat((Float) value, out);
      case DOUBLE -> putDouble((Double) value, out);
      case INTERVAL -> putInterval((Interval) value, out);
      case UUID -> {
        out.putLong(((UUID) value).getMostSignificantBits());
        out.putLong(((UUID) value).getLeastSignificantBits());
      }
      case NUMERIC -> putNumeric((BigDecimal) value, out);
      case TEXT, VARCHAR, CHAR, BYTEA, JSONB, ARRAY -> {
        Slice slice = (Slice) value;
        putVariable(type, slice.base(), slice.offset(), slice.length(), out);
      }
    }
  }

  private static void putFloat(float value, KeyBuffer out) {
    int bits = Float.floatToIntBits(value == 0 ? 0f : value);
    out.putInt(bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE);
  }

  private static void putDouble(double value, KeyBuffer out) {
    long bits = Double.doubleToLongBits(value == 0 ? 0d : value);
    out.putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
  }

  // as Interval.compareTo: a month is 30 days
  private static void putInterval(Interval value, KeyBuffer out) {
    long days = value.months() * 30L + value.days() + Math.floorDiv(value.micros(), MICROS_PER_DAY);
    out.putLong(days ^ Long.MIN_VALUE);
    out.putLong(Math.floorMod(value.micros(), MICROS_PER_DAY));
  }

  private static void putBytes(byte[] bytes, int offset, int length, KeyBuffer out) {
    int from = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == 0) {
        out.putBytes(bytes, from, i + 1 - from);
        out.putByte(0xff);
        from = i + 1;
      }
    }
    out.putBytes(bytes, from, end - from);
    out.putShort(0);
  }

  private static void putNumeric(BigDecimal value, KeyBuffer out) {
    if (value.signum() == 0) {
      out.putByte(ZERO);
      return;
    }
    out.putByte(value.signum() < 0 ? NEGATIVE : POSITIVE);
    int start = out.length();
    BigDecimal stripped = value.stripTrailingZeros();
    String digits = stripped.unscaledValue().abs().toString();
    // 0.d1d2d3... times ten to the exponent
    out.putInt((digits.length() - stripped.scale()) ^ Integer.MIN_VALUE);
    for (int i = 0; i < digits.length(); i += 2) {
      int tens = digits.charAt(i) - '0';
      int ones = i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : 0;
      out.putByte(tens * 10 + ones + 1);
    }
    out.putByte(0);
    if (value.signum() < 0) {
      out.invert(start);
    }
  }

  private static void putArray(SqlType type, Slice array, KeyBuffer out) {
    SqlType element = Objects.requireNonNull(type.element());
    for (Object value : ArrayValues.decode(type, array)) {
      if (value == null) {
        out.putByte(NULL_LAST);
      } else {
        out.putByte(VALUE);
        encode(element, value, out);
      }
    }
    out.putByte(0);
  }

  /** Reads back a value that {@link #encode} wrote at an offset. */
  public static Object decode(SqlType type, byte[] bytes, int offset) {
    return new Decoder(bytes, offset).value(type);
  }

  private static final class Decoder {
    private final byte[] bytes;
    private int at;

    Decoder(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    Object value(SqlType type) {
      return switch (type.kind()) {
        case BOOLEAN -> bytes[at++] != 0;
        case SMALLINT -> (int) (short) (number(2) ^ 0x8000);
        case INTEGER, DATE -> (int) number(4) ^ Integer.MIN_VALUE;
        case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ -> number(8) ^ Long.MIN_VALUE;
        case REAL -> {
          int bits = (int) number(4);
          yield Float.intBitsToFloat(bits < 0 ? bits ^ Integer.MIN_VALUE : ~bits);
        }
        case DOUBLE -> {
          long bits = number(8);
          yield Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
        }
        case INTERVAL -> new Interval(0, Math.toIntExact(number(8) ^ Long.MIN_VALUE), number(8));
        case UUID -> new UUID(number(8), number(8));
        case NUMERIC -> numeric(type);
        case CHAR -> padded(slice(), type.precision());
        case TEXT, VARCHAR, BYTEA, JSONB -> slice();
        case ARRAY -> array(type);
      };
    }

    private long number(int count) {
      long value = 0;
      for (int i = 0; i < count; i++) {
        value = value << 8 | bytes[at++] & 0xff;
      }
      return value;
    }

    private Slice slice() {
      Slice result = new Slice();
      byte[] target = result.buffer(Math.max(16, bytes.length - at));
      int length = 0;
      while (bytes[at] != 0 || bytes[at + 1] != 0) {
        byte next = bytes[at++];
        target[length++] = next;
        if (next == 0) {
          at++;
        }
      }
      at += 2;
      return result.own(length).copy();
    }

    private static Slice padded(Slice text, int length) {
      StringBuilder value = new StringBuilder(text.toString());
      while (value.codePointCount(0, value.length()) < length) {
        value.append(' ');
      }
      return Slice.of(value.toString());
    }

    private BigDecimal numeric(SqlType type) {
      int sign = bytes[at++];
      int mask = sign == NEGATIVE ? 0xff : 0;
      int scale = Math.max(0, type.scale());
      if (sign == ZERO) {
        return BigDecimal.ZERO.setScale(scale);
      }
      int exponent = (int) number(4) ^ (mask == 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE);
      StringBuilder digits = new StringBuilder();
      for (int pair = next(mask); pair != 0; pair = next(mask)) {
        digits.append((char) ('0' + (pair - 1) / 10)).append((char) ('0' + (pair - 1) % 10));
      }
      BigInteger unscaled = new BigInteger(digits.toString());
      BigDecimal value =
          new BigDecimal(
                  sign == NEGATIVE ? unscaled.negate() : unscaled, digits.length() - exponent)
              .stripTrailingZeros();
      return value.scale() < scale ? value.setScale(scale) : value;
    }

    private int next(int mask) {
      return (bytes[at++] & 0xff) ^ mask;
    }

    private Slice array(SqlType type) {
      SqlType element = Objects.requireNonNull(type.element());
      List<@Nullable Object> values = new ArrayList<>();
      for (int marker = bytes[at++]; marker != 0; marker = bytes[at++]) {
        values.add(marker == VALUE ? value(element) : null);
      }
      return ArrayValues.encode(type, values);
    }
  }
}
