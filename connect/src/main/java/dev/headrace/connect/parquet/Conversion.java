package dev.headrace.connect.parquet;

import dev.headrace.model.Decimals;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Gregorian;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.copy.ColumnParser;
import dev.headrace.model.function.Conversions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Sets a column of rows to values of a Parquet column, widening and checking where they differ. */
@FunctionalInterface
interface Conversion {
  /**
   * Sets the column to a value that is not NULL.
   *
   * @throws SqlException if the column's type cannot hold it
   */
  void set(RowWriter writer, ColumnVector values, int index);

  /**
   * The conversion for a pair of types.
   *
   * @param target the column in rows
   * @param parser sets that column from text
   * @throws SqlException {@link ErrorCode#DATATYPE_MISMATCH} if there is none
   */
  static Conversion of(ParquetColumn source, int target, Field field, ColumnParser parser) {
    Meaning meaning = Meaning.of(source.schema());
    Conversion conversion =
        switch (meaning.kind()) {
          case BOOLEAN -> ofBoolean(target, field);
          case INTEGER -> ofInteger(target, field, parser);
          case UNSIGNED_INTEGER -> ofUnsigned(meaning, target, field, parser);
          case FLOATING -> ofFloating(target, field);
          case HALF -> source.width() == Short.BYTES ? ofHalf(target, field) : null;
          case DECIMAL -> ofDecimal(source, meaning, field, parser);
          case TEXT -> parser(parser);
          case BINARY -> ofBinary(target, field, parser);
          case UUID -> source.width() == 2 * Long.BYTES ? ofUuid(target, field) : null;
          case DATE -> ofDate(target, field);
          case TIME -> ofTime(meaning, field, parser);
          case TIMESTAMP -> ofTimestamp(meaning, field, parser);
          case JULIAN_TIMESTAMP -> ofJulian(field, parser);
          case UNKNOWN -> null;
        };
    if (conversion == null) {
      throw new SqlException(
          ErrorCode.DATATYPE_MISMATCH,
          "column "
              + SqlException.quote(field.name())
              + " is of type "
              + field.type()
              + " but the file has "
              + source.typeName());
    }
    return conversion;
  }

  private static @Nullable Conversion ofBoolean(int target, Field field) {
    return switch (field.type().kind()) {
      case BOOLEAN -> (writer, values, i) -> writer.setBoolean(target, values.longs[i] != 0);
      default -> null;
    };
  }

  private static @Nullable Conversion ofInteger(int target, Field field, ColumnParser parser) {
    return switch (field.type().kind()) {
      case BIGINT -> (writer, values, i) -> writer.setLong(target, values.longs[i]);
      case INTEGER ->
          (writer, values, i) -> writer.setInt(target, Conversions.toInteger(values.longs[i]));
      case SMALLINT ->
          (writer, values, i) -> writer.setInt(target, Conversions.toSmallint(values.longs[i]));
      case DOUBLE -> (writer, values, i) -> writer.setDouble(target, (double) values.longs[i]);
      case REAL -> (writer, values, i) -> writer.setFloat(target, (float) values.longs[i]);
      case NUMERIC ->
          (writer, values, i) -> parser.setDecimal(writer, BigDecimal.valueOf(values.longs[i]));
      default -> null;
    };
  }

  private static @Nullable Conversion ofUnsigned(
      Meaning meaning, int target, Field field, ColumnParser parser) {
    Conversion signed = ofInteger(target, field, parser);
    if (signed == null) {
      return null;
    }
    if (meaning.scale() == 32) {
      return (writer, values, i) -> {
        values.longs[i] = Integer.toUnsignedLong((int) values.longs[i]);
        signed.set(writer, values, i);
      };
    }
    return (writer, values, i) -> {
      if (values.longs[i] < 0) {
        throw new SqlException(
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
            "value " + Long.toUnsignedString(values.longs[i]) + " is out of range");
      }
      signed.set(writer, values, i);
    };
  }

  private static @Nullable Conversion ofFloating(int target, Field field) {
    return switch (field.type().kind()) {
      case DOUBLE -> (writer, values, i) -> writer.setDouble(target, values.doubles[i]);
      case REAL ->
          (writer, values, i) -> writer.setFloat(target, Conversions.toReal(values.doubles[i]));
      default -> null;
    };
  }

  private static @Nullable Conversion ofHalf(int target, Field field) {
    return switch (field.type().kind()) {
      case DOUBLE ->
          (writer, values, i) ->
              writer.setDouble(
                  target, Float.float16ToFloat(Rows.getShort(values.bytes, values.starts[i])));
      case REAL ->
          (writer, values, i) ->
              writer.setFloat(
                  target, Float.float16ToFloat(Rows.getShort(values.bytes, values.starts[i])));
      default -> null;
    };
  }

