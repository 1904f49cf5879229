package dev.headrace.sql;

import dev.headrace.ir.Determinism;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import java.util.ArrayList;
import java.util.List;

/**
 * A subquery without what does not matter to whether a row is in it: its projections, order and
 * conditions taken off its input, as far as these give the same however often they are evaluated.
 *
 * @param columns the subquery's columns, over the input
 * @param conjuncts its conditions, over the input
 */
record Peeled(Rel input, List<Expr> columns, List<Expr> conjuncts) {
  static Peeled of(Rel subquery) {
    List<Expr> columns = Projections.allColumns(subquery);
    List<Expr> conjuncts = new ArrayList<>();
    Rel rel = subquery;
    while (true) {
      switch (rel) {
        case Rel.Project project when Determinism.ofOwn(project) -> {
          List<Expr> inner = project.expressions();
          columns = columns.stream().map(c -> inlined(c, inner)).toList();
          conjuncts.replaceAll(c -> inlined(c, inner));
          rel = project.input();
        }
        case Rel.Filter filter when Determinism.ofOwn(filter) -> {
          conjuncts.addAll(Conditions.conjuncts(filter.predicate()));
          rel = filter.input();
        }
        case Rel.Sort sort when sort.limit() == null && sort.offset() == null -> rel = sort.input();
        default -> {
          return new Peeled(rel, columns, conjuncts);
        }
      }
    }
  }

  /** An expression over a projection's output, over its input. */
  static Expr inlined(Expr expr, List<Expr> projection) {
    return OuterColumns.mapColumns(
        expr,
        node ->
            node instanceof Expr.Column column && !OuterColumns.isOuter(column)
                ? projection.get(column.index())
                : node);
  }
}
