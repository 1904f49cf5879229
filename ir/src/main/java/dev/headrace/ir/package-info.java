/**
 * The intermediate representation between SQL and compiled units.
 *
 * <ul>
 *   <li>{@link dev.headrace.ir.Expr}: scalar expressions. Columns are positions, names are gone.
 *   <li>{@link dev.headrace.ir.Rel}: relational algebra over bags. The same tree is read as a query
 *       to run once or as a view to maintain: every node has a meaning on deltas.
 *   <li>{@link dev.headrace.ir.ScalarFunction}: one entry per overload; the type checker, the
 *       interpreter and the code generator all work from it, and its Java method is the only
 *       definition of what the function does.
 * </ul>
 *
 * <p>Trees are immutable records with structural equality. Both hierarchies are sealed: handle them
 * with an exhaustive {@code switch} and no {@code default}, so that a new node breaks the build
 * where it is not handled.
 */
@NullMarked
package dev.headrace.ir;

import org.jspecify.annotations.NullMarked;
