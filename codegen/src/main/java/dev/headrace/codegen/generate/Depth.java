package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** How deep expressions nest, found without recursion. */
final class Depth {
  private record Node(Expr expr, int depth) {}

  private Depth() {}

  /** The deepest expression of a pipeline, after steps are put into each other. */
  static int of(UnitSpec spec) {
    int depth = ofSteps(spec.steps());
    if (spec.end() instanceof End.Join join) {
      depth = Math.max(depth, ofSteps(join.spec().after()));
      if (join.spec().residual() != null) {
        depth = Math.max(depth, of(List.of(join.spec().residual())));
      }
    }
    return depth;
  }

  private static int ofSteps(List<Step> steps) {
    int depth = 0;
    for (Step step : steps) {
      depth +=
          switch (step) {
            case Step.Filter filter -> of(List.of(filter.predicate()));
            case Step.Project project -> of(project.expressions());
          };
    }
    return depth;
  }

  private static int of(List<Expr> exprs) {
    int deepest = 0;
    Deque<Node> pending = new ArrayDeque<>();
    new ArrayList<>(exprs).forEach(expr -> pending.push(new Node(expr, 1)));
    while (!pending.isEmpty()) {
      Node node = pending.pop();
      deepest = Math.max(deepest, node.depth);
      node.expr.operands().forEach(operand -> pending.push(new Node(operand, node.depth + 1)));
    }
    return deepest;
  }
}
