package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.List;

/** Type names of the fake database. */
final class FakeTypes {
  private static final List<SqlType> SIMPLE =
      List.of(
          SqlType.BOOLEAN,
          SqlType.SMALLINT,
          SqlType.INTEGER,
          SqlType.BIGINT,
          SqlType.REAL,
          SqlType.DOUBLE,
          SqlType.NUMERIC,
          SqlType.TEXT,
          SqlType.VARCHAR,
          SqlType.BYTEA,
          SqlType.DATE,
          SqlType.TIME,
          SqlType.TIMESTAMP,
          SqlType.TIMESTAMPTZ,
          SqlType.INTERVAL,
          SqlType.UUID,
          SqlType.JSONB);

  private FakeTypes() {}

  /** The type of a name as {@link SqlType#toString} prints it. */
  static SqlType named(String name) {
    if (name.endsWith("[]")) {
      return SqlType.array(named(name.substring(0, name.length() - 2)));
    }
    return SIMPLE.stream()
        .filter(type -> type.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SqlException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "type " + SqlException.quote(name) + " does not exist"));
  }
}
