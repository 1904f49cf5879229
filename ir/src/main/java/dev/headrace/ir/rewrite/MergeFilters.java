package dev.headrace.ir.rewrite;

import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;

/**
 * {@code Filter q (Filter p (x)) -> Filter (p AND q) (x)}. Where p can be NULL and q can fail it is
 * {@code (p IS TRUE) AND q}, because AND goes on after NULL and the upper filter did not.
 */
final class MergeFilters implements Rule {
  @Override
  public Rel apply(Rel rel) {
    return rel instanceof Rel.Filter upper && upper.input() instanceof Rel.Filter lower
        ? new Rel.Filter(
            lower.input(), ExprTransformer.guarded(lower.predicate(), upper.predicate()))
        : rel;
  }
}
