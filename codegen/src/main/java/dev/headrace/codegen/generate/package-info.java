/**
 * Generates unit classes with {@code java.lang.classfile}.
 *
 * <pre>
 *   UnitSpec ─► Lowering ─► actions over columns ─► Pipeline ─► Expressions, Conditions ─► code
 *                                                  └► RowEmitter, KeyEmitter: rows, keys and hashes
 * </pre>
 *
 * <ul>
 *   <li>{@link dev.headrace.codegen.generate.UnitCompiler} is the way in.
 *   <li>{@code Lowering} makes one numbering of columns and decides what is computed where.
 *   <li>{@code Frame} is a method being written, {@code Scope} what is known at its current
 *       instruction, {@code Target} a place to jump to that remembers what was known.
 *   <li>{@code Expressions} evaluates: straight on for a value, a jump for NULL. {@code Conditions}
 *       and {@code Predicates} turn conditions into jumps.
 *   <li>{@code RowEmitter} and {@code KeyEmitter} write rows.
 *   <li>{@code EmitUnitGenerator} and its siblings put them together, one per kind of end.
 * </ul>
 *
 * <p>Column reads, arithmetic and SQL functions are calls of the same static methods that the
 * interpreter uses; the JIT compiler inlines them. So the generator decides only what is evaluated
 * when, and where values and NULL are kept.
 */
@NullMarked
package dev.headrace.codegen.generate;

import org.jspecify.annotations.NullMarked;
