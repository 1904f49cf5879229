package dev.headrace.sql;

import dev.headrace.ir.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions as lists of conjuncts. */
final class Conditions {
  private Conditions() {}

  static List<Expr> conjuncts(@Nullable Expr condition) {
    List<Expr> conjuncts = new ArrayList<>();
    if (condition != null) {
      addConjuncts(condition, conjuncts);
    }
    return conjuncts;
  }

  private static void addConjuncts(Expr condition, List<Expr> conjuncts) {
    if (condition instanceof Expr.And(List<Expr> operands)) {
      operands.forEach(operand -> addConjuncts(operand, conjuncts));
    } else if (!condition.equals(Expr.Literal.TRUE)) {
      conjuncts.add(condition);
    }
  }

  static Expr and(List<Expr> conditions) {
    return switch (conditions.size()) {
      case 0 -> Expr.Literal.TRUE;
      case 1 -> conditions.getFirst();
      default -> new Expr.And(conditions);
    };
  }

  static Expr or(List<Expr> conditions) {
    return switch (conditions.size()) {
      case 0 -> Expr.Literal.FALSE;
      case 1 -> conditions.getFirst();
      default -> new Expr.Or(conditions);
    };
  }

  static @Nullable Expr andOrNull(List<Expr> conditions) {
    return conditions.isEmpty() ? null : and(conditions);
  }

  static Expr isNotNull(Expr expr) {
    return new Expr.Not(new Expr.IsNull(expr));
  }

  static Expr isTrue(Expr condition) {
    return condition.nullable()
        ? new Expr.Coalesce(
            List.of(condition, Expr.Literal.FALSE), dev.headrace.model.SqlType.BOOLEAN)
        : condition;
  }
}
