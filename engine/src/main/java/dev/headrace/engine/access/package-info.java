/**
 * How a query gets at the rows of its relations: all of them, or few, by an index.
 *
 * <p>Whatever is chosen, the rest of the plan stays as it is. An access path gives a scan fewer
 * rows, all those that the answer depends on among them, and the filters, joins, sorts and
 * aggregates above do to them what they would do to all rows. So an index can change the time a
 * query takes and nothing else.
 *
 * <ul>
 *   <li>{@link dev.headrace.engine.access.AccessPlanner} finds the paths that a plan's shape
 *       allows: a condition on the first columns of a key ({@link
 *       dev.headrace.engine.access.KeyCondition}), the first rows in an order, values that come
 *       from the other side of a join, or their number only.
 *   <li>{@link dev.headrace.engine.access.AccessRunner} chooses among them when the query runs and
 *       its parameters are known. It asks the indexes how many rows a path would read, which is
 *       exact for few and an estimate for many, and scans if an index would not save much.
 * </ul>
 */
@NullMarked
package dev.headrace.engine.access;

import org.jspecify.annotations.NullMarked;
