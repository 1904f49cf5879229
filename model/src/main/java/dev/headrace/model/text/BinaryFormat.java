package dev.headrace.model.text;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.Decimals;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's binary form of values, as its {@code _send} functions write and {@code _recv}
 * functions read them: big endian, times in microseconds since 2000-01-01.
 */
public final class BinaryFormat {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final long MICROS_TO_2000 = Gregorian.DAYS_TO_2000 * Gregorian.MICROS_PER_DAY;
  private static final int JSONB_VERSION = 1;

  private BinaryFormat() {}

  /** Appends a value that is not NULL, without its length. */
  public static void write(SqlType type, Object value, ByteOutput out) {
    switch (type.kind()) {
      case BOOLEAN -> out.writeByte((boolean) value ? 1 : 0);
      case SMALLINT -> out.writeShort((int) value);
      case INTEGER -> out.writeInt((int) value);
      case BIGINT, TIME -> out.writeLong((long) value);
      case REAL -> out.writeInt(Float.floatToIntBits((float) value));
      case DOUBLE -> out.writeLong(Double.doubleToLongBits((double) value));
      case NUMERIC -> BinaryNumeric.write((BigDecimal) value, out);
      case TEXT, VARCHAR, CHAR, BYTEA -> out.write((Slice) value);
      case DATE -> out.writeInt(dateToWire((int) value));
      case TIMESTAMP, TIMESTAMPTZ -> out.writeLong(timestampToWire((long) value));
      case INTERVAL -> {
        Interval interval = (Interval) value;
        out.writeLong(interval.micros());
        out.writeInt(interval.days());
        out.writeInt(interval.months());
      }
      case UUID -> {
        UUID uuid = (UUID) value;
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
      }
      case JSONB -> {
        if (!type.equals(CatalogTypes.JSON)) {
          out.writeByte(JSONB_VERSION);
        }
        out.write((Slice) value);
      }
      case ENUM -> out.write(type.enumType().text((long) value));
      case ARRAY -> writeArray(type, (Slice) value, out);
    }
  }

  /** A DATE as days since 2000-01-01. */
  public static int dateToWire(int day) {
    return day == Integer.MAX_VALUE || day == Integer.MIN_VALUE
        ? day
        : day - Gregorian.DAYS_TO_2000;
  }

  /** A TIMESTAMP or TIMESTAMPTZ as microseconds since 2000-01-01. */
  public static long timestampToWire(long micros) {
    return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE ? micros : micros - MICROS_TO_2000;
  }

  private static void writeArray(SqlType type, Slice array, ByteOutput out) {
    SqlType element = element(type);
    List<@Nullable Object> values = ArrayValues.decode(type, array);
    out.writeInt(values.isEmpty() ? 0 : 1);
    out.writeInt(values.contains(null) ? 1 : 0);
    out.writeInt(TypeOids.oid(element));
    if (values.isEmpty()) {
      return;
    }
    out.writeInt(values.size());
    out.writeInt(1);
    for (Object value : values) {
      int lengthAt = out.length();
      out.writeInt(-1);
      if (value != null) {
        write(element, value, out);
        INT.set(out.bytes(), lengthAt, out.length() - lengthAt - 4);
      }
    }
  }

  private static SqlType element(SqlType arrayType) {
    return Objects.requireNonNull(arrayType.element(), "not an array type");
  }

