package dev.headrace.connect.value;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.util.List;

/** Sets one column of rows to values given as PostgreSQL's text. */
public final class ColumnParser {
  private final int column;
  private final Field field;

  private ColumnParser(int column, Field field) {
    this.column = column;
    this.field = field;
  }

  /** A parser for each field of a row. */
  public static ColumnParser[] of(List<Field> fields) {
    ColumnParser[] parsers = new ColumnParser[fields.size()];
    for (int column = 0; column < parsers.length; column++) {
      parsers[column] = new ColumnParser(column, fields.get(column));
    }
    return parsers;
  }

  /** Leaves the column NULL, or throws if it must not be. */
  public void setNull() {
    if (!field.nullable()) {
      throw new SqlException(
          ErrorCode.NOT_NULL_VIOLATION, "null value violates not-null constraint");
    }
  }

  /**
   * Sets the column.
   *
   * @throws SqlException as a cast of the text to the column's type
   */
  public void set(RowWriter writer, Slice text) {
    switch (field.type().kind()) {
      case SMALLINT, INTEGER -> writer.setInt(column, Math.toIntExact(number(text)));
      case BIGINT -> writer.setLong(column, number(text));
      case DOUBLE -> writer.setDouble(column, Double.parseDouble(text.toString()));
      case TEXT, VARCHAR -> {
        if (!Utf8.isValid(text.base(), text.offset(), text.length())) {
          throw new SqlException(
              ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\"");
        }
        writer.setSlice(column, text);
      }
      default ->
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "type " + field.type() + " in text files");
    }
  }

  private long number(Slice text) {
    try {
      return Long.parseLong(text.toString().strip());
    } catch (NumberFormatException e) {
      throw new SqlException(
          ErrorCode.INVALID_TEXT_REPRESENTATION,
          "invalid input syntax for type "
              + field.type()
              + ": "
              + SqlException.quote(text.toString()),
          e);
    }
  }

  /** An error of this column with the column's name, for people. */
  public String describe(SqlException error) {
    return "column " + SqlException.quote(field.name()) + ": " + error.message();
  }
}
