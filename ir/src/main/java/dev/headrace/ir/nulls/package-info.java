/**
 * Which columns of a query can be NULL: what a tree proves, without looking at data.
 *
 * <p>{@link dev.headrace.ir.nulls.Nullability} walks a tree of relations from its leaves up, {@link
 * dev.headrace.ir.nulls.NullFacts} has what is known of the columns at one place and says what
 * follows for an expression, {@link dev.headrace.ir.nulls.Strictness} which operands make an
 * expression NULL. The flags that fields and columns carry in the tree are not read: they are those
 * of the time when it was bound, and coarser.
 *
 * <p>The rule that tests hold: what is said to be never NULL is never NULL, on any data that
 * fulfils the constraints of the tables. The other way round there is no promise.
 */
@NullMarked
package dev.headrace.ir.nulls;

import org.jspecify.annotations.NullMarked;
