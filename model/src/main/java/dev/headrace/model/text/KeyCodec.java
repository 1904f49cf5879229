package dev.headrace.model.text;

import dev.headrace.model.ArrayValues;
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
 * Keys whose bytes, compared unsigned, sort like their values do in SQL; values that are equal in
 * SQL have equal keys (0.0 and -0.0, 1.0 and 1.00, one month and thirty days). Each value ends
 * where it says, so keys of several columns are put one after the other.
 *
 * <pre>
 *  marker      00 NULL first, 01 a value, 02 NULL last; never inverted
 *  integers    big endian with the sign bit flipped, as are dates, times and keys of labels
 *  floats      big endian bits, the sign flipped or, if negative, all bits
 *  text, bytea the bytes with 00 as 00 FF, then 00 00
 *  numeric     01 negative, 02 zero, 03 positive; the position of the point; two digits to a byte,
 *              00; what follows the first byte inverted if negative
 *  interval    days, then microseconds within the day
 *  uuid        its bytes
 *  jsonb       rank of the type; containers by size and then by member
 *  array       02 and the element, 03 for NULL; 01 at the end
 * </pre>
 *
 * For falling order everything but the marker is inverted.
 */
public final class KeyCodec {
  static final int NULL_FIRST = 0;
  static final int PRESENT = 1;
  static final int NULL_LAST = 2;

  private static final int ARRAY_END = 1;
  private static final int ARRAY_VALUE = 2;
  private static final int ARRAY_NULL = 3;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /**
   * How one column sorts.
   *
   * @param descending whether greater values come first
   * @param nullsFirst whether NULL comes before all values
   */
  public record Order(boolean descending, boolean nullsFirst) {
    /** ASC with PostgreSQL's default, NULLS LAST. */
    public static final Order ASCENDING = new Order(false, false);

    /** DESC with PostgreSQL's default, NULLS FIRST. */
    public static final Order DESCENDING = new Order(true, true);
  }

  private KeyCodec() {}

  /** Appends the key of a value, given as its carrier or null. */
  public static void encode(SqlType type, @Nullable Object value, Order order, ByteOutput out) {
    if (value == null) {
      out.writeByte(order.nullsFirst ? NULL_FIRST : NULL_LAST);
      return;
    }
    out.writeByte(PRESENT);
    int start = out.length();
    encodeValue(type, value, out);
    if (order.descending) {
      invert(out, start);
    }
  }

  /** Appends the key of a row's column. */
  public static void encode(
      RowLayout layout, byte[] bytes, int row, int column, Order order, ByteOutput out) {
    if (Rows.isNull(bytes, row, column)) {
      out.writeByte(order.nullsFirst ? NULL_FIRST : NULL_LAST);
      return;
    }
    out.writeByte(PRESENT);
    int start = out.length();
    encodeColumn(layout, bytes, row, column, out);
    if (order.descending) {
      invert(out, start);
    }
  }

  private static void encodeColumn(
      RowLayout layout, byte[] bytes, int row, int column, ByteOutput out) {
    int at = row + layout.offset(column);
    SqlType type = layout.type(column);
    switch (type.kind()) {
      case BOOLEAN -> out.writeByte(bytes[at]);
      case SMALLINT -> out.writeShort(Rows.getShort(bytes, at) ^ 0x8000);
      case INTEGER, DATE -> out.writeInt(Rows.getInt(bytes, at) ^ Integer.MIN_VALUE);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ, ENUM ->
          out.writeLong(Rows.getLong(bytes, at) ^ Long.MIN_VALUE);
      case REAL -> out.writeInt(floatBits(Rows.getFloat(bytes, at)));
      case DOUBLE -> out.writeLong(doubleBits(Rows.getDouble(bytes, at)));
      case TEXT, VARCHAR, BYTEA -> {
        int start = row + Rows.getInt(bytes, at);
        writeBytes(bytes, start, start + Rows.getInt(bytes, at + 4), out);
      }
      case INTERVAL, UUID, NUMERIC, CHAR, JSONB, ARRAY ->
          encodeValue(
              type, Objects.requireNonNull(new RowReader(layout).get(bytes, row, column)), out);
    }
  }

