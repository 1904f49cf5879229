package dev.headrace.codegen.circuit;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.circuit.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * A pipeline that has not found its end yet.
 *
 * @param source the operator whose delta it carries
 * @param input layouts of the rows that make a record of the source
 * @param nullable for each input column whether it can be NULL
 * @param steps what has happened to a record so far
 */
record Stream(Operator source, List<RowLayout> input, List<Boolean> nullable, List<Step> steps) {
  Stream {
    input = List.copyOf(input);
    nullable = List.copyOf(nullable);
    steps = List.copyOf(steps);
  }

  Stream then(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Stream(source, input, nullable, longer);
  }

  Stream then(List<Step> more) {
    Stream stream = this;
    for (Step step : more) {
      stream = stream.then(step);
    }
    return stream;
  }

  UnitSpec endingIn(RowLayout parameters, End end) {
    return new UnitSpec(input, nullable, parameters, steps, end);
  }

  /** Whether its records are rows of a layout as they stand. */
  boolean isPlain(RowLayout layout) {
    return isPlain(input, steps, layout);
  }

  static boolean isPlain(List<RowLayout> input, List<Step> steps, RowLayout layout) {
    return steps.stream().allMatch(step -> isIdentity(step, layout))
        && input.size() == 1
        && input.getFirst().equals(layout);
  }

  private static boolean isIdentity(Step step, RowLayout layout) {
    if (!(step instanceof Step.Project project)
        || project.expressions().size() != layout.columns()) {
      return false;
    }
    for (int i = 0; i < layout.columns(); i++) {
      if (!(project.expressions().get(i) instanceof Expr.Column column) || column.index() != i) {
        return false;
      }
    }
    return true;
  }
}
