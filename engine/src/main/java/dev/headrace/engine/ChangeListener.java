package dev.headrace.engine;

import dev.headrace.model.SqlException;
import java.util.List;

/** Is told of a view's changes, in the order of steps, by a thread of the subscription's own. */
public interface ChangeListener {
  /** The rows that were there when the subscription began; comes first, once. */
  void onSnapshot(long step, List<Change> rows);

  /** What a later step did. */
  void onChanges(long step, List<Change> changes);

  /** The view was dropped or the database closed: nothing more will come. */
  default void onEnd() {}

  /**
   * The subscription has failed, because this listener was too slow or threw something, or because
   * there was not enough memory to find out what an edit of the view has changed.
   */
  default void onError(SqlException error) {}
}
