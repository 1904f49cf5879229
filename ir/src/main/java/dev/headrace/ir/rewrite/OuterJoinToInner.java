package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprSimplifier;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * {@code Filter p (x LEFT JOIN y) -> Filter p (x JOIN y)}, if p is not TRUE for a row whose columns
 * of y are all NULL; the same for RIGHT and for either side of FULL.
 */
final class OuterJoinToInner implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Filter filter) || !(filter.input() instanceof Join join)) {
      return rel;
    }
    int leftColumns = join.left().fields().size();
    boolean keepLeft =
        join.kind().keepsUnmatchedLeft()
            && !rejectsNulls(filter.predicate(), join, column -> column >= leftColumns);
    boolean keepRight =
        join.kind().keepsUnmatchedRight()
            && !rejectsNulls(filter.predicate(), join, column -> column < leftColumns);
    if (keepLeft == join.kind().keepsUnmatchedLeft()
        && keepRight == join.kind().keepsUnmatchedRight()) {
      return rel;
    }
    Join.Kind kind = keepLeft ? Join.Kind.LEFT : keepRight ? Join.Kind.RIGHT : Join.Kind.INNER;
    return new Rel.Filter(
        new Join(kind, join.left(), join.right(), join.keys(), join.residual()),
        filter.predicate());
  }

  private static boolean rejectsNulls(Expr predicate, Join join, IntPredicate isNull) {
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < join.fields().size(); i++) {
      columns.add(
          isNull.test(i)
              ? new Expr.Literal(null, join.fields().get(i).type())
              : new Expr.Column(i, join.fields().get(i).type(), true));
    }
    return ExprTransformer.conjuncts(predicate).stream()
        .map(conjunct -> ExprTransformer.substitute(conjunct, columns))
        .map(ExprSimplifier::simplifyCondition)
        .anyMatch(Expr.Literal.FALSE::equals);
  }
}
