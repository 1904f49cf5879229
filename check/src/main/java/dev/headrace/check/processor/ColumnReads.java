package dev.headrace.check.processor;

/**
 * Expressions that read columns of {@code rows}: JDBC's own where that gives null for NULL, else
 * those of the annotations' jar, which look at NULLs.
 */
final class ColumnReads {
  private static final String COLUMNS = "dev.headrace.check.jdbc.Columns.";

  private ColumnReads() {}

  /** The value of a column, as JDBC has it but for instants, which must not be NULL. */
  static String required(ValueKind kind, int column) {
    return COLUMNS + "require" + name(kind) + "(rows, " + column + ")";
  }

  /** The value of a column, as JDBC has it but for instants, or null. */
  static String orNull(ValueKind kind, int column) {
    return switch (kind) {
      case BOOLEAN, SHORT, INT, LONG, FLOAT, DOUBLE, INSTANT ->
          COLUMNS + decapitalized(name(kind)) + "OrNull(rows, " + column + ")";
      case DECIMAL, STRING, ENUM, BYTES, LIST -> "rows.get" + name(kind) + "(" + column + ")";
      case DATE, TIME, LOCAL_DATE_TIME, OFFSET_DATE_TIME ->
          "rows.getObject(" + column + ", java.time." + name(kind) + ".class)";
      case UUID -> "rows.getObject(" + column + ", java.util.UUID.class)";
    };
  }

  private static String decapitalized(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** What methods that read it are called after. */
  private static String name(ValueKind kind) {
    return switch (kind) {
      case BOOLEAN -> "Boolean";
      case SHORT -> "Short";
      case INT -> "Int";
      case LONG -> "Long";
      case FLOAT -> "Float";
      case DOUBLE -> "Double";
      case DECIMAL -> "BigDecimal";
      case STRING, ENUM -> "String";
      case BYTES -> "Bytes";
      case DATE -> "LocalDate";
      case TIME -> "LocalTime";
      case LOCAL_DATE_TIME -> "LocalDateTime";
      case OFFSET_DATE_TIME -> "OffsetDateTime";
      case INSTANT -> "Instant";
      case UUID -> "Uuid";
      case LIST -> "Array";
    };
  }
}
