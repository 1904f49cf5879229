package dev.headrace.engine.access;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Filters and projections over one scan, in terms of the scan.
 *
 * @param columns what the columns of the topmost node are
 * @param conjuncts of all filters together
 */
record Chain(Rel.Scan scan, List<Expr> columns, List<Expr> conjuncts) {
  /**
   * The chain that ends at a node; empty if there is more between it and a scan, or expressions
   * that must be evaluated as often as they stand there.
   *
   * @param isPrivate whether a node below has no other parent
   */
  static Optional<Chain> of(Rel top, Predicate<Rel> isPrivate) {
    return switch (top) {
      case Rel.Scan scan -> Optional.of(new Chain(scan, RelTransformer.columns(scan), List.of()));
      case Rel.Filter filter ->
          below(filter.input(), isPrivate)
              .filter(chain -> ExprProperties.isDeterministic(filter.predicate()))
              .map(chain -> chain.filtered(filter.predicate()));
      case Rel.Project project ->
          below(project.input(), isPrivate)
              .filter(c -> project.expressions().stream().allMatch(ExprProperties::isDeterministic))
              .map(chain -> chain.projected(project.expressions()));
      case Rel.Aggregate _,
          Rel.Expand _,
          Rel.Join _,
          Rel.Once _,
          Rel.Recursive _,
          Rel.SetOperation _,
          Rel.Sort _,
          Rel.Union _,
          Rel.Values _,
          Rel.Window _,
          Rel.Working _ ->
          Optional.empty();
    };
  }

  private static Optional<Chain> below(Rel input, Predicate<Rel> isPrivate) {
    return isPrivate.test(input) ? of(input, isPrivate) : Optional.empty();
  }

  private Chain filtered(Expr predicate) {
    List<Expr> all = new ArrayList<>(conjuncts);
    all.addAll(ExprTransformer.conjuncts(ExprTransformer.substitute(predicate, columns)));
    return new Chain(scan, columns, all);
  }

  private Chain projected(List<Expr> expressions) {
    return new Chain(
        scan,
        expressions.stream().map(e -> ExprTransformer.substitute(e, columns)).toList(),
        conjuncts);
  }
}
