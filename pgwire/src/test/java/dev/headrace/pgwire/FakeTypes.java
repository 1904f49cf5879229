package dev.headrace.pgwire;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TextFormat;
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

  /** Columns of a row with a value of each type. */
  static final List<Field> EVERY =
      List.of(
          Field.of("bool", SqlType.BOOLEAN),
          Field.of("int2", SqlType.SMALLINT),
          Field.of("int4", SqlType.INTEGER),
          Field.of("int8", SqlType.BIGINT),
          Field.of("float4", SqlType.REAL),
          Field.of("float8", SqlType.DOUBLE),
          Field.of("numeric", SqlType.NUMERIC),
          Field.of("text", SqlType.TEXT),
          Field.of("date", SqlType.DATE),
          Field.of("time", SqlType.TIME),
          Field.of("timestamp", SqlType.TIMESTAMP),
          Field.of("timestamptz", SqlType.TIMESTAMPTZ),
          Field.of("interval", SqlType.INTERVAL),
          Field.of("uuid", SqlType.UUID),
          Field.of("jsonb", SqlType.JSONB),
          Field.of("array", SqlType.array(SqlType.INTEGER)),
          Field.of("nothing", SqlType.TEXT));

  /** The values of {@link #EVERY} in PostgreSQL's text form. */
  static final List<String> EVERY_TEXT =
      List.of(
          "t",
          "-32768",
          "2147483647",
          "-9223372036854775808",
          "1.5",
          "0.1",
          "12345678901234567890.123",
          "Zürich \uD83D\uDE00",
          "2024-02-29",
          "23:59:59.999999",
          "2024-02-29 12:00:00.000001",
          "2024-02-29 12:00:00+00",
          "3 days 04:00:00",
          "00000000-0000-0001-0000-000000000002",
          "{\"a\": [1, null]}",
          "{1,NULL,3}");

  private FakeTypes() {}

  /** The row of {@link #EVERY}. */
  static Batch everyType() {
    Batch batch = new Batch();
    RowWriter writer = new RowWriter(RowLayout.of(EVERY)).begin(batch);
    for (int column = 0; column < EVERY_TEXT.size(); column++) {
      writer.set(
          column,
          TextFormat.parse(
              EVERY.get(column).type(), EVERY_TEXT.get(column), java.time.ZoneOffset.UTC));
    }
    writer.end(1);
    return batch;
  }

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
