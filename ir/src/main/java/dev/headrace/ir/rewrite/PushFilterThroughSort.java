package dev.headrace.ir.rewrite;

import dev.headrace.ir.Rel;

/**
 * {@code Filter p (Sort (x)) -> Sort (Filter p (x))}, if the sort has no limits and so only orders.
 */
final class PushFilterThroughSort implements Rule {
  @Override
  public Rel apply(Rel rel) {
    return rel instanceof Rel.Filter filter
            && filter.input() instanceof Rel.Sort sort
            && sort.limit() == null
            && sort.offset() == null
        ? new Rel.Sort(new Rel.Filter(sort.input(), filter.predicate()), sort.order(), null, null)
        : rel;
  }
}
