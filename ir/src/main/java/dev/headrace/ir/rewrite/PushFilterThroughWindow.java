package dev.headrace.ir.rewrite;

import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import java.util.BitSet;

/**
 * {@code Filter (k AND r) (Window by partition (x)) -> Filter r (Window by partition (Filter k
 * (x)))}, where k reads columns of the partition only and cannot tell equal values apart: it keeps
 * or removes whole partitions.
 */
final class PushFilterThroughWindow implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Filter filter)
        || !(filter.input() instanceof Rel.Window window)
        || window.partition().isEmpty()) {
      return rel;
    }
    BitSet partition = new BitSet();
    window.partition().forEach(partition::set);
    Conditions.Split split =
        Conditions.split(
            filter.predicate(),
            c -> Conditions.readsOnly(c, partition) && Conditions.respectsEquality(c));
    if (split.moved().isEmpty()) {
      return rel;
    }
    Rel pushed =
        new Rel.Window(
            RelTransformer.filtered(window.input(), split.moved()),
            window.partition(),
            window.order(),
            window.calls(),
            window.fields());
    return RelTransformer.filtered(pushed, split.kept());
  }
}
