package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.EmitUnit;
import java.util.List;

/**
 * Where a view's or a query's delta leaves a circuit: its pipelines run and their rows are kept.
 */
public final class OutputOperator extends Operator {
  /** Memory of a batch beyond which it is not kept for the next step. */
  static final int KEPT_BYTES = 8 << 20;

  private final List<Pipe<EmitUnit>> pipes;
  private final Batch[][] batches;

  public OutputOperator(String name, int workers, List<Pipe<EmitUnit>> pipes, MemoryBudget budget) {
    super(name, workers);
    this.pipes = List.copyOf(pipes);
    this.batches = new Batch[workers][];
    for (int i = 0; i < workers; i++) {
      batches[i] = new Batch[] {new Batch(budget::take)};
    }
  }

  @Override
  List<Pipe<EmitUnit>> pipes() {
    return pipes;
  }

  @Override
  boolean forget() {
    for (Batch[] batch : batches) {
      batch[0] = batch[0].replaced();
    }
    return true;
  }

  @Override
  void run(Workers workers) {
    workers.run(
        parts(),
        workers.areWorthWaking(Pipe.inputSize(pipes)),
        worker -> {
          Batch[] target = batches[worker];
          target[0] = cleared(target[0]);
          emit(pipes, worker, target);
          output(worker).add(target[0]);
        });
  }

  /** Runs a worker's share of pipes into batches. */
  static void emit(List<Pipe<EmitUnit>> pipes, int worker, Batch[] targets) {
    for (Pipe<EmitUnit> pipe : pipes) {
      pipe.run(worker, (unit, slab, from, to) -> unit.run(slab, from, to, targets));
    }
  }

  /** The batch emptied, or a new one instead of one that has grown large. */
  static Batch cleared(Batch batch) {
    if (batch.bytes().length > KEPT_BYTES) {
      return batch.replaced();
    }
    batch.clear();
    return batch;
  }
}