  /**
   * Reads a value; it owns its bytes.
   *
   * @throws SqlException 22P03 for bytes that are no such value, 22021 for text that is not UTF-8
   */
  public static Object read(SqlType type, byte[] bytes, int offset, int length) {
    int typlen = TypeOids.typlen(type);
    boolean label = type.kind() == Kind.ENUM;
    if (typlen >= 0 && length != typlen && !label && !type.storage().isVariable()) {
      throw malformed(type, "has " + length + " bytes instead of " + typlen);
    }
    return switch (type.kind()) {
      case BOOLEAN -> bytes[offset] != 0;
      case SMALLINT -> (int) (short) SHORT.get(bytes, offset);
      case INTEGER -> (int) INT.get(bytes, offset);
      case BIGINT -> (long) LONG.get(bytes, offset);
      case REAL -> Float.intBitsToFloat((int) INT.get(bytes, offset));
      case DOUBLE -> Double.longBitsToDouble((long) LONG.get(bytes, offset));
      case NUMERIC -> BinaryNumeric.read(bytes, offset, length);
      case TEXT, VARCHAR, CHAR -> {
        Utf8.check(bytes, offset, length);
        yield Slice.of(Arrays.copyOfRange(bytes, offset, offset + length));
      }
      case BYTEA -> Slice.of(Arrays.copyOfRange(bytes, offset, offset + length));
      case DATE -> dateFromWire((int) INT.get(bytes, offset));
      case TIME -> timeFromWire((long) LONG.get(bytes, offset));
      case TIMESTAMP, TIMESTAMPTZ -> timestampFromWire((long) LONG.get(bytes, offset));
      case INTERVAL ->
          new Interval(
              (int) INT.get(bytes, offset + 12),
              (int) INT.get(bytes, offset + 8),
              (long) LONG.get(bytes, offset));
      case UUID -> new UUID((long) LONG.get(bytes, offset), (long) LONG.get(bytes, offset + 8));
      case JSONB -> readJson(type, bytes, offset, length);
      case ENUM -> TextFormat.parseLabel(type, bytes, offset, length);
      case ARRAY -> readArray(type, bytes, offset, offset + length);
    };
  }

