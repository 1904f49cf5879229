package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.SqlException;

/** Is told what each step does to a view. */
public interface ViewChanges {
  /**
   * A step has changed the view. Called with the commit lock held, in the order of steps, after the
   * step has become visible; must not block for long.
   *
   * @param delta rows with weights; not to be changed
   */
  void changed(long step, Batch delta);

  /** The view has been dropped or the database closed. */
  void ended();

  /** What a step has done to the view cannot be told, so this is the end. */
  void failed(SqlException cause);
}
