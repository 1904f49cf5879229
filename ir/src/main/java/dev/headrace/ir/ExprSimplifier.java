package dev.headrace.ir;

import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Comparison.Operator;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * Smaller expressions of the same meaning: same value, same NULL, same error.
 *
 * <p>Nothing that may raise an error is dropped unless it would not have been evaluated.
 */
public final class ExprSimplifier {
  private ExprSimplifier() {}

  /** Folds constants and simplifies all nodes, operands first. */
  public static Expr simplify(Expr expr) {
    return ExprTransformer.transform(expr, ExprSimplifier::simplifyNode);
  }

  /**
   * Simplifies a condition of which only TRUE counts, as in a filter: NULL is as good as FALSE, and
   * {@code x = x} is {@code x IS NOT NULL}.
   */
  public static Expr simplifyCondition(Expr condition) {
    List<Expr> result = new ArrayList<>();
    for (Expr conjunct : ExprTransformer.conjuncts(simplify(condition))) {
      result.add(simplifyConjunct(conjunct));
    }
    Expr whole = simplifyNode(ExprTransformer.and(result));
    return ExprProperties.isNullLiteral(whole) ? Literal.FALSE : whole;
  }

  private static Expr simplifyConjunct(Expr conjunct) {
    if (ExprProperties.isNullLiteral(conjunct)) {
      return Literal.FALSE;
    }
    if (conjunct instanceof Comparison(Operator operator, Expr left, Expr right)
        && left.equals(right)
        && operator.holds(0)
        && ExprProperties.isDeterministic(left)) {
      return simplifyNode(new Expr.Not(simplifyNode(new Expr.IsNull(left))));
    }
    return conjunct;
  }

  static Expr simplifyNode(Expr expr) {
    Expr folded = ConstantFolding.foldNode(expr);
    return switch (folded) {
      case Expr.And and -> simplifyAnd(and);
      case Expr.Or or -> simplifyOr(or);
      case Expr.Not not -> simplifyNot(not);
      case Expr.IsNull isNull -> simplifyIsNull(isNull);
      case Comparison comparison -> simplifyComparison(comparison);
      case Expr.DistinctFrom distinct -> simplifyDistinctFrom(distinct);
      case Expr.In in -> simplifyIn(in);
      case Expr.Case choice -> CaseSimplifier.simplify(choice);
      case Expr.Coalesce coalesce -> simplifyCoalesce(coalesce);
      case Expr.Cast cast when cast.operand().type().equals(cast.type()) -> cast.operand();
      case Expr.Arithmetic _, Expr.Call _ -> simplifyStrict(folded);
      case Expr.Cast _, Expr.Column _, Literal _, Expr.Parameter _ -> folded;
    };
  }

  /** NULL if an operand is and evaluating the others is not missed. */
  private static Expr simplifyStrict(Expr expr) {
    return expr.operands().stream().anyMatch(ExprProperties::isNullLiteral)
            && ExprProperties.noneCanFail(expr.operands())
        ? new Literal(null, expr.type())
        : expr;
  }

  private static Expr simplifyAnd(Expr.And and) {
    List<Expr> operands = absorbed(flatten(and.operands(), true), true);
    return operands.equals(and.operands()) ? and : ExprTransformer.and(operands);
  }

  private static Expr simplifyOr(Expr.Or or) {
    List<Expr> operands = absorbed(flatten(or.operands(), false), false);
    return operands.equals(or.operands()) ? or : ExprTransformer.or(operands);
  }

  private static List<Expr> flatten(List<Expr> operands, boolean conjunction) {
    List<Expr> result = new ArrayList<>();
    for (Expr operand : operands) {
      switch (operand) {
        case Expr.And and when conjunction -> result.addAll(flatten(and.operands(), true));
        case Expr.Or or when !conjunction -> result.addAll(flatten(or.operands(), false));
        default -> result.add(operand);
      }
    }
    return result;
  }

  /**
   * Without neutral constants and repetitions, and without what stands behind a deciding constant
   * (FALSE for AND, TRUE for OR), which is never evaluated.
   */
  private static List<Expr> absorbed(List<Expr> operands, boolean neutral) {
    List<Expr> result = new ArrayList<>();
    for (Expr operand : operands) {
      if (ExprProperties.is(operand, !neutral)) {
        // What stands directly before it cannot change the outcome either, unless it fails.
        while (!result.isEmpty() && !ExprProperties.canFail(result.getLast())) {
          result.removeLast();
        }
        result.add(operand);
        return result;
      }
      boolean repeated = result.contains(operand) && ExprProperties.isDeterministic(operand);
      if (!repeated && !ExprProperties.is(operand, neutral)) {
        result.add(operand);
      }
    }
    return result;
  }

  private static Expr simplifyNot(Expr.Not not) {
    return not.operand() instanceof Expr.Not inner ? inner.operand() : not;
  }

  private static Expr simplifyIsNull(Expr.IsNull isNull) {
    Expr operand = isNull.operand();
    return !operand.nullable() && !ExprProperties.canFail(operand) ? Literal.FALSE : isNull;
  }

  private static Expr simplifyComparison(Comparison node) {
    Expr left = node.left();
    Expr right = node.right();
    boolean nullOperand = ExprProperties.isNullLiteral(left) || ExprProperties.isNullLiteral(right);
    if (nullOperand && ExprProperties.noneCanFail(List.of(left, right))) {
      return new Literal(null, SqlType.BOOLEAN);
    }
    boolean same = left.equals(right) && ExprProperties.isDeterministic(left);
    if (same && !left.nullable() && !ExprProperties.canFail(left)) {
      return node.operator().holds(0) ? Literal.TRUE : Literal.FALSE;
    }
    return node;
  }

  private static Expr simplifyDistinctFrom(Expr.DistinctFrom node) {
    Expr left = node.left();
    Expr right = node.right();
    if (ExprProperties.isNullLiteral(right)) {
      return simplifyNot(new Expr.Not(simplifyIsNull(new Expr.IsNull(left))));
    }
    if (ExprProperties.isNullLiteral(left)) {
      return simplifyNot(new Expr.Not(simplifyIsNull(new Expr.IsNull(right))));
    }
    return left.nullable() || right.nullable()
        ? node
        : simplifyComparison(new Comparison(Operator.NOT_EQUAL, left, right));
  }

  private static Expr simplifyIn(Expr.In in) {
    List<Literal> values = in.values().stream().distinct().toList();
    if (values.size() == 1) {
      return simplifyComparison(new Comparison(Operator.EQUAL, in.operand(), values.getFirst()));
    }
    return values.size() == in.values().size() ? in : new Expr.In(in.operand(), values);
  }

  /** Drops NULLs and what stands behind the first operand that is never NULL. */
  private static Expr simplifyCoalesce(Expr.Coalesce coalesce) {
    List<Expr> result = new ArrayList<>();
    for (Expr operand : coalesce.operands()) {
      if (!ExprProperties.isNullLiteral(operand)) {
        result.add(operand);
      }
      if (!operand.nullable()) {
        break;
      }
    }
    if (result.isEmpty()) {
      return new Literal(null, coalesce.type());
    }
    if (result.size() == 1 && result.getFirst().type().equals(coalesce.type())) {
      return result.getFirst();
    }
    return result.size() == coalesce.operands().size()
        ? coalesce
        : new Expr.Coalesce(result, coalesce.type());
  }
}
