package dev.headrace.sql;

import dev.headrace.model.Field;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The row that a cursor is on, which {@code WHERE CURRENT OF} changes. Its statement reads it as a
 * relation of at most one row, which has the columns that tell the target's rows apart.
 *
 * @param cursor its name
 * @param target the table that is changed
 */
public record CurrentRow(String cursor, Relation target) {
  /** The name of the relation, as plans show it; an object's would have all of it in quotes. */
  public String relation() {
    return "CURRENT OF \"" + cursor.replace("\"", "\"\"") + '"';
  }

  /** The columns by which a row of a table is found again: those of its key, otherwise all. */
  public static List<Integer> identity(Relation table) {
    return table.primaryKey().isEmpty()
        ? IntStream.range(0, table.fields().size()).boxed().toList()
        : table.primaryKey();
  }

  /** Columns of the relation. */
  public List<Field> fields() {
    return identity(target).stream().map(column -> target.fields().get(column)).toList();
  }
}
