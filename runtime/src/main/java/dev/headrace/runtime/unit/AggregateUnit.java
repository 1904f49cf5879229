package dev.headrace.runtime.unit;

import dev.headrace.runtime.state.GroupTable;

/**
 * A pipeline that ends by adding records to the accumulators of their groups: key extraction,
 * lookup and update in one.
 */
public abstract class AggregateUnit {
  /**
   * Adds the records in {@code [from, to)}.
   *
   * @param groups the accumulators by group key
   * @param values for each argument whose single values matter (DISTINCT, MIN, MAX): the weight of
   *     each value, keyed by the group key's columns and the value; rows with a NULL argument are
   *     not in it
   */
  public abstract void run(byte[] slab, int from, int to, GroupTable groups, GroupTable[] values);
}
