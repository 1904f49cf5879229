package dev.headrace.engine.database;

import dev.headrace.ir.Interpreter;
import dev.headrace.ir.RowReaderSource;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.TextFormat;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** NOT NULL and CHECK of a table, applied to new rows. */
public final class RowConstraints {
  private final BaseRelation table;
  private @Nullable Interpreter interpreter;
  private @Nullable RowReaderSource source;
  private final int[] notNull;

  public RowConstraints(BaseRelation table) {
    this.table = table;
    List<Field> fields = table.fields();
    int[] columns = new int[fields.size()];
    int count = 0;
    for (int column = 0; column < columns.length; column++) {
      if (!fields.get(column).nullable()) {
        columns[count++] = column;
      }
    }
    this.notNull = Arrays.copyOf(columns, count);
  }

  /**
   * Checks a row.
   *
   * @throws SqlException 23502 or 23514
   */
  public void check(byte[] slab, int row) {
    for (int column : notNull) {
      if (Rows.isNull(slab, row, column)) {
        throw new SqlException(
                ErrorCode.NOT_NULL_VIOLATION,
                "null value in column "
                    + SqlException.quote(table.fields().get(column).name())
                    + " of relation "
                    + SqlException.quote(table.simpleName())
                    + " violates not-null constraint")
            .withDetail("Failing row contains (" + text(slab, row) + ").")
            .withSubject(table.subject(table.fields().get(column).name(), null));
      }
    }
    BaseRelation.Check check = violated(slab, row);
    if (check != null) {
      throw new SqlException(
              ErrorCode.CHECK_VIOLATION,
              "new row for relation "
                  + SqlException.quote(table.simpleName())
                  + " violates check constraint "
                  + SqlException.quote(check.name()))
          .withDetail("Failing row contains (" + text(slab, row) + ").")
          .withSubject(table.subject(null, check.name()));
    }
  }

  /** The first CHECK that does not hold of a row. */
  public BaseRelation.@Nullable Check violated(byte[] slab, int row) {
    if (table.checks().isEmpty()) {
      return null;
    }
    Interpreter evaluator = interpreter;
    RowReaderSource columns = source;
    if (evaluator == null || columns == null) {
      evaluator = new Interpreter();
      columns = new RowReaderSource(table.layout());
      interpreter = evaluator;
      source = columns;
    }
    for (BaseRelation.Check check : table.checks()) {
      if (Boolean.FALSE.equals(evaluator.evaluate(check.condition(), columns.at(slab, row)))) {
        return check;
      }
    }
    return null;
  }

  /** A row's values for messages. */
  public String text(byte[] slab, int row) {
    List<Field> fields = table.fields();
    RowReader reader = new RowReader(table.layout());
    return IntStream.range(0, fields.size())
        .mapToObj(
            c -> {
              Object value = reader.get(slab, row, c);
              return value == null
                  ? "null"
                  : bounded(TextFormat.toString(fields.get(c).type(), value, ZoneOffset.UTC));
            })
        .collect(Collectors.joining(", "));
  }

  /** The error for a row whose key another has. */
  public SqlException duplicateKey(byte[] slab, int row) {
    RowReader reader = new RowReader(table.layout());
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int column : table.primaryKey()) {
      Field field = table.fields().get(column);
      Object value = reader.get(slab, row, column);
      names.add(field.name());
      values.add(value == null ? "null" : TextFormat.toString(field.type(), value, ZoneOffset.UTC));
    }
    return new SqlException(
            ErrorCode.UNIQUE_VIOLATION,
            "duplicate key value violates unique constraint " + SqlException.quote(table.keyName()))
        .withDetail(
            "Key ("
                + String.join(", ", names)
                + ")=("
                + String.join(", ", values)
                + ") already exists.")
        .withSubject(table.subject(null, table.keyName()));
  }

  // PostgreSQL's limit for values in such messages
  private static String bounded(String value) {
    return value.length() <= 64 ? value : value.substring(0, 64) + "...";
  }
}
