package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.ir.UniqueKeys;
import java.util.HashSet;
import java.util.List;

/**
 * {@code Distinct keys (x) -> Project keys (x)}, if no two rows of x agree on the keys, as for a
 * distinct of a distinct or of a group's keys.
 */
final class RemoveRedundantDistinct implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Aggregate aggregate)
        || !aggregate.calls().isEmpty()
        || aggregate.keys().isEmpty()) {
      return rel;
    }
    UniqueKeys unique = new UniqueKeys(relation -> List.of());
    if (!unique.isUnique(aggregate.input(), new HashSet<>(aggregate.keys()))) {
      return rel;
    }
    List<Expr> columns =
        aggregate.keys().stream()
            .<Expr>map(key -> RelTransformer.column(aggregate.input(), key))
            .toList();
    return new Rel.Project(aggregate.input(), columns, aggregate.fields());
  }
}
