package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.ir.RelTransformer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code Filter (l AND r AND b) (x JOIN y ON c) -> Filter l (x) JOIN Filter r (y) ON c AND b},
 * where l reads left columns only, r right ones only.
 *
 * <p>A side takes part only if the join never fills it with NULLs: both sides of an inner join, the
 * kept side of an outer join, the left side of a semi or anti join. What reads both sides becomes
 * part of an inner join's condition and stays above others. So does what can fail: the join may
 * have kept rows away from it.
 */
final class PushFilterThroughJoin implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Filter filter) || !(filter.input() instanceof Join join)) {
      return rel;
    }
    int leftColumns = join.left().fields().size();
    boolean toLeft = !join.kind().keepsUnmatchedRight();
    boolean toRight = !join.kind().keepsUnmatchedLeft() && !join.kind().leftOnly();
    List<Expr> left = new ArrayList<>();
    List<Expr> right = new ArrayList<>();
    List<Expr> rest = new ArrayList<>();
    for (Expr conjunct : ExprTransformer.conjuncts(filter.predicate())) {
      boolean movable = Conditions.isMovable(conjunct);
      if (movable && toLeft && Conditions.readsOnlyBelow(conjunct, leftColumns)) {
        left.add(conjunct);
      } else if (movable && toRight && Conditions.readsOnlyFrom(conjunct, leftColumns)) {
        right.add(ExprTransformer.shift(conjunct, -leftColumns));
      } else {
        rest.add(conjunct);
      }
    }
    boolean inner =
        join.kind() == Join.Kind.INNER && rest.stream().allMatch(ExprProperties::isDeterministic);
    if (left.isEmpty() && right.isEmpty() && (!inner || rest.isEmpty())) {
      return rel;
    }
    Rel leftInput = RelTransformer.filtered(join.left(), left);
    Rel rightInput = RelTransformer.filtered(join.right(), right);
    if (inner) {
      return new Join(join.kind(), leftInput, rightInput, join.keys(), condition(join, rest));
    }
    return RelTransformer.filtered(
        new Join(join.kind(), leftInput, rightInput, join.keys(), join.residual()), rest);
  }

  private static @Nullable Expr condition(Join join, List<Expr> rest) {
    if (rest.isEmpty()) {
      return join.residual();
    }
    Expr added = ExprTransformer.and(rest);
    return join.residual() == null ? added : ExprTransformer.guarded(join.residual(), added);
  }
}