  private static int dateFromWire(int days) {
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      return days;
    }
    long day = (long) days + Gregorian.DAYS_TO_2000;
    if (day < Gregorian.MIN_DAY || day > Gregorian.MAX_DAY) {
      throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "date out of range");
    }
    return (int) day;
  }

  private static long timeFromWire(long micros) {
    if (micros < 0 || micros > Gregorian.MICROS_PER_DAY) {
      throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "time out of range");
    }
    return micros;
  }

  private static long timestampFromWire(long micros) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return micros;
    }
    long since1970 = micros + MICROS_TO_2000;
    return DateTimeText.checkTimestamp(since1970 < micros ? Long.MAX_VALUE : since1970);
  }

  private static Slice readJson(SqlType type, byte[] bytes, int offset, int length) {
    int header = type.equals(CatalogTypes.JSON) ? 0 : 1;
    if (header == 1 && (length < 1 || bytes[offset] != JSONB_VERSION)) {
      throw malformed(type, "has an unknown version");
    }
    Utf8.check(bytes, offset + header, length - header);
    ByteOutput out = new ByteOutput(length);
    JsonText.normalise(bytes, offset + header, length - header, out);
    return out.toSlice();
  }

  private static Slice readArray(SqlType type, byte[] bytes, int offset, int end) {
    if (end - offset < 12) {
      throw malformed(type, "is too short");
    }
    int dimensions = (int) INT.get(bytes, offset);
    SqlType element = element(type);
    int sent = (int) INT.get(bytes, offset + 8);
    if (sent != TypeOids.oid(element) && !isCompatible(TypeOids.type(sent), element.kind())) {
      throw malformed(type, "has elements of another type");
    }
    if (dimensions == 0) {
      return ArrayValues.encode(type, List.of());
    }
    if (dimensions != 1 || end - offset < 20) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "multidimensional arrays are not supported");
    }
    int size = (int) INT.get(bytes, offset + 12);
    if (size < 0 || size > (end - offset - 20) / 4) {
      throw malformed(type, "has a wrong number of elements");
    }
    return ArrayValues.encode(type, readElements(type, element, bytes, offset + 20, end, size));
  }

  private static List<@Nullable Object> readElements(
      SqlType type, SqlType element, byte[] bytes, int offset, int end, int size) {
    List<@Nullable Object> values = new ArrayList<>(size);
    int at = offset;
    for (int i = 0; i < size; i++) {
      int length = end - at < 4 ? Integer.MAX_VALUE : (int) INT.get(bytes, at);
      at += 4;
      if (length > end - at || length < -1) {
        throw malformed(type, "has an element beyond its end");
      }
      values.add(length < 0 ? null : read(element, bytes, at, length));
      at += Math.max(0, length);
    }
    if (at != end) {
      throw malformed(type, "has bytes after its last element");
    }
    return values;
  }

  private static boolean isCompatible(@Nullable SqlType sent, Kind wanted) {
    return sent != null && (sent.kind() == wanted || (sent.kind().isText() && wanted.isText()));
  }

  private static SqlException malformed(SqlType type, String why) {
    return malformed("binary value of type " + type + " " + why);
  }

  static SqlException malformed(String message) {
    return new SqlException(ErrorCode.INVALID_BINARY_REPRESENTATION, message);
  }

  /** NUMERIC: digits in base 10,000. */
  private static final class BinaryNumeric {
    private static final int NEGATIVE = 0x4000;
    private static final int NAN_OR_INFINITY = 0xc000;
    private static final int HEADER = 8;

    static void write(BigDecimal value, ByteOutput out) {
      int scale = value.scale();
      int pad = Math.floorMod(-scale, 4);
      String digits = value.unscaledValue().abs().toString() + "0".repeat(pad);
      int fractionGroups = (scale + pad) / 4;
      int front = Math.floorMod(-digits.length(), 4);
      digits = "0".repeat(front) + digits;
      int groups = digits.length() / 4;
      int first = 0;
      while (first < groups && isZeroGroup(digits, first)) {
        first++;
      }
      int last = groups;
      while (last > first && isZeroGroup(digits, last - 1)) {
        last--;
      }
      out.writeShort(last - first);
      out.writeShort(last == first ? 0 : groups - fractionGroups - first - 1);
      out.writeShort(value.signum() < 0 ? NEGATIVE : 0);
      out.writeShort(scale);
      for (int group = first; group < last; group++) {
        out.writeShort(Integer.parseInt(digits, group * 4, group * 4 + 4, 10));
      }
    }

    private static boolean isZeroGroup(String digits, int group) {
      return digits.startsWith("0000", group * 4);
    }

    static BigDecimal read(byte[] bytes, int offset, int length) {
      int groups = length < HEADER ? -1 : (short) SHORT.get(bytes, offset);
      if (groups < 0 || length != HEADER + 2 * groups) {
        throw malformed("invalid length in external \"numeric\" value");
      }
      int weight = (short) SHORT.get(bytes, offset + 2);
      int sign = (short) SHORT.get(bytes, offset + 4) & 0xffff;
      int scale = (short) SHORT.get(bytes, offset + 6);
      if ((sign & NAN_OR_INFINITY) == NAN_OR_INFINITY) {
        throw new SqlException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "numeric NaN and infinity are not supported");
      }
      if ((sign != 0 && sign != NEGATIVE) || scale < 0 || scale > Decimals.MAX_SCALE) {
        throw malformed("invalid sign or scale in external \"numeric\" value");
      }
      StringBuilder digits = new StringBuilder(1 + 4 * groups);
      digits.append(sign == NEGATIVE ? "-0" : "0");
      for (int i = 0; i < groups; i++) {
        int digit = (short) SHORT.get(bytes, offset + HEADER + 2 * i);
        if (digit < 0 || digit > 9_999) {
          throw malformed("invalid digit in external \"numeric\" value");
        }
        digits.append(Integer.toString(10_000 + digit), 1, 5);
      }
      BigDecimal exact =
          new BigDecimal(new java.math.BigInteger(digits.toString()), 4 * (groups - weight - 1));
      return Decimals.inRange(exact.setScale(scale, java.math.RoundingMode.DOWN));
    }
  }
}
