package dev.headrace.runtime.unit;

import dev.headrace.model.Batch;
import dev.headrace.runtime.state.JoinIndex;

/**
 * A pipeline that ends in one side of a join: it probes the other side's index, appends what
 * changes in the join's result, already filtered and projected, and adds the record to its own
 * side's index.
 */
public abstract class JoinUnit {
  /**
   * Joins the records in {@code [from, to)}.
   *
   * @param own index of the side the records belong to
   * @param other index of the other side
   * @param remember whether to add the records to the own index; a query that runs once does not
   *     for the side that comes last
   */
  public abstract void run(
      byte[] slab,
      int from,
      int to,
      JoinIndex own,
      JoinIndex other,
      Batch output,
      boolean remember);
}
