/**
 * What is computed of rows that stand in order within their partition: window functions and the
 * aggregates that need a group's rows themselves.
 *
 * <pre>
 *  rows ─► {@link dev.headrace.runtime.window.OrderedRows}: keys, sorted ─► {@link dev.headrace.runtime.window.Partition} of equal keys
 *                                                              │
 *            {@link dev.headrace.runtime.window.WindowFunction}: a result per row of the partition ─► {@link dev.headrace.runtime.window.ResultColumn}
 *            {@link dev.headrace.runtime.window.GroupFunction}: a result for all of them
 * </pre>
 *
 * <p>Both are at work on a whole partition at once and keep nothing between partitions; what is
 * remembered between steps, and what a step puts out, is the business of the operators that use
 * them. {@link dev.headrace.runtime.window.Accumulation} is an aggregate that rows are added to
 * and, where it can, taken from again, so that a frame that moves costs as much as the rows that
 * enter and leave it.
 */
@NullMarked
package dev.headrace.runtime.window;

import org.jspecify.annotations.NullMarked;
