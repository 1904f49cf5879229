package dev.headrace.engine.typed;

import dev.headrace.engine.Change;
import dev.headrace.engine.ChangeListener;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Subscription;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import java.util.List;
import java.util.function.Function;

/**
 * A materialized view.
 *
 * @param <R> record of its rows
 */
public final class TypedView<R> extends TypedRows<R> {
  private final String name;
  private final List<Field> fields;

  /**
   * @param name how statements write it
   * @param select a query of its rows
   * @param reader makes the record of a row
   */
  public TypedView(Headrace database, String name, String select, Function<TypedRow, R> reader) {
    super(database, select, reader);
    this.name = name;
    this.fields = TypedProgram.fields(database, select);
  }

  /** Hands its rows to a listener, then, without a gap, every change. */
  public Subscription subscribe(TypedListener<R> listener) {
    return database()
        .subscribe(
            name,
            new ChangeListener() {
              @Override
              public void onSnapshot(long step, List<Change> rows) {
                listener.onSnapshot(step, typed(rows));
              }

              @Override
              public void onChanges(long step, List<Change> changes) {
                listener.onChanges(step, typed(changes));
              }

              @Override
              public void onEnd() {
                listener.onEnd();
              }

              @Override
              public void onError(SqlException error) {
                listener.onError(error);
              }
            });
  }

  private List<TypedChange<R>> typed(List<Change> changes) {
    return changes.stream()
        .map(change -> new TypedChange<>(record(fields, change.values()), change.weight()))
        .toList();
  }
}
