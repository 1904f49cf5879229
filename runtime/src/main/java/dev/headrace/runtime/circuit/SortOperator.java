package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.EmitUnit;
import java.util.List;
import java.util.function.Supplier;

/**
 * ORDER BY, OFFSET and LIMIT of a query that runs once. Its output is in order, in the first part.
 */
public final class SortOperator extends Operator {
  private final List<Pipe<EmitUnit>> pipes;
  private final Batch[][] inputs;
  private final OrderPlan order;
  private final Supplier<Limits> limits;
  private final MemoryBudget budget;

  /**
   * A sort.
   *
   * @param limits asked for them in the step
   */
  public SortOperator(
      String name,
      int workers,
      OrderPlan order,
      Supplier<Limits> limits,
      List<Pipe<EmitUnit>> pipes,
      MemoryBudget budget) {
    super(name, workers);
    this.pipes = List.copyOf(pipes);
    this.order = order;
    this.limits = limits;
    this.budget = budget;
    this.inputs = new Batch[workers][];
    for (int i = 0; i < workers; i++) {
      inputs[i] = new Batch[] {new Batch(budget::take)};
    }
  }

  @Override
  List<Pipe<EmitUnit>> pipes() {
    return pipes;
  }

  @Override
  boolean forget() {
    for (Batch[] input : inputs) {
      input[0] = input[0].replaced();
    }
    return true;
  }

  @Override
  void run(Workers workers) {
    workers.run(
        parts(),
        workers.areWorthWaking(Pipe.inputSize(pipes)),
        worker -> OutputOperator.emit(pipes, worker, inputs[worker]));
    Segments all = new Segments();
    for (Batch[] input : inputs) {
      all.add(input[0]);
    }
    output(0).add(new RowSorter(order, budget, cancellation()).sort(all, limits.get()));
  }
}
