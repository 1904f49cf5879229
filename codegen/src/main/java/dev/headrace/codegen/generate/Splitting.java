package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Gives nodes with very many operands a shape in which each node's own code is small: AND and OR
 * become trees of the same, CASE goes on in its ELSE, COALESCE in its last operand. Order and
 * extent of evaluation stay what they were.
 */
final class Splitting {
  private final CodeSize sizes;

  Splitting(CodeSize sizes) {
    this.sizes = sizes;
  }

  Expr split(Expr expr) {
    Expr split = ExprTransformer.mapOperands(expr, this::split);
    return switch (split) {
      case Expr.And and -> grouped(and.operands(), Expr.And::new);
      case Expr.Or or -> grouped(or.operands(), Expr.Or::new);
      case Expr.Case choice -> choice(choice);
      case Expr.Coalesce coalesce -> coalesce(coalesce);
      default -> split;
    };
  }

  /** What an operand costs where it stands: outlined ones a call. */
  private int cost(Expr operand) {
    return Math.min(sizes.of(operand), CodeSize.OUTLINE) + 45;
  }

  private Expr grouped(List<Expr> operands, Function<List<Expr>, Expr> node) {
    List<List<Expr>> groups = new ArrayList<>();
    int size = CodeSize.CHUNK;
    for (Expr operand : operands) {
      if (size + cost(operand) > CodeSize.CHUNK) {
        groups.add(new ArrayList<>());
        size = 0;
      }
      groups.getLast().add(operand);
      size += cost(operand);
    }
    if (groups.size() == 1) {
      return node.apply(operands);
    }
    List<Expr> nodes = new ArrayList<>();
    for (List<Expr> group : groups) {
      nodes.add(group.size() == 1 ? group.getFirst() : node.apply(group));
    }
    return nodes.size() < operands.size() ? grouped(nodes, node) : node.apply(nodes);
  }

  private Expr choice(Expr.Case choice) {
    List<Expr.Case.Branch> branches = choice.branches();
    Expr rest = choice.otherwise();
    int end = branches.size();
    int size = 0;
    for (int i = end - 1; i >= 0; i--) {
      int cost = cost(branches.get(i).condition()) + cost(branches.get(i).result());
      if (size + cost > CodeSize.CHUNK && i + 1 < end) {
        rest = new Expr.Case(branches.subList(i + 1, end), rest, choice.type());
        end = i + 1;
        size = 0;
      }
      size += cost;
    }
    return end == branches.size()
        ? choice
        : new Expr.Case(branches.subList(0, end), rest, choice.type());
  }

  private Expr coalesce(Expr.Coalesce coalesce) {
    List<Expr> operands = coalesce.operands();
    List<Expr> rest = new ArrayList<>();
    int size = 0;
    for (Expr operand : operands.reversed()) {
      if (size + cost(operand) > CodeSize.CHUNK && rest.size() > 1) {
        Expr nested = new Expr.Coalesce(List.copyOf(rest), coalesce.type());
        rest.clear();
        rest.add(nested);
        size = cost(nested);
      }
      rest.addFirst(operand);
      size += cost(operand);
    }
    return rest.size() == operands.size() ? coalesce : new Expr.Coalesce(rest, coalesce.type());
  }
}
