package dev.headrace.engine.system;

import dev.headrace.engine.database.SystemRelation;
import dev.headrace.model.ArrayValues;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of a system relation by the names of its columns. A column that is not set is NULL or,
 * where it must not be, what PostgreSQL has for none: 0, false, the empty text.
 */
final class RowBuilder {
  private final SystemRelation relation;
  private final RowWriter writer;
  private final Batch batch = new Batch();
  private final @Nullable Object[] row;

  RowBuilder(SystemRelation relation) {
    this.relation = relation;
    this.writer = new RowWriter(relation.layout());
    this.row = new @Nullable Object[relation.fields().size()];
  }

  /**
   * Sets a column of the current row.
   *
   * @param value as text, number or list; NULL is Java's null
   */
  RowBuilder set(String column, @Nullable Object value) {
    Integer at = relation.columns().get(column);
    if (at == null) {
      throw new IllegalArgumentException(relation.name() + " has no column " + column);
    }
    row[at] = value == null ? null : carrier(value, relation.fields().get(at).type());
    return this;
  }

  private static Object carrier(Object value, SqlType type) {
    return switch (type.kind()) {
      case TEXT, VARCHAR, CHAR -> Slice.of(value.toString());
      case SMALLINT, INTEGER -> ((Number) value).intValue();
      case BIGINT -> ((Number) value).longValue();
      case REAL -> ((Number) value).floatValue();
      case DOUBLE -> ((Number) value).doubleValue();
      case ARRAY -> {
        SqlType element = Objects.requireNonNull(type.element());
        List<@Nullable Object> elements = new ArrayList<>();
        ((List<?>) value).forEach(e -> elements.add(carrier(e, element)));
        yield ArrayValues.encode(type, elements);
      }
      case BOOLEAN,
          NUMERIC,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          INTERVAL,
          UUID,
          JSONB,
          ENUM ->
          value;
    };
  }

  /** Ends the row. */
  void add() {
    for (int i = 0; i < row.length; i++) {
      Field field = relation.fields().get(i);
      if (row[i] == null && !field.nullable()) {
        row[i] = nothing(field.type());
      }
    }
    writer.append(batch, 1, row);
    java.util.Arrays.fill(row, null);
  }

  private static Object nothing(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> false;
      case TEXT, VARCHAR, CHAR, BYTEA -> Slice.of("");
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> carrier(0, type);
      case ARRAY -> carrier(List.of(), type);
      case NUMERIC, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL, UUID, JSONB, ENUM ->
          throw new IllegalArgumentException("a value of type " + type + " is missing");
    };
  }

  Batch rows() {
    return batch;
  }
}
