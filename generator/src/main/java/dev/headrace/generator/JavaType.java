package dev.headrace.generator;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;

/**
 * What a column is in Java.
 *
 * @param name of the type where the column cannot be NULL
 * @param boxed of the type where it can
 * @param accessor method of {@code TypedRow} that reads it
 */
record JavaType(String name, String boxed, String accessor) {
  static JavaType of(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> new JavaType("boolean", "Boolean", "booleanAt");
      case SMALLINT, INTEGER -> new JavaType("int", "Integer", "intAt");
      case BIGINT -> new JavaType("long", "Long", "longAt");
      case REAL -> new JavaType("float", "Float", "floatAt");
      case DOUBLE -> new JavaType("double", "Double", "doubleAt");
      case NUMERIC -> reference("java.math.BigDecimal", "decimalAt");
      case TEXT, VARCHAR, CHAR, JSONB, ENUM, ARRAY -> reference("String", "textAt");
      case BYTEA -> reference("byte[]", "bytesAt");
      case DATE -> reference("java.time.LocalDate", "dateAt");
      case TIME -> reference("java.time.LocalTime", "timeAt");
      case TIMESTAMP -> reference("java.time.LocalDateTime", "timestampAt");
      case TIMESTAMPTZ -> reference("java.time.Instant", "instantAt");
      case INTERVAL -> reference("dev.headrace.model.Interval", "intervalAt");
      case UUID -> reference("java.util.UUID", "uuidAt");
    };
  }

  private static JavaType reference(String name, String accessor) {
    return new JavaType(name, name, accessor);
  }

  /** The type of a record's component. */
  String component(Field field) {
    if (!field.nullable()) {
      return name;
    }
    // an annotation of a type stands before its simple name
    int dot = boxed.lastIndexOf('.');
    return boxed.endsWith("[]")
        ? boxed.replace("[]", " @Nullable []")
        : boxed.substring(0, dot + 1) + "@Nullable " + boxed.substring(dot + 1);
  }

  /** An expression that reads a column of {@code row}. */
  String read(Field field, int column) {
    String value = "row." + accessor + "(" + column + ")";
    return field.nullable() ? "row.isNull(" + column + ") ? null : " + value : value;
  }
}
