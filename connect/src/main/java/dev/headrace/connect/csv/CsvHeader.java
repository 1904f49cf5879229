package dev.headrace.connect.csv;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import java.nio.file.Path;
import java.util.List;

/** The names in a file's first line and the columns they are for, whatever their case and order. */
final class CsvHeader {
  private final List<Field> fields;
  private final List<String> names;

  CsvHeader(List<Field> fields, List<String> names) {
    this.fields = fields;
    this.names = names;
  }

  /** Whether the line looks like a header: one of its fields is a column's name. */
  boolean isLikely() {
    return fields.stream().anyMatch(field -> find(field) >= 0);
  }

  private int find(Field field) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(field.name())) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Tells for each column which field of a record it takes, -1 for none.
   *
   * @throws SqlException {@link ErrorCode#BAD_COPY_FILE_FORMAT} if a column that must not be NULL
   *     is missing, or all are
   */
  void match(int[] fieldOfColumn, Path path) {
    boolean any = false;
    for (int column = 0; column < fieldOfColumn.length; column++) {
      fieldOfColumn[column] = find(fields.get(column));
      any |= fieldOfColumn[column] >= 0;
      if (fieldOfColumn[column] < 0 && !fields.get(column).nullable()) {
        throw error(path, "has no column " + SqlException.quote(fields.get(column).name()));
      }
    }
    if (!any) {
      throw error(path, "has none of the columns");
    }
  }

  private SqlException error(Path path, String what) {
    return new SqlException(
            ErrorCode.BAD_COPY_FILE_FORMAT,
            "the header of file " + SqlException.quote(path.toString()) + " " + what)
        .withDetail("The header names " + SqlException.quote(String.join(", ", names)) + ".");
  }
}
