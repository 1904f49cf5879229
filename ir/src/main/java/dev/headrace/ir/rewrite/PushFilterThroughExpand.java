package dev.headrace.ir.rewrite;

import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;

/**
 * {@code Filter (i AND r) (Expand (x)) -> Filter r (Expand (Filter i (x)))}, where i reads columns
 * of the input only.
 */
final class PushFilterThroughExpand implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Filter filter) || !(filter.input() instanceof Rel.Expand expand)) {
      return rel;
    }
    int width = expand.input().fields().size();
    Conditions.Split split =
        Conditions.split(filter.predicate(), c -> Conditions.readsOnlyBelow(c, width));
    if (split.moved().isEmpty()) {
      return rel;
    }
    Rel pushed =
        RelTransformer.withInputs(
            expand, java.util.List.of(RelTransformer.filtered(expand.input(), split.moved())));
    return RelTransformer.filtered(pushed, split.kept());
  }
}
