package dev.headrace.ir.rewrite;

import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;

/**
 * {@code Aggregate (Sort (x)) -> Aggregate (x)}, and the same below joins, unions, set operations
 * and other sorts, and window functions, if the sort has no limits: these do not keep an order.
 */
final class RemoveNestedOrder implements Rule {
  @Override
  public Rel apply(Rel rel) {
    return switch (rel) {
      case Rel.Aggregate _,
          Rel.Join _,
          Rel.Once _,
          Rel.SetOperation _,
          Rel.Sort _,
          Rel.Union _,
          Rel.Window _ ->
          RelTransformer.mapInputs(rel, RemoveNestedOrder::withoutOrder);
      case Rel.Expand _,
          Rel.Filter _,
          Rel.Project _,
          Rel.Recursive _,
          Rel.Scan _,
          Rel.Values _,
          Rel.Working _ ->
          rel;
    };
  }

  private static Rel withoutOrder(Rel input) {
    return input instanceof Rel.Sort sort && sort.limit() == null && sort.offset() == null
        ? sort.input()
        : input;
  }
}
