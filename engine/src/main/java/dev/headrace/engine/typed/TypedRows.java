package dev.headrace.engine.typed;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.QueryResult;
import dev.headrace.model.Field;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be read: a table or view.
 *
 * @param <R> record of its rows
 */
public sealed class TypedRows<R> permits TypedTable, TypedView {
  private final Headrace database;
  private final String select;
  private final Function<TypedRow, R> reader;

  /**
   * @param select a query of its rows
   * @param reader makes the record of a row
   */
  public TypedRows(Headrace database, String select, Function<TypedRow, R> reader) {
    this.database = database;
    this.select = select;
    this.reader = reader;
  }

  /** All rows, as of the latest commit, in no particular order. */
  public final List<R> rows() {
    return rows("");
  }

  /**
   * The rows that a condition holds for.
   *
   * @param condition what a query has after WHERE, with parameters {@code $1}, {@code $2}, ...
   */
  public final List<R> where(String condition, @Nullable Object... parameters) {
    return rows(" WHERE " + condition, parameters);
  }

  private List<R> rows(String clause, @Nullable Object... parameters) {
    QueryResult result = database.query(select + clause, parameters);
    return result.rows().stream().map(values -> record(result.fields(), values)).toList();
  }

  final Headrace database() {
    return database;
  }

  final R record(List<Field> fields, List<? extends @Nullable Object> values) {
    return reader.apply(new TypedRow(fields, values));
  }
}
