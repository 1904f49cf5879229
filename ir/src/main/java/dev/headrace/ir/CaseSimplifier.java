package dev.headrace.ir;

import dev.headrace.ir.Expr.Case;
import dev.headrace.ir.Expr.Literal;
import java.util.ArrayList;
import java.util.List;

/**
 * Simplifies CASE.
 *
 * <ul>
 *   <li>Branches whose condition is FALSE or NULL go; a condition that is TRUE ends the list.
 *   <li>Trailing branches with the result of ELSE go, if their conditions cannot fail.
 *   <li>{@code CASE WHEN c THEN TRUE ELSE FALSE END} is {@code COALESCE(c, FALSE)}.
 * </ul>
 */
final class CaseSimplifier {
  private CaseSimplifier() {}

  static Expr simplify(Case node) {
    List<Case.Branch> branches = new ArrayList<>();
    Expr otherwise = node.otherwise();
    for (Case.Branch branch : node.branches()) {
      if (ExprProperties.is(branch.condition(), true)) {
        otherwise = branch.result();
        break;
      }
      boolean never =
          ExprProperties.is(branch.condition(), false)
              || ExprProperties.isNullLiteral(branch.condition());
      if (!never) {
        branches.add(branch);
      }
    }
    while (!branches.isEmpty() && isRedundant(branches.getLast(), otherwise)) {
      branches.removeLast();
    }
    return rebuild(node, branches, otherwise);
  }

  private static boolean isRedundant(Case.Branch last, Expr otherwise) {
    return last.result().equals(otherwise) && !ExprProperties.canFail(last.condition());
  }

  private static Expr rebuild(Case node, List<Case.Branch> branches, Expr otherwise) {
    if (branches.isEmpty()) {
      // A result of another text type or precision keeps its CASE, which gives it the type.
      return otherwise.type().equals(node.type())
          ? otherwise
          : new Case(List.of(), otherwise, node.type());
    }
    if (branches.size() == 1
        && ExprProperties.is(branches.getFirst().result(), true)
        && ExprProperties.is(otherwise, false)) {
      Expr condition = branches.getFirst().condition();
      return condition.nullable()
          ? new Expr.Coalesce(List.of(condition, Literal.FALSE), condition.type())
          : condition;
    }
    boolean same = branches.size() == node.branches().size() && otherwise.equals(node.otherwise());
    return same ? node : new Case(branches, otherwise, node.type());
  }
}
