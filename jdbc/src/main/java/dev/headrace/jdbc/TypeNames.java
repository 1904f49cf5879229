package dev.headrace.jdbc;

import dev.headrace.model.SqlType;

/** The short names of types, as PostgreSQL's driver has them. */
final class TypeNames {
  private TypeNames() {}

  static String of(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "bool";
      case SMALLINT -> "int2";
      case INTEGER -> "int4";
      case BIGINT -> "int8";
      case REAL -> "float4";
      case DOUBLE -> "float8";
      case NUMERIC -> "numeric";
      case TEXT -> "text";
      case VARCHAR -> "varchar";
      case CHAR -> "bpchar";
      case BYTEA -> "bytea";
      case DATE -> "date";
      case TIME -> "time";
      case TIMESTAMP -> "timestamp";
      case TIMESTAMPTZ -> "timestamptz";
      case INTERVAL -> "interval";
      case UUID -> "uuid";
      case JSONB -> "jsonb";
      case ENUM -> type.enumType().name().name();
      case ARRAY -> {
        SqlType element = type.element();
        yield "_" + (element == null ? "text" : of(element));
      }
    };
  }
}
