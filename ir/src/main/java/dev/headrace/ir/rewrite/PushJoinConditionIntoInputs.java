package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.ir.RelTransformer;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code x JOIN y ON l AND r AND b -> Filter l (x) JOIN Filter r (y) ON b}, where l reads left
 * columns only, r right ones only.
 *
 * <p>A side takes part only if its rows without a match do not show: both sides of inner and semi
 * joins, the right side of left and anti joins, the left side of right joins.
 */
final class PushJoinConditionIntoInputs implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Join join) || join.residual() == null) {
      return rel;
    }
    int leftColumns = join.left().fields().size();
    boolean toLeft = !join.kind().keepsUnmatchedLeft() && join.kind() != Join.Kind.ANTI;
    boolean toRight = !join.kind().keepsUnmatchedRight();
    List<Expr> left = new ArrayList<>();
    List<Expr> right = new ArrayList<>();
    List<Expr> rest = new ArrayList<>();
    for (Expr conjunct : ExprTransformer.conjuncts(join.residual())) {
      boolean movable = Conditions.isMovable(conjunct);
      if (movable && toRight && Conditions.readsOnlyFrom(conjunct, leftColumns)) {
        right.add(ExprTransformer.shift(conjunct, -leftColumns));
      } else if (movable && toLeft && Conditions.readsOnlyBelow(conjunct, leftColumns)) {
        left.add(conjunct);
      } else {
        rest.add(conjunct);
      }
    }
    if (left.isEmpty() && right.isEmpty()) {
      return rel;
    }
    return new Join(
        join.kind(),
        RelTransformer.filtered(join.left(), left),
        RelTransformer.filtered(join.right(), right),
        join.keys(),
        rest.isEmpty() ? null : ExprTransformer.and(rest));
  }
}
