package dev.headrace.engine.typed;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table.
 *
 * @param <R> record of its rows
 */
public final class TypedTable<R> extends TypedRows<R> {
  private final String insert;
  private final Function<? super R, @Nullable Object[]> writer;

  /**
   * @param select a query of its rows
   * @param reader makes the record of a row
   * @param insert a statement with a parameter for each column that can be given
   * @param writer gives a row's parameters
   */
  public TypedTable(
      Headrace database,
      String select,
      Function<TypedRow, R> reader,
      String insert,
      Function<? super R, @Nullable Object[]> writer) {
    super(database, select, reader);
    this.insert = insert;
    this.writer = writer;
  }

  /** Inserts a row, as a transaction. */
  public void insert(R row) {
    insertAll(List.of(row));
  }

  /** Inserts rows, all of them as one transaction. */
  public void insertAll(List<? extends R> rows) {
    try (Session session = database().connect()) {
      insertAll(session, rows);
    }
  }

  /** Inserts rows as part of a session's transaction if it has one. */
  public void insertAll(Session session, List<? extends R> rows) {
    List<@Nullable Object[]> batch = rows.stream().<@Nullable Object[]>map(writer).toList();
    session.prepare(insert).executeBatch(batch);
  }
}
