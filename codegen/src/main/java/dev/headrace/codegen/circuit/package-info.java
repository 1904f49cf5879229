/**
 * The physical planner: cuts a relational tree into pipelines at its breakers, has a unit made for
 * each, and wires them into operators of a circuit.
 *
 * <p>{@link dev.headrace.codegen.circuit.CircuitPlanner} walks the tree. Stateless nodes become
 * steps of the pipeline that leads to the next breaker; UNION ALL becomes several pipelines with
 * one end. The same planner serves views and queries that run once; {@link
 * dev.headrace.codegen.circuit.PlanMode} lists what differs.
 */
@NullMarked
package dev.headrace.codegen.circuit;

import org.jspecify.annotations.NullMarked;
