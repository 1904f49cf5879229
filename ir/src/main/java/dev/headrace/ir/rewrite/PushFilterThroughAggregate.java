package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;

/**
 * {@code Filter (k AND r) (Aggregate by keys (x)) -> Filter r (Aggregate by keys (Filter k (x)))},
 * where k reads keys only and cannot tell equal values apart. Not without keys: that aggregate has
 * a row for no input.
 */
final class PushFilterThroughAggregate implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Filter filter)
        || !(filter.input() instanceof Rel.Aggregate aggregate)
        || aggregate.keys().isEmpty()) {
      return rel;
    }
    int keys = aggregate.keys().size();
    Conditions.Split split =
        Conditions.split(
            filter.predicate(),
            c -> Conditions.readsOnlyBelow(c, keys) && Conditions.respectsEquality(c));
    if (split.moved().isEmpty()) {
      return rel;
    }
    Expr below = ExprTransformer.remap(ExprTransformer.and(split.moved()), aggregate.keys()::get);
    Rel pushed =
        new Rel.Aggregate(
            new Rel.Filter(aggregate.input(), below),
            aggregate.keys(),
            aggregate.calls(),
            aggregate.fields());
    return RelTransformer.filtered(pushed, split.kept());
  }
}
