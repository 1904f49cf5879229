package dev.headrace.ir.rewrite;

import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;

/**
 * {@code Filter (p AND r) (x EXCEPT y) -> Filter r (Filter p (x) EXCEPT Filter p (y))}, and the
 * same for INTERSECT, where p cannot tell equal values apart.
 */
final class PushFilterThroughSetOperation implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Filter filter)
        || !(filter.input() instanceof Rel.SetOperation operation)) {
      return rel;
    }
    Conditions.Split split = Conditions.split(filter.predicate(), Conditions::respectsEquality);
    if (split.moved().isEmpty()) {
      return rel;
    }
    Rel pushed =
        RelTransformer.mapInputs(operation, input -> RelTransformer.filtered(input, split.moved()));
    return RelTransformer.filtered(pushed, split.kept());
  }
}
