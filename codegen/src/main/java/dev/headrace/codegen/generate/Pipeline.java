package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.Step;
import dev.headrace.ir.Expr;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the code of a lowered pipeline up to its end. */
final class Pipeline {
  private final Frame frame;
  private final Lowering.Result lowered;
  private final Expressions expressions;
  private final Target drop;
  private final @Nullable Outlining outlining;

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
    this.outlining = lowered.large() ? new Outlining(frame.unit(), segments) : null;
    Sharing sharing = Sharing.of(lowered.large() ? List.of() : roots);
    this.expressions = new Expressions(frame, columns, sharing, outlining);
    if (!lowered.large()) {
      roots.forEach(this::loadNullWords);
    }
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
    if (outlining != null) {
      runInParts(outlining);
      return;
    }
    for (Action action : lowered.actions()) {
      expressions.preload(action.expr());
      switch (action) {
        case Action.Test test -> test(test, expressions, drop);
        case Action.Compute compute ->
            expressions.define(compute.column(), expressions.operand(compute.expr()));
      }
    }
  }

  private static void test(Action.Test test, Expressions expressions, Target drop) {
    Target pass = expressions.frame().newTarget();
    expressions.conditions().branch(test.expr(), pass, drop, drop, pass);
    expressions.frame().bind(pass);
  }

  private void runInParts(Outlining parts) {
    for (Action action : lowered.actions()) {
      if (action instanceof Action.Compute compute) {
        parts.declare(compute);
      }
    }
    parts.computed().forEach(expressions::define);
    CodeSize sizes = new CodeSize();
    List<Action> part = new ArrayList<>();
    int size = 0;
    for (Action action : lowered.actions()) {
      int cost = Math.min(sizes.of(action.expr()), CodeSize.OUTLINE) + 40;
      if (size + cost > CodeSize.CHUNK && !part.isEmpty()) {
        callPart(parts, List.copyOf(part));
        part.clear();
        size = 0;
      }
      part.add(action);
      size += cost;
    }
    if (!part.isEmpty()) {
      callPart(parts, List.copyOf(part));
    }
  }

  private void callPart(Outlining parts, List<Action> actions) {
    parts.call(
        frame,
        Types.BOOLEAN,
        List.of(),
        () -> {},
        (inner, _) -> {
          CodeBuilder code = inner.frame().code();
          Target dropped = inner.frame().newTarget();
          for (Action action : actions) {
            switch (action) {
              case Action.Test test -> test(test, inner, dropped);
              case Action.Compute compute -> parts.store(compute, inner);
            }
          }
          code.iconst_1().ireturn();
          if (dropped.isUsed()) {
            inner.frame().bind(dropped);
            code.iconst_0().ireturn();
          }
        });
    frame.jump(Opcode.IFEQ, drop);
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
