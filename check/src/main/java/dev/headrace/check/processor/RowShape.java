package dev.headrace.check.processor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a row of a result becomes a Java value. */
sealed interface RowShape {
  /**
   * A column.
   *
   * @param column from 1
   * @param name of the column
   * @param nullable whether NULL is read as null; it is an error otherwise
   */
  record Value(int column, String name, JavaValue value, boolean nullable) implements RowShape {}

  /**
   * A record.
   *
   * @param type as written in Java
   * @param absent the columns, from 1, that are all NULL where there is no such record; empty where
   *     there always is one
   */
  record Composite(String type, List<RowShape> components, List<Integer> absent)
      implements RowShape {}

  /** How many rows a method gives, and as what. */
  enum Count {
    ONE,
    AT_MOST_ONE,
    OPTIONAL,
    LIST,
    STREAM,
    CALLBACK
  }

  /**
   * What a method makes of its rows.
   *
   * @param callback the parameter that gets each row
   */
  record Result(Count count, String type, RowShape row, @Nullable String callback) {}
}
