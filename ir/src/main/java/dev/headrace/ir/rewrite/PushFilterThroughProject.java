package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;

/**
 * {@code Filter q (Project e (x)) -> Project e (Filter q[e] (x))}. The condition sees the same rows
 * as before, so it may fail; computed columns that it reads must not change when evaluated again.
 */
final class PushFilterThroughProject implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Filter filter) || !(filter.input() instanceof Rel.Project project)) {
      return rel;
    }
    boolean repeatable =
        ExprProperties.usedColumns(filter.predicate()).stream()
            .mapToObj(project.expressions()::get)
            .allMatch(ExprProperties::isDeterministic);
    if (!repeatable) {
      return rel;
    }
    Expr predicate = ExprTransformer.substitute(filter.predicate(), project.expressions());
    return new Rel.Project(
        new Rel.Filter(project.input(), predicate), project.expressions(), project.fields());
  }
}
