package dev.headrace.ir;

import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;

/**
 * Replaces expressions of constants by their values.
 *
 * <p>A constant expression that fails stays as it is: its error appears only if a row makes it
 * evaluated, as in PostgreSQL's {@code CASE WHEN x > 0 THEN 1 / 0 END} for rows without such an x.
 */
public final class ConstantFolding {
  /** Longer values stay expressions: {@code repeat('x', 100000000)} has no place in a plan. */
  private static final int MAX_BYTES = 1 << 16;

  private ConstantFolding() {}

  /** Folds everything in the tree that can be folded. */
  public static Expr fold(Expr expr) {
    return ExprTransformer.transform(expr, ConstantFolding::foldNode);
  }

  /** Folds a node whose operands are constants already. */
  static Expr foldNode(Expr expr) {
    if (expr.operands().isEmpty() && !(expr instanceof Expr.Call)) {
      return expr;
    }
    for (Expr operand : expr.operands()) {
      if (!(operand instanceof Expr.Literal)) {
        return expr;
      }
    }
    if (!ExprProperties.isConstant(expr)) {
      return expr;
    }
    try {
      Object value = new Interpreter().evaluate(expr, RowSource.EMPTY);
      boolean tooLong = value instanceof Slice slice && slice.length() > MAX_BYTES;
      return tooLong ? expr : new Expr.Literal(value, expr.type());
    } catch (SqlException failure) {
      // Not swallowed: the expression is left in place and fails again where it is evaluated.
      return expr;
    }
  }
}