  private static void invert(ByteOutput out, int start) {
    byte[] bytes = out.bytes();
    for (int i = start; i < out.length(); i++) {
      bytes[i] = (byte) ~bytes[i];
    }
  }

  private static void encodeValue(SqlType type, Object value, ByteOutput out) {
    switch (type.kind()) {
      case BOOLEAN -> out.writeByte((boolean) value ? 1 : 0);
      case SMALLINT -> out.writeShort((int) value ^ 0x8000);
      case INTEGER, DATE -> out.writeInt((int) value ^ Integer.MIN_VALUE);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ, ENUM ->
          out.writeLong((long) value ^ Long.MIN_VALUE);
      case REAL -> out.writeInt(floatBits((float) value));
      case DOUBLE -> out.writeLong(doubleBits((double) value));
      case NUMERIC -> writeDecimal((BigDecimal) value, out);
      case TEXT, VARCHAR, BYTEA -> {
        Slice slice = (Slice) value;
        writeBytes(slice.base(), slice.offset(), slice.offset() + slice.length(), out);
      }
      case CHAR -> writeCharacter((Slice) value, out);
      case INTERVAL -> writeInterval((Interval) value, out);
      case UUID -> {
        out.writeLong(((UUID) value).getMostSignificantBits());
        out.writeLong(((UUID) value).getLeastSignificantBits());
      }
      case JSONB -> JsonKeys.write((Slice) value, out);
      case ARRAY -> writeArray(type, (Slice) value, out);
    }
  }

  private static int floatBits(float value) {
    int bits = Float.floatToIntBits(value == 0 ? 0f : value);
    return bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
  }

  private static long doubleBits(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0d : value);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  static void writeBytes(byte[] bytes, int start, int end, ByteOutput out) {
    for (int i = start; i < end; i++) {
      out.writeByte(bytes[i]);
      if (bytes[i] == 0) {
        out.writeByte(0xff);
      }
    }
    out.writeShort(0);
  }

  private static void writeCharacter(Slice value, ByteOutput out) {
    int end = value.length();
    while (end > 0 && value.at(end - 1) == ' ') {
      end--;
    }
    writeBytes(value.base(), value.offset(), value.offset() + end, out);
  }

  private static void writeInterval(Interval value, ByteOutput out) {
    long days = value.months() * 30L + value.days() + Math.floorDiv(value.micros(), MICROS_PER_DAY);
    out.writeLong(days ^ Long.MIN_VALUE);
    out.writeLong(Math.floorMod(value.micros(), MICROS_PER_DAY));
  }

  static void writeDecimal(BigDecimal value, ByteOutput out) {
    out.writeByte(2 + value.signum());
    if (value.signum() == 0) {
      return;
    }
    int start = out.length();
    String digits = value.unscaledValue().abs().toString();
    // The value is 0.DIGITS * 10^point.
    out.writeInt((digits.length() - value.scale()) ^ Integer.MIN_VALUE);
    int last = digits.length();
    while (digits.charAt(last - 1) == '0') {
      last--;
    }
    for (int i = 0; i < last; i += 2) {
      int low = i + 1 < last ? digits.charAt(i + 1) - '0' : 0;
      out.writeByte((digits.charAt(i) - '0') * 10 + low + 1);
    }
    out.writeByte(0);
    if (value.signum() < 0) {
      invert(out, start);
    }
  }

  private static void writeArray(SqlType type, Slice array, ByteOutput out) {
    SqlType element = Objects.requireNonNull(type.element(), "not an array type");
    for (Object value : ArrayValues.decode(type, array)) {
      if (value == null) {
        out.writeByte(ARRAY_NULL);
      } else {
        out.writeByte(ARRAY_VALUE);
        encodeValue(element, value, out);
      }
    }
    out.writeByte(ARRAY_END);
  }

