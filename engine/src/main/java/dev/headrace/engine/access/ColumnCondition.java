package dev.headrace.engine.access;

import dev.headrace.ir.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a filter asks of one column of a key. Its expressions have no columns and cannot fail. */
sealed interface ColumnCondition {
  /** It equals one of these values. */
  record OneOf(List<Expr> values) implements ColumnCondition {
    public OneOf {
      values = List.copyOf(values);
    }
  }

  /** It equals an element of an array. */
  record ElementOf(Expr array) implements ColumnCondition {}

  /** It is NULL. */
  record IsNull() implements ColumnCondition {}

  /** It lies between two values, of which one may be missing. */
  record Between(@Nullable Bound lower, @Nullable Bound upper) implements ColumnCondition {}

  /** It starts with what a pattern of LIKE starts with. */
  record StartsLike(Expr pattern) implements ColumnCondition {}

  /** An end of a range. */
  record Bound(Expr value, boolean inclusive) {}

  /** Whether it leaves single values, behind which the next column can be asked for. */
  default boolean isPoint() {
    return switch (this) {
      case OneOf _, ElementOf _, IsNull _ -> true;
      case Between _, StartsLike _ -> false;
    };
  }
}
