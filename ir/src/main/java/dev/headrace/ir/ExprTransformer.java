package dev.headrace.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds expressions. Whatever does not change stays the same object, so that an unchanged tree
 * can be told by identity.
 */
@SuppressWarnings("ReferenceEquality") // identity tells an unchanged tree
public final class ExprTransformer {
  private ExprTransformer() {}

  /** The expression with each direct operand replaced. */
  public static Expr mapOperands(Expr expr, UnaryOperator<Expr> map) {
    List<Expr> before = expr.operands();
    if (before.isEmpty()) {
      return expr;
    }
    List<Expr> after = mapAll(before, map);
    return after == before ? expr : withOperands(expr, after);
  }

  /** The list with each element replaced; the same list if none changes. */
  public static List<Expr> mapAll(List<Expr> before, UnaryOperator<Expr> map) {
    List<Expr> after = null;
    for (int i = 0; i < before.size(); i++) {
      Expr mapped = map.apply(before.get(i));
      if (after == null && mapped != before.get(i)) {
        after = new ArrayList<>(before.subList(0, i));
      }
      if (after != null) {
        after.add(mapped);
      }
    }
    return after == null ? before : after;
  }

  /** The node with other operands. */
  static Expr withOperands(Expr expr, List<Expr> operands) {
    Expr first = operands.getFirst();
    return switch (expr) {
      case Expr.Column column -> column;
      case Expr.Literal literal -> literal;
      case Expr.Parameter parameter -> parameter;
      case Expr.Call call -> new Expr.Call(call.function(), operands, call.type());
      case Expr.Arithmetic node ->
          new Expr.Arithmetic(node.operator(), first, operands.get(1), node.type());
      case Expr.Comparison node -> new Expr.Comparison(node.operator(), first, operands.get(1));
      case Expr.DistinctFrom ignored -> new Expr.DistinctFrom(first, operands.get(1));
      case Expr.And ignored -> new Expr.And(operands);
      case Expr.Or ignored -> new Expr.Or(operands);
      case Expr.Not ignored -> new Expr.Not(first);
      case Expr.IsNull ignored -> new Expr.IsNull(first);
      case Expr.Cast cast -> new Expr.Cast(first, cast.type());
      case Expr.Case choice -> caseOf(operands, choice);
      case Expr.Coalesce node -> new Expr.Coalesce(operands, node.type());
      case Expr.In in -> new Expr.In(first, in.values());
    };
  }

  private static Expr caseOf(List<Expr> operands, Expr.Case before) {
    List<Expr.Case.Branch> branches = new ArrayList<>();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      branches.add(new Expr.Case.Branch(operands.get(i), operands.get(i + 1)));
    }
    return new Expr.Case(branches, operands.getLast(), before.type());
  }

  /** Replaces every node, operands first; the map sees nodes with replaced operands. */
  public static Expr transform(Expr expr, UnaryOperator<Expr> map) {
    return map.apply(mapOperands(expr, operand -> transform(operand, map)));
  }

  /**
   * The expression over the input of a projection instead of its output: column {@code i} becomes
   * {@code columns.get(i)}.
   */
  public static Expr substitute(Expr expr, List<? extends Expr> columns) {
    return expr instanceof Expr.Column column
        ? columns.get(column.index())
        : mapOperands(expr, operand -> substitute(operand, columns));
  }

  /** The expression with other column numbers. */
  public static Expr remap(Expr expr, IntUnaryOperator newIndex) {
    if (expr instanceof Expr.Column column) {
      int index = newIndex.applyAsInt(column.index());
      return index == column.index()
          ? column
          : new Expr.Column(index, column.type(), column.nullable());
    }
    return mapOperands(expr, operand -> remap(operand, newIndex));
  }

  /** The expression with a number added to all its column numbers. */
  public static Expr shift(Expr expr, int by) {
    return by == 0 ? expr : remap(expr, index -> index + by);
  }

  /** The conjuncts of a condition in their order; none for null and TRUE. */
  public static List<Expr> conjuncts(@Nullable Expr condition) {
    List<Expr> result = new ArrayList<>();
    if (condition != null) {
      addConjuncts(condition, result);
    }
    return result;
  }

  private static void addConjuncts(Expr condition, List<Expr> result) {
    if (condition instanceof Expr.And and) {
      and.operands().forEach(operand -> addConjuncts(operand, result));
    } else if (!Expr.Literal.TRUE.equals(condition)) {
      result.add(condition);
    }
  }

  /** AND of any number of conditions. */
  public static Expr and(List<? extends Expr> conditions) {
    return switch (conditions.size()) {
      case 0 -> Expr.Literal.TRUE;
      case 1 -> conditions.getFirst();
      default -> new Expr.And(List.copyOf(conditions));
    };
  }

  /** OR of any number of conditions. */
  public static Expr or(List<? extends Expr> conditions) {
    return switch (conditions.size()) {
      case 0 -> Expr.Literal.FALSE;
      case 1 -> conditions.getFirst();
      default -> new Expr.Or(List.copyOf(conditions));
    };
  }

  /**
   * A condition that holds only where both do and evaluates the second only where the first is
   * TRUE, as one filter behind another does. A plain AND goes on after NULL.
   */
  public static Expr guarded(Expr first, Expr second) {
    Expr guard =
        first.nullable() && ExprProperties.canFail(second)
            ? new Expr.Coalesce(List.of(first, Expr.Literal.FALSE), first.type())
            : first;
    List<Expr> conjuncts = conjuncts(guard);
    conjuncts.addAll(conjuncts(second));
    return and(conjuncts);
  }
}
