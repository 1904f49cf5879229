package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Column;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code x JOIN y ON x.a = y.b AND r -> x JOIN y ON KEY (a, b) AND r}; {@code NOT (x.a IS DISTINCT
 * FROM y.b)} becomes a key on which NULLs match.
 */
final class ExtractJoinKeys implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Join join) || join.residual() == null) {
      return rel;
    }
    List<Join.Key> keys = new ArrayList<>(join.keys());
    List<Expr> rest = new ArrayList<>();
    for (Expr conjunct : ExprTransformer.conjuncts(join.residual())) {
      Join.Key key = key(conjunct, join.left().fields().size());
      if (key == null) {
        rest.add(conjunct);
      } else if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    return rest.size() == ExprTransformer.conjuncts(join.residual()).size()
        ? rel
        : new Join(
            join.kind(),
            join.left(),
            join.right(),
            keys,
            rest.isEmpty() ? null : ExprTransformer.and(rest));
  }

  private static Join.@Nullable Key key(Expr conjunct, int leftColumns) {
    return switch (conjunct) {
      case Comparison(Comparison.Operator operator, Column a, Column b)
          when operator == Comparison.Operator.EQUAL ->
          key(a, b, leftColumns, false);
      case Expr.Not(Expr.DistinctFrom(Column a, Column b)) -> key(a, b, leftColumns, true);
      default -> null;
    };
  }

  private static Join.@Nullable Key key(Column a, Column b, int leftColumns, boolean nullsMatch) {
    Column first = a.index() < b.index() ? a : b;
    Column second = a.index() < b.index() ? b : a;
    return first.index() < leftColumns
            && second.index() >= leftColumns
            && Conditions.areKeyTypes(a.type(), b.type())
        ? new Join.Key(first.index(), second.index() - leftColumns, nullsMatch)
        : null;
  }
}
