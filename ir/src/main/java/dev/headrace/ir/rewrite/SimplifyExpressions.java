package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprSimplifier;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;

/**
 * Folds constants and simplifies CASE, COALESCE, AND, OR, IN and comparisons wherever a node
 * evaluates something: {@code Project (1 + 2) (x) -> Project 3 (x)}, {@code Filter (a = a) (x) ->
 * Filter (a IS NOT NULL) (x)}.
 */
final class SimplifyExpressions implements Rule {
  @Override
  public Rel apply(Rel rel) {
    return switch (rel) {
      case Rel.Filter filter -> {
        Expr simple = ExprSimplifier.simplifyCondition(filter.predicate());
        yield simple.equals(filter.predicate()) ? rel : new Rel.Filter(filter.input(), simple);
      }
      case Rel.Join join when join.residual() != null -> {
        Expr simple = ExprSimplifier.simplifyCondition(join.residual());
        yield simple.equals(join.residual())
            ? rel
            : new Rel.Join(
                join.kind(),
                join.left(),
                join.right(),
                join.keys(),
                simple.equals(Expr.Literal.TRUE) ? null : simple);
      }
      case Rel.Aggregate _,
          Rel.Expand _,
          Rel.Join _,
          Rel.Once _,
          Rel.Project _,
          Rel.Recursive _,
          Rel.Scan _,
          Rel.SetOperation _,
          Rel.Sort _,
          Rel.Union _,
          Rel.Values _,
          Rel.Window _,
          Rel.Working _ ->
          RelTransformer.mapExprs(rel, ExprSimplifier::simplify);
    };
  }
}
