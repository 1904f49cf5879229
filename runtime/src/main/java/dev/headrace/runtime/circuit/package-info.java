/**
 * Circuits: operators that turn deltas into deltas, and the steps that drive them.
 *
 * <p>A {@link dev.headrace.runtime.circuit.Circuit} is a list of {@link
 * dev.headrace.runtime.circuit.Operator}s in which inputs come before what reads them. Edges do not
 * exist as objects: an operator has one or more {@link dev.headrace.runtime.circuit.Pipe}s, each a
 * source operator and the unit that carries the source's delta into the operator. Several pipes
 * into one end are a UNION ALL.
 *
 * <p>A step runs the operators one after the other. Within an operator the work is cut by worker
 * where rows are independent and by shard where state is, with a barrier in between; a small step
 * is done by the calling thread alone. The same operators serve views, with their state kept
 * between steps, and queries, as a circuit of one part that runs a single step; there an
 * aggregation of many rows shares them in {@link dev.headrace.runtime.circuit.Pieces}.
 */
@NullMarked
package dev.headrace.runtime.circuit;

import org.jspecify.annotations.NullMarked;
