package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which expressions and columns occur more than once, so that their values are worth keeping. */
final class Sharing {
  // counting hashes every subtree; beyond, sharing would cost more than it saves
  private static final int MAX_NODES = 20_000;

  private final Set<Expr> expressions = new HashSet<>();
  private final BitSet columns = new BitSet();

  private Sharing() {}

  static Sharing of(List<? extends Expr> roots) {
    Sharing sharing = new Sharing();
    Map<Expr, Integer> counts = new HashMap<>();
    int nodes = roots.stream().mapToInt(ExprProperties::nodeCount).sum();
    if (nodes <= MAX_NODES) {
      BitSet seen = new BitSet();
      roots.forEach(root -> sharing.count(root, counts, seen));
    }
    return sharing;
  }

  private void count(Expr expr, Map<Expr, Integer> counts, BitSet seen) {
    if (expr instanceof Expr.Column column) {
      if (seen.get(column.index())) {
        columns.set(column.index());
      }
      seen.set(column.index());
    } else if (!ExprProperties.isTrivial(expr)
        && counts.merge(expr, 1, Integer::sum) == 2
        && ExprProperties.isDeterministic(expr)) {
      expressions.add(expr);
    }
    expr.operands().forEach(operand -> count(operand, counts, seen));
  }

  boolean isShared(Expr expr) {
    return !expressions.isEmpty() && expressions.contains(expr);
  }

  /** Columns read more than once. */
  boolean isSharedColumn(int index) {
    return columns.get(index);
  }
}
