/**
 * Rewriting of relational trees into cheaper ones of the same meaning.
 *
 * <p>{@link dev.headrace.ir.rewrite.Rewriter} applies local {@linkplain
 * dev.headrace.ir.rewrite.Rule rules}, one per class, to a fixpoint, then prunes columns over the
 * whole tree and brings the result into canonical form.
 *
 * <p>Same meaning is to be read strictly: same bag of rows (duplicates count), same NULLs, and no
 * error that the original would not have raised. So an expression that {@linkplain
 * dev.headrace.ir.ExprProperties#canFail can fail} never moves below a filter, a join or an earlier
 * conjunct that may have kept rows away from it. The other direction is free, as in PostgreSQL: a
 * row that no longer arrives cannot fail.
 */
@NullMarked
package dev.headrace.ir.rewrite;

import org.jspecify.annotations.NullMarked;