  // Decoding

  /** Reads values of a key one after the other, the same types and orders as it was written. */
  public static final class Decoder {
    private byte[] bytes = new byte[0];
    private int at;
    private int mask;

    public Decoder() {}

    /** Starts at an offset of a key. */
    public Decoder reset(byte[] key, int offset) {
      bytes = key;
      at = offset;
      return this;
    }

    /** Offset of what has not been read. */
    public int position() {
      return at;
    }

    /**
     * The next value: equal to the one that was written, though of equal values it may be another
     * (1 for 1.00, a CHAR without trailing blanks).
     *
     * @throws UnsupportedOperationException for JSONB, whose keys do not hold all of it
     */
    public @Nullable Object next(SqlType type, Order order) {
      if (bytes[at++] != PRESENT) {
        return null;
      }
      mask = order.descending ? 0xff : 0;
      return value(type);
    }

    private Object value(SqlType type) {
      return switch (type.kind()) {
        case BOOLEAN -> next() != 0;
        case SMALLINT -> (int) (short) (number(2) ^ 0x8000);
        case INTEGER, DATE -> (int) number(4) ^ Integer.MIN_VALUE;
        case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ, ENUM -> number(8) ^ Long.MIN_VALUE;
        case REAL -> {
          int bits = (int) number(4);
          yield Float.intBitsToFloat(bits < 0 ? bits ^ Integer.MIN_VALUE : ~bits);
        }
        case DOUBLE -> {
          long bits = number(8);
          yield Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
        }
        case NUMERIC -> decimal();
        case TEXT, VARCHAR, CHAR, BYTEA -> text();
        case INTERVAL -> {
          long days = number(8) ^ Long.MIN_VALUE;
          yield new Interval((int) (days / 30), (int) (days % 30), number(8));
        }
        case UUID -> new UUID(number(8), number(8));
        case JSONB -> throw new UnsupportedOperationException("keys of jsonb are not decodable");
        case ARRAY -> array(type);
      };
    }

    private int next() {
      return (bytes[at++] & 0xff) ^ mask;
    }

    private long number(int size) {
      long value = 0;
      for (int i = 0; i < size; i++) {
        value = value << 8 | next();
      }
      return value;
    }

    private Slice text() {
      ByteOutput text = new ByteOutput();
      while (true) {
        int b = next();
        if (b == 0 && next() == 0) {
          return text.toSlice();
        }
        text.writeByte(b);
      }
    }

    private BigDecimal decimal() {
      int sign = next() - 2;
      if (sign == 0) {
        return BigDecimal.ZERO;
      }
      int outerMask = mask;
      mask ^= sign < 0 ? 0xff : 0;
      int point = (int) number(4) ^ Integer.MIN_VALUE;
      StringBuilder digits = new StringBuilder();
      for (int pair = next(); pair != 0; pair = next()) {
        digits.append((char) ('0' + (pair - 1) / 10)).append((char) ('0' + (pair - 1) % 10));
      }
      mask = outerMask;
      BigInteger unscaled = new BigInteger(digits.toString());
      BigDecimal value =
          new BigDecimal(sign < 0 ? unscaled.negate() : unscaled, digits.length() - point)
              .stripTrailingZeros();
      return value.scale() < 0 ? value.setScale(0) : value;
    }

    private Slice array(SqlType type) {
      SqlType element = Objects.requireNonNull(type.element(), "not an array type");
      List<@Nullable Object> values = new ArrayList<>();
      for (int marker = next(); marker != ARRAY_END; marker = next()) {
        values.add(marker == ARRAY_NULL ? null : value(element));
      }
      return ArrayValues.encode(type, values);
    }
  }
}
