package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code Sort LIMIT 0 (x) -> no rows}, unless an OFFSET has to complain about itself. */
final class LimitZero implements Rule {
  @Override
  public Rel apply(Rel rel) {
    return rel instanceof Rel.Sort sort
            && sort.limit() instanceof Expr.Literal limit
            && limit.value() instanceof Long rows
            && rows == 0
            && isValid(sort.offset())
        ? new Rel.Values(List.of(), sort.fields())
        : rel;
  }

  /** Whether a limit or an offset is certain not to be negative, which would be an error. */
  static boolean isValid(@Nullable Expr count) {
    return switch (count) {
      case null -> true;
      case Expr.Literal(Long rows, _) -> rows >= 0;
      case Expr.Literal(var value, _) -> value == null;
      default -> false;
    };
  }
}
