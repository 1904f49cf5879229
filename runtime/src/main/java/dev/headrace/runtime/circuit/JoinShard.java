package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.runtime.state.JoinIndex;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.JoinUnit;

/** One shard of a join's state: both sides' rows, and the step's output. */
final class JoinShard {
  final JoinIndex left;
  final JoinIndex right;
  private final boolean once;
  private Batch output;

  JoinShard(JoinIndex left, JoinIndex right, boolean once, MemoryBudget budget) {
    this.left = left;
    this.right = right;
    this.once = once;
    this.output = new Batch(budget::take);
  }

  void begin() {
    output = OutputOperator.cleared(output);
  }

  void forget() {
    left.clear();
    right.clear();
    output = output.replaced();
  }

  Batch output() {
    return output;
  }

  void run(JoinUnit unit, byte[] slab, int from, int to, boolean isLeft) {
    if (from < to) {
      // a query that runs once takes the right side first: then the left need not be remembered
      unit.run(
          slab, from, to, isLeft ? left : right, isLeft ? right : left, output, !(once && isLeft));
    }
  }
}
