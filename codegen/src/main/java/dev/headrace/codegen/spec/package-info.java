/**
 * The specification of a unit: what its records look like ({@link
 * dev.headrace.codegen.spec.UnitSpec#input()}), what happens to them ({@link
 * dev.headrace.codegen.spec.Step}), and where they end ({@link dev.headrace.codegen.spec.End}).
 *
 * <p>Specifications are values without names: equal ones make equal units. A physical planner
 * builds them.
 */
@NullMarked
package dev.headrace.codegen.spec;

import org.jspecify.annotations.NullMarked;
