package dev.headrace.ir.rewrite;

import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;

/** {@code Filter q (Union (x, y)) -> Union (Filter q (x), Filter q (y))}. */
final class PushFilterThroughUnion implements Rule {
  @Override
  public Rel apply(Rel rel) {
    return rel instanceof Rel.Filter filter && filter.input() instanceof Rel.Union union
        ? RelTransformer.mapInputs(
            union,
            input -> RelTransformer.filtered(input, ExprTransformer.conjuncts(filter.predicate())))
        : rel;
  }
}