  private static @Nullable Conversion ofDecimal(
      ParquetColumn source, Meaning meaning, Field field, ColumnParser parser) {
    boolean possible = meaning.scale() >= 0 && meaning.scale() <= Decimals.MAX_SCALE;
    if (field.type().kind() != SqlType.Kind.NUMERIC || !possible) {
      return null;
    }
    Type physical = source.schema().getType();
    if (physical == Type.INT32 || physical == Type.INT64) {
      return (writer, values, i) ->
          parser.setDecimal(writer, BigDecimal.valueOf(values.longs[i], meaning.scale()));
    }
    return (writer, values, i) -> {
      if (values.lengths[i] == 0) {
        throw new SqlException(ErrorCode.INVALID_BINARY_REPRESENTATION, "decimal without digits");
      }
      BigInteger unscaled = new BigInteger(values.bytes, values.starts[i], values.lengths[i]);
      parser.setDecimal(writer, new BigDecimal(unscaled, meaning.scale()));
    };
  }

  /** Text becomes any type as an input function of PostgreSQL takes it. */
  private static Conversion parser(ColumnParser parser) {
    Slice text = new Slice();
    return (writer, values, i) ->
        parser.set(writer, text.set(values.bytes, values.starts[i], values.lengths[i]));
  }

  private static @Nullable Conversion ofBinary(int target, Field field, ColumnParser parser) {
    return switch (field.type().kind()) {
      case BYTEA ->
          (writer, values, i) ->
              writer.setBytes(target, values.bytes, values.starts[i], values.lengths[i]);
      // Some writers leave out that a column is text.
      case TEXT, VARCHAR, CHAR, JSONB, ENUM -> parser(parser);
      default -> null;
    };
  }

  private static @Nullable Conversion ofUuid(int target, Field field) {
    return switch (field.type().kind()) {
      case UUID ->
          (writer, values, i) -> {
            int start = values.starts[i];
            long high = Long.reverseBytes(Rows.getLong(values.bytes, start));
            long low = Long.reverseBytes(Rows.getLong(values.bytes, start + 8));
            writer.setUuid(target, new UUID(high, low));
          };
      default -> null;
    };
  }

  private static @Nullable Conversion ofDate(int target, Field field) {
    return switch (field.type().kind()) {
      case DATE -> (writer, values, i) -> writer.setInt(target, (int) values.longs[i]);
      case TIMESTAMP, TIMESTAMPTZ ->
          (writer, values, i) ->
              writer.setLong(target, scaled(values.longs[i], Gregorian.MICROS_PER_DAY));
      default -> null;
    };
  }

  private static @Nullable Conversion ofTime(Meaning meaning, Field field, ColumnParser parser) {
    return switch (field.type().kind()) {
      case TIME ->
          (writer, values, i) -> {
            long micros = micros(values.longs[i], meaning.scale());
            if (micros < 0 || micros > Gregorian.MICROS_PER_DAY) {
              throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "time out of range");
            }
            parser.setTime(writer, micros);
          };
      default -> null;
    };
  }

  private static @Nullable Conversion ofTimestamp(
      Meaning meaning, Field field, ColumnParser parser) {
    return switch (field.type().kind()) {
      case TIMESTAMP, TIMESTAMPTZ ->
          meaning.scale() == 6
              ? (writer, values, i) -> parser.setTime(writer, values.longs[i])
              : (writer, values, i) ->
                  parser.setTime(writer, micros(values.longs[i], meaning.scale()));
      default -> null;
    };
  }

  private static @Nullable Conversion ofJulian(Field field, ColumnParser parser) {
    return switch (field.type().kind()) {
      case TIMESTAMP, TIMESTAMPTZ ->
          (writer, values, i) -> {
            long nanos = Rows.getLong(values.bytes, values.starts[i]);
            long julianDay = Rows.getInt(values.bytes, values.starts[i] + 8);
            long day = julianDay + Gregorian.MIN_DAY;
            parser.setTime(writer, day * Gregorian.MICROS_PER_DAY + Math.floorDiv(nanos, 1_000L));
          };
      default -> null;
    };
  }

  private static long micros(long value, int scale) {
    return switch (scale) {
      case 3 -> scaled(value, 1_000);
      case 9 -> Math.floorDiv(value, 1_000);
      default -> value;
    };
  }

  private static long scaled(long value, long factor) {
    if (Math.multiplyHigh(value, factor) != (value * factor) >> 63) {
      throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
    }
    return value * factor;
  }
}
