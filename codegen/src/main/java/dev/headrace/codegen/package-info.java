/**
 * Turns pipelines into units.
 *
 * <pre>
 *   {@link dev.headrace.codegen.spec.UnitSpec} ─► {@link dev.headrace.codegen.Units} ─► {@link dev.headrace.codegen.UnitFactory} ─► unit instances
 *                                                   ├ generate: class file, hidden class
 *                                                   └ interpret: the same by walking expressions
 * </pre>
 *
 * <p>The specification says everything about a unit and nothing else, so units are shared by all
 * statements and views that need equal ones, and their classes are unloaded when nobody does.
 */
@NullMarked
package dev.headrace.codegen;

import org.jspecify.annotations.NullMarked;
