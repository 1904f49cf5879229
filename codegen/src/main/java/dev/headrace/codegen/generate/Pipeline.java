package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.Step;
import dev.headrace.ir.Expr;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;

/** Writes the code of a lowered pipeline up to its end. */
final class Pipeline {
  private final Frame frame;
  private final Lowering.Result lowered;
  private final Expressions expressions;
  private final Target drop;

  /**
   * A pipeline in a method.
   *
   * @param segments where the input is
   * @param lowered what to do
   * @param extra expressions that the end evaluates besides the columns
   * @param drop where records go that do not reach the end
   */
  Pipeline(
      Frame frame, List<Segment> segments, Lowering.Result lowered, List<Expr> extra, Target drop) {
    this.frame = frame;
    this.lowered = lowered;
    this.drop = drop;
    List<Expr> roots = new ArrayList<>(lowered.actions().stream().map(Action::expr).toList());
    roots.addAll(lowered.columns());
    roots.addAll(extra);
    Columns columns = new Columns(frame, segments);
    this.expressions = new Expressions(frame, columns, Sharing.of(roots));
    roots.forEach(this::loadNullWords);
  }

  /** Columns of an input, as expressions. */
  static List<Expr> inputColumns(List<RowLayout> layouts, List<Boolean> nullable) {
    List<Expr> columns = new ArrayList<>();
    for (RowLayout layout : layouts) {
      for (SqlType type : layout.types()) {
        columns.add(new Expr.Column(columns.size(), type, nullable.get(columns.size())));
      }
    }
    return columns;
  }

  /** Lowers the steps of a pipeline over these columns. */
  static Lowering.Result lower(List<Expr> input, List<Step> steps, List<Integer> uses) {
    return Lowering.lower(input, input.size(), steps, uses);
  }

  // once, before any branch
  private void loadNullWords(Expr expr) {
    if (expr instanceof Expr.Column column) {
      if (column.nullable() && expressions.columns().isInput(column.index())) {
        expressions.columns().nullness(column.index());
      }
    } else {
      expr.operands().forEach(this::loadNullWords);
    }
  }

  Expressions expressions() {
    return expressions;
  }

  /** Writes tests and computations; afterwards the columns can be evaluated. */
  void run() {
    for (Action action : lowered.actions()) {
      expressions.preload(action.expr());
      switch (action) {
        case Action.Test test -> {
          Target pass = frame.newTarget();
          expressions.conditions().branch(test.expr(), pass, drop, drop, pass);
          frame.bind(pass);
        }
        case Action.Compute compute ->
            expressions.define(compute.column(), expressions.operand(compute.expr()));
      }
    }
  }

  /** The columns at the end. */
  List<Expr> columns() {
    return lowered.columns();
  }

  /** Some of them. */
  List<Expr> columns(List<Integer> indexes) {
    return indexes.stream().map(lowered.columns()::get).toList();
  }
}
