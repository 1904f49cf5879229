package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import java.util.List;

/**
 * {@code Project f (Project e (x)) -> Project f[e] (x)}, unless a computed column of e is used more
 * than once, which would compute it more than once, or changes with every evaluation.
 */
final class MergeProjects implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Project upper) || !(upper.input() instanceof Rel.Project lower)) {
      return rel;
    }
    int[] uses = new int[lower.expressions().size()];
    upper.expressions().forEach(expr -> countUses(expr, uses));
    for (int i = 0; i < uses.length; i++) {
      Expr expr = lower.expressions().get(i);
      if (!ExprProperties.isTrivial(expr)
          && (uses[i] > 1 || !ExprProperties.isDeterministic(expr))) {
        return rel;
      }
    }
    List<Expr> merged =
        ExprTransformer.mapAll(
            upper.expressions(), expr -> ExprTransformer.substitute(expr, lower.expressions()));
    return new Rel.Project(lower.input(), merged, upper.fields());
  }

  private static void countUses(Expr expr, int[] uses) {
    if (expr instanceof Expr.Column column) {
      uses[column.index()]++;
    }
    expr.operands().forEach(operand -> countUses(operand, uses));
  }
}
