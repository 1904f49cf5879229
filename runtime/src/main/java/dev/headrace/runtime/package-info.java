/**
 * Runs circuits: delta operators, the state they keep, and the steps that drive them. There are no
 * classes at the root, and nothing here knows SQL or expressions.
 *
 * <ul>
 *   <li>{@link dev.headrace.runtime.unit} is the contract of generated code: what happens to the
 *       records of one pipeline.
 *   <li>{@link dev.headrace.runtime.circuit} has the operators at whose ends units work, and the
 *       workers that share a step.
 *   <li>{@link dev.headrace.runtime.state} has the tables and indexes that operators, tables and
 *       views keep their rows in.
 *   <li>{@link dev.headrace.runtime.connector} is the contract of connectors.
 * </ul>
 */
@NullMarked
package dev.headrace.runtime;

import org.jspecify.annotations.NullMarked;
