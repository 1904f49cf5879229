package dev.headrace.connect.parquet;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/**
 * What the values of a column stand for, told by its logical type or, in files of older writers, by
 * its converted type.
 *
 * @param kind the family
 * @param scale DECIMAL: digits after the point; times: units per second as a power of ten;
 *     UNSIGNED_INTEGER: bits of the physical type
 */
record Meaning(Kind kind, int scale) {
  /** Families of Parquet's types. */
  enum Kind {
    BOOLEAN,
    INTEGER,
    UNSIGNED_INTEGER,
    FLOATING,
    HALF,
    DECIMAL,
    TEXT,
    BINARY,
    UUID,
    DATE,
    TIME,
    TIMESTAMP,
    /** The deprecated INT96: nanoseconds of the day, then the Julian day. */
    JULIAN_TIMESTAMP,
    UNKNOWN
  }

  private static final int MILLIS = 3;
  private static final int MICROS = 6;
  private static final int NANOS = 9;

  static Meaning of(SchemaElement schema) {
    // A logical type of a later version of the format is left unset.
    if (schema.isSetLogicalType() && schema.getLogicalType().getSetField() != null) {
      return of(schema.getLogicalType(), schema);
    }
    return schema.isSetConverted_type() ? of(schema.getConverted_type(), schema) : physical(schema);
  }

  private static Meaning of(LogicalType type, SchemaElement schema) {
    return switch (type.getSetField()) {
      case STRING, ENUM, JSON -> new Meaning(Kind.TEXT, 0);
      case BSON, GEOMETRY, GEOGRAPHY -> new Meaning(Kind.BINARY, 0);
      case UUID -> new Meaning(Kind.UUID, 0);
      case FLOAT16 -> new Meaning(Kind.HALF, 0);
      case DATE -> new Meaning(Kind.DATE, 0);
      case DECIMAL -> new Meaning(Kind.DECIMAL, type.getDECIMAL().getScale());
      case INTEGER ->
          new Meaning(
              type.getINTEGER().isIsSigned() ? Kind.INTEGER : Kind.UNSIGNED_INTEGER,
              schema.getType() == Type.INT32 ? 32 : 64);
      case TIME -> new Meaning(Kind.TIME, unit(type.getTIME().getUnit()));
      case TIMESTAMP -> new Meaning(Kind.TIMESTAMP, unit(type.getTIMESTAMP().getUnit()));
      case MAP, LIST, UNKNOWN, VARIANT -> new Meaning(Kind.UNKNOWN, 0);
    };
  }

  private static int unit(TimeUnit unit) {
    return switch (unit.getSetField()) {
      case MILLIS -> MILLIS;
      case MICROS -> MICROS;
      case NANOS -> NANOS;
    };
  }

  private static Meaning of(ConvertedType type, SchemaElement schema) {
    return switch (type) {
      case UTF8, ENUM, JSON -> new Meaning(Kind.TEXT, 0);
      case BSON -> new Meaning(Kind.BINARY, 0);
      case DECIMAL -> new Meaning(Kind.DECIMAL, schema.getScale());
      case DATE -> new Meaning(Kind.DATE, 0);
      case TIME_MILLIS -> new Meaning(Kind.TIME, MILLIS);
      case TIME_MICROS -> new Meaning(Kind.TIME, MICROS);
      case TIMESTAMP_MILLIS -> new Meaning(Kind.TIMESTAMP, MILLIS);
      case TIMESTAMP_MICROS -> new Meaning(Kind.TIMESTAMP, MICROS);
      case INT_8, INT_16, INT_32, INT_64 -> new Meaning(Kind.INTEGER, 0);
      case UINT_8, UINT_16, UINT_32 -> new Meaning(Kind.UNSIGNED_INTEGER, 32);
      case UINT_64 -> new Meaning(Kind.UNSIGNED_INTEGER, 64);
      case MAP, MAP_KEY_VALUE, LIST, INTERVAL -> new Meaning(Kind.UNKNOWN, 0);
    };
  }

  private static Meaning physical(SchemaElement schema) {
    return switch (schema.getType()) {
      case BOOLEAN -> new Meaning(Kind.BOOLEAN, 0);
      case INT32, INT64 -> new Meaning(Kind.INTEGER, 0);
      case INT96 -> new Meaning(Kind.JULIAN_TIMESTAMP, 0);
      case FLOAT, DOUBLE -> new Meaning(Kind.FLOATING, 0);
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> new Meaning(Kind.BINARY, 0);
    };
  }
}
