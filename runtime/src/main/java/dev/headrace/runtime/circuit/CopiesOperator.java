package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.EmitUnit;
import java.util.List;

/**
 * Puts out each row of a weight above one as so many rows, so that a VOLATILE function is called
 * for every one of equal rows.
 */
public final class CopiesOperator extends Operator {
  private static final int COPIES_BETWEEN_CHECKS = 1 << 16;

  private final List<Pipe<EmitUnit>> pipes;
  private final Batch[][] read;
  private final Batch[] copies;

  public CopiesOperator(String name, int workers, List<Pipe<EmitUnit>> pipes, MemoryBudget budget) {
    super(name, workers);
    this.pipes = List.copyOf(pipes);
    this.read = new Batch[workers][];
    this.copies = new Batch[workers];
    for (int i = 0; i < workers; i++) {
      read[i] = new Batch[] {new Batch(budget::take)};
      copies[i] = new Batch(budget::take);
    }
  }

  @Override
  List<Pipe<EmitUnit>> pipes() {
    return pipes;
  }

  @Override
  boolean forget() {
    for (int i = 0; i < copies.length; i++) {
      read[i][0] = read[i][0].replaced();
      copies[i] = copies[i].replaced();
    }
    return true;
  }

  @Override
  void run(Workers workers) {
    workers.run(
        parts(),
        workers.areWorthWaking(Pipe.inputSize(pipes)),
        worker -> {
          read[worker][0] = OutputOperator.cleared(read[worker][0]);
          OutputOperator.emit(pipes, worker, read[worker]);
          copies[worker] = OutputOperator.cleared(copies[worker]);
          copy(read[worker][0], copies[worker]);
          output(worker).add(copies[worker]);
        });
  }

  private void copy(Batch rows, Batch target) {
    int made = 0;
    for (int row = 0; row < rows.end(); row = rows.next(row)) {
      int weight = Rows.weight(rows.bytes(), row);
      int one = Integer.signum(weight);
      for (int left = weight; left != 0; left -= one) {
        target.append(rows.bytes(), row, one);
        if (++made % COPIES_BETWEEN_CHECKS == 0) {
          cancellation().check();
        }
      }
    }
  }
}
