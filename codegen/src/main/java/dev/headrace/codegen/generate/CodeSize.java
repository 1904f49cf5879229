package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Estimates how many bytes of code an expression becomes, rather too many than too few. HotSpot
 * never compiles methods of more than 8,000 bytes, and the class file format ends at 65,535.
 */
final class CodeSize {
  /** Where a pipeline's code is spread over several methods. */
  static final int SINGLE_METHOD = 4_500;

  /** What is put together in one method then. */
  static final int CHUNK = 2_500;

  /** Where an expression within such a method becomes a method of its own. */
  static final int OUTLINE = 1_200;

  /** To write one column of a row. */
  static final int PER_OUTPUT = 70;

  private final IdentityHashMap<Expr, Integer> known = new IdentityHashMap<>();

  int of(Expr expr) {
    Integer size = known.get(expr);
    if (size == null) {
      size = own(expr);
      for (Expr operand : expr.operands()) {
        size += of(operand);
      }
      known.put(expr, size);
    }
    return size;
  }

  int of(List<? extends Expr> exprs) {
    return exprs.stream().mapToInt(this::of).sum();
  }

  private static int own(Expr expr) {
    return switch (expr) {
      case Expr.Literal _ -> 12;
      case Expr.Column _, Expr.Parameter _ -> 30;
      case Expr.Call call -> 40 + 14 * call.arguments().size();
      case Expr.Case choice -> 20 + 25 * choice.branches().size();
      case Expr.And _, Expr.Or _, Expr.Coalesce _ -> 10 + 20 * expr.operands().size();
      case Expr.In in ->
          switch (in.operand().type().kind()) {
            case JSONB, ARRAY -> 40 + 45 * in.values().size();
            default -> 60;
          };
      case Expr.Comparison _, Expr.DistinctFrom _ -> 55;
      case Expr.Arithmetic _, Expr.Cast _, Expr.Not _, Expr.IsNull _ -> 30;
    };
  }
}
