/**
 * What a unit is: the code of one pipeline up to and including the breaker it ends at, generated or
 * interpreted. There is one abstract class per kind of end:
 *
 * <ul>
 *   <li>{@link dev.headrace.runtime.unit.EmitUnit} appends rows to batches: a result, a view, an
 *       exchange, what an ordering operator reads.
 *   <li>{@link dev.headrace.runtime.unit.AggregateUnit} finds a record's group and updates its
 *       accumulators.
 *   <li>{@link dev.headrace.runtime.unit.JoinUnit} probes the other side of a join, appends what
 *       changes in its result and adds the record to its own side.
 * </ul>
 *
 * <p>A unit reads records from a slab. A record is one row, or several rows of different layouts
 * standing directly behind each other (a group's accumulators and its key, for instance); the first
 * row's header has the weight of the record. Everything that a unit appends for a record carries
 * that weight, or its product with the weight of a matching row.
 *
 * <p>A unit belongs to one worker and holds scratch memory. A record whose expressions fail is
 * handed to {@link dev.headrace.runtime.unit.RowErrors} and leaves no trace in outputs or state.
 */
@NullMarked
package dev.headrace.runtime.unit;

import org.jspecify.annotations.NullMarked;
