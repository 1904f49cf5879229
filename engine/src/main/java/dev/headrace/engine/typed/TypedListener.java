package dev.headrace.engine.typed;

import dev.headrace.model.SqlException;
import java.util.List;

/**
 * Is told of a view's changes, in the order of steps, by a thread of the subscription's own.
 *
 * @param <R> record of the view's rows
 */
public interface TypedListener<R> {
  /** The rows that were there when the subscription began; comes first, once. */
  void onSnapshot(long step, List<TypedChange<R>> rows);

  /** What a later step did. */
  void onChanges(long step, List<TypedChange<R>> changes);

  /** The view was dropped or the database closed: nothing more will come. */
  default void onEnd() {}

  /** The subscription has failed, because this listener was too slow or threw something. */
  default void onError(SqlException error) {}
}
