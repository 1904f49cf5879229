package dev.headrace.ir.testkit;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.RowSource;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation came to: a value or NULL, or an error.
 *
 * @param value as carrier; null for NULL and for an error
 * @param error or null
 */
public record Outcome(@Nullable Object value, @Nullable ErrorCode error) {
  /** The interpreter's outcome. */
  public static Outcome of(Expr expr, RowSource row) {
    return of(() -> new Interpreter().evaluate(expr, row));
  }

  /** The outcome of anything that returns a carrier or throws SqlException. */
  public static Outcome of(Supplier<@Nullable Object> evaluation) {
    try {
      return new Outcome(evaluation.get(), null);
    } catch (SqlException e) {
      return new Outcome(null, e.code());
    }
  }
}
