package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import java.util.List;

/** {@code Filter TRUE (x) -> x}; {@code Filter FALSE (x) -> no rows}. */
final class RemoveConstantFilter implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Filter filter)
        || !(filter.predicate() instanceof Expr.Literal literal)) {
      return rel;
    }
    return literal.equals(Expr.Literal.TRUE)
        ? filter.input()
        : new Rel.Values(List.of(), filter.fields());
  }
}
