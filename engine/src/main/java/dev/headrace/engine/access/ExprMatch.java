package dev.headrace.engine.access;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares expressions of queries with those of indexes. Where the index has a constant the query
 * may have a parameter, because statements that differ only in constants share a plan; then the two
 * agree as long as the parameter has that value.
 */
final class ExprMatch {
  private final Map<Expr.Parameter, Object> assumptions = new HashMap<>();

  Map<Expr.Parameter, Object> assumptions() {
    return assumptions;
  }

  /** Whether they agree; if so, what has to be assumed is noted. */
  boolean matches(Expr query, Expr index) {
    Map<Expr.Parameter, Object> needed = new HashMap<>(assumptions);
    if (!same(query, index, needed)) {
      return false;
    }
    assumptions.putAll(needed);
    return true;
  }

  private static boolean same(Expr query, Expr index, Map<Expr.Parameter, Object> needed) {
    if (query instanceof Expr.Column a && index instanceof Expr.Column b) {
      return a.index() == b.index();
    }
    if (query instanceof Expr.Parameter parameter && index instanceof Expr.Literal literal) {
      Object value = literal.value();
      return value != null
          && parameter.type().kind() == literal.type().kind()
          && value.equals(needed.getOrDefault(parameter, value))
          && remember(needed, parameter, value);
    }
    List<Expr> left = query.operands();
    List<Expr> right = index.operands();
    if (left.isEmpty() || left.size() != right.size()) {
      return query.equals(index);
    }
    for (int i = 0; i < left.size(); i++) {
      if (!same(left.get(i), right.get(i), needed)) {
        return false;
      }
    }
    return shell(query, right).equals(index);
  }

  private static boolean remember(
      Map<Expr.Parameter, Object> needed, Expr.Parameter parameter, Object value) {
    needed.put(parameter, value);
    return true;
  }

  /** A node with other operands. */
  private static Expr shell(Expr node, List<Expr> operands) {
    int[] next = {0};
    return ExprTransformer.mapOperands(node, operand -> operands.get(next[0]++));
  }
}
