package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.Step;
import dev.headrace.ir.Casts;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Turns steps into actions over one numbering of columns: those of the input, then those computed.
 *
 * <ul>
 *   <li>Conjuncts of a filter become tests of their own.
 *   <li>What passes a test is not NULL where NULL would have failed it; later tests for NULL go.
 *   <li>Expressions of a projection are computed where it stands. Only columns, constants and
 *       parameters, and what cannot fail and is used once at most, wait until they are needed.
 *   <li>Casts are replaced by the functions that perform them.
 * </ul>
 */
final class Lowering {
  private final List<Action> actions = new ArrayList<>();
  private List<Expr> columns;
  private int nextColumn;

  private Lowering(List<Expr> input, int nextColumn) {
    this.columns = input;
    this.nextColumn = nextColumn;
  }

  /**
   * A lowered pipeline.
   *
   * @param actions what it does
   * @param columns what reaches its end
   * @param columnCount number of input and computed columns
   */
  record Result(List<Action> actions, List<Expr> columns, int columnCount) {
    Result {
      actions = List.copyOf(actions);
      columns = List.copyOf(columns);
    }
  }

  /**
   * Lowers steps.
   *
   * @param input the columns that the first step sees
   * @param nextColumn number of the first column to compute
   * @param uses columns behind the last step that the end reads, each as often as it does
   */
  static Result lower(List<Expr> input, int nextColumn, List<Step> steps, List<Integer> uses) {
    Lowering lowering = new Lowering(input, nextColumn);
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case Step.Filter filter -> lowering.filter(filter.predicate());
        case Step.Project project ->
            lowering.project(project.expressions(), useCounts(project, steps, i + 1, uses));
      }
    }
    return new Result(lowering.actions, lowering.columns, lowering.nextColumn);
  }

  private static int[] useCounts(
      Step.Project project, List<Step> steps, int next, List<Integer> uses) {
    int[] counts = new int[project.expressions().size()];
    int step = next;
    for (; step < steps.size() && steps.get(step) instanceof Step.Filter filter; step++) {
      countUses(filter.predicate(), counts);
    }
    if (step < steps.size()) {
      ((Step.Project) steps.get(step)).expressions().forEach(expr -> countUses(expr, counts));
    } else {
      uses.forEach(column -> counts[column]++);
    }
    return counts;
  }

  private static void countUses(Expr expr, int[] counts) {
    if (expr instanceof Expr.Column column) {
      counts[column.index()]++;
    }
    expr.operands().forEach(operand -> countUses(operand, counts));
  }

  private void filter(Expr predicate) {
    for (Expr conjunct : ExprTransformer.conjuncts(predicate)) {
      Expr test = prepare(conjunct);
      actions.add(new Action.Test(test));
      BitSet notNull = NullRejection.columnsOf(test);
      if (!notNull.isEmpty()) {
        columns = columns.stream().map(expr -> refine(expr, notNull)).toList();
      }
    }
  }

  private void project(List<Expr> expressions, int[] uses) {
    List<Expr> output = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      Expr expr = prepare(expressions.get(i));
      if (ExprProperties.isTrivial(expr)
          || (uses[i] <= 1
              && !ExprProperties.canFail(expr)
              && ExprProperties.isDeterministic(expr))) {
        output.add(expr);
      } else {
        actions.add(new Action.Compute(nextColumn, expr));
        output.add(new Expr.Column(nextColumn++, expr.type(), expr.nullable()));
      }
    }
    columns = output;
  }

  private Expr prepare(Expr expr) {
    return expandCasts(substitute(expr));
  }

  private Expr substitute(Expr expr) {
    if (expr instanceof Expr.Column column) {
      Expr source = columns.get(column.index());
      return source instanceof Expr.Column known && !column.nullable()
          ? new Expr.Column(known.index(), known.type(), false)
          : source;
    }
    return ExprTransformer.mapOperands(expr, this::substitute);
  }

  private static Expr expandCasts(Expr expr) {
    Expr expanded = expr;
    while (expanded instanceof Expr.Cast cast) {
      expanded = Casts.expand(cast);
    }
    return ExprTransformer.mapOperands(expanded, Lowering::expandCasts);
  }

  private static Expr refine(Expr expr, BitSet notNull) {
    return expr instanceof Expr.Column column
        ? notNull.get(column.index())
            ? new Expr.Column(column.index(), column.type(), false)
            : column
        : ExprTransformer.mapOperands(expr, operand -> refine(operand, notNull));
  }
}
