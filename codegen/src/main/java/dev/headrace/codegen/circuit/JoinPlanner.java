package dev.headrace.codegen.circuit;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.JoinSpec;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Rel;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.JoinOperator;
import dev.headrace.runtime.circuit.JoinSide;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Pipe;
import dev.headrace.runtime.unit.JoinUnit;
import java.util.ArrayList;
import java.util.List;

/** Plans the joins of a circuit, with the stateless nodes above them. */
final class JoinPlanner {
  private final CircuitPlanner planner;
  private final PlanContext context;

  JoinPlanner(CircuitPlanner planner, PlanContext context) {
    this.planner = planner;
    this.context = context;
  }

  Stream join(Rel.Join original, List<Step> after) {
    if (JoinKeyTypes.differ(original)) {
      JoinKeyTypes unified = JoinKeyTypes.unified(original);
      return join(unified.join(), Steps.prepend(new Step.Project(unified.columns()), after));
    }
    Rel.Join join = original;
    List<Step> steps = after;
    if (context.mode() == PlanMode.ONCE && join.kind() == Rel.Join.Kind.RIGHT) {
      // only a join that keeps no unmatched right rows can forget its left ones
      steps = Steps.prepend(new Step.Project(JoinLowering.swapBack(join)), after);
      join = JoinLowering.swapped(join);
    }
    JoinLowering lowering = new JoinLowering(join, steps);
    Rel.Join planned = join;
    Operator operator = planner.shared(lowering.identity(), () -> joinOperator(planned, lowering));
    return new Stream(
        operator, List.of(lowering.output()), lowering.outputNullability(), List.of());
  }

  private Operator joinOperator(Rel.Join join, JoinLowering lowering) {
    JoinSide left = joinSide(join.left(), lowering.spec(true));
    JoinSide right = joinSide(join.right(), lowering.spec(false));
    return planner.add(
        new JoinOperator(
            "Join " + join.kind(),
            planner.workers(),
            lowering.keyLayout(),
            left,
            right,
            !context.appendOnly().test(join.left()),
            !context.appendOnly().test(join.right()),
            context.mode() == PlanMode.ONCE,
            context.budget()));
  }

  private JoinSide joinSide(Rel input, JoinSpec spec) {
    List<Stream> streams = planner.streams(input, List.of());
    if (planner.workers() == 1) {
      List<Pipe<JoinUnit>> pipes = new ArrayList<>();
      for (Stream stream : streams) {
        UnitSpec unit = stream.endingIn(context.parameters(), new End.Join(spec));
        pipes.add(new Pipe<>(stream.source(), planner.unit(unit)::joinUnit, planner.unitContext()));
      }
      return JoinSide.direct(pipes);
    }
    RowLayout layout = RowLayout.of(input.fields());
    UnitSpec unit = rowsOf(input).endingIn(context.parameters(), new End.Join(spec));
    return JoinSide.exchange(
        planner.emitPipes(streams, layout, spec.keys()),
        planner.unit(unit)::joinUnit,
        planner.unitContext(),
        planner.workers());
  }

  // what comes out of an exchange
  private Stream rowsOf(Rel rel) {
    return CircuitPlanner.rows(new InputOperator("exchange", 1), rel.fields());
  }
}
