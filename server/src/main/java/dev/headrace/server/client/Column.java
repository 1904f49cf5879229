package dev.headrace.server.client;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;

/**
 * A column of a result.
 *
 * @param name its heading
 * @param style how its values are shown
 */
public record Column(String name, Style style) {
  /** What a renderer has to know of a type. */
  public enum Style {
    /** Aligned to the right; a JSON number where JSON has it. */
    NUMBER,
    /** {@code t} or {@code f}; a JSON boolean. */
    BOOLEAN,
    /** A JSON document in itself. */
    JSON,
    /** Anything else; a JSON string. */
    TEXT
  }

  /** The column that shows a field. */
  public static Column of(Field field) {
    return new Column(field.name(), style(field.type()));
  }

  private static Style style(SqlType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, NUMERIC -> Style.NUMBER;
      case BOOLEAN -> Style.BOOLEAN;
      case JSONB -> Style.JSON;
      case TEXT,
          VARCHAR,
          CHAR,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          INTERVAL,
          UUID,
          ENUM,
          ARRAY ->
          Style.TEXT;
    };
  }
}
