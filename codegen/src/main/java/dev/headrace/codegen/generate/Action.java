package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;

/** What a lowered pipeline does, one after the other. */
sealed interface Action {
  Expr expr();

  /** Goes on only with records for which a condition is TRUE. */
  record Test(Expr expr) implements Action {}

  /** Evaluates an expression into a column of its own, behind the input's. */
  record Compute(int column, Expr expr) implements Action {}
}
