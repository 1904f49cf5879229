package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.EmitUnit;
import java.util.List;
import java.util.function.Supplier;

/**
 * OFFSET and LIMIT without ORDER BY, of a query that runs once: looks at no more of its input than
 * it needs to have enough rows. Its output is in the first part.
 */
public final class LimitOperator extends Operator {
  /** How many bytes of input are looked at first; then always twice as many. */
  private static final int FIRST_BYTES = 4 << 10;

  private final List<Pipe<EmitUnit>> pipes;
  private final Supplier<Limits> limits;
  private final Batch[] some;
  private Batch result;

  /**
   * A limit.
   *
   * @param limits asked for them in the step
   */
  public LimitOperator(
      String name,
      int workers,
      Supplier<Limits> limits,
      List<Pipe<EmitUnit>> pipes,
      MemoryBudget budget) {
    super(name, workers);
    this.pipes = List.copyOf(pipes);
    this.limits = limits;
    this.some = new Batch[] {new Batch(budget::take)};
    this.result = new Batch(budget::take);
  }

  @Override
  List<Pipe<EmitUnit>> pipes() {
    return pipes;
  }

  @Override
  boolean forget() {
    some[0] = OutputOperator.cleared(some[0]);
    result = result.replaced();
    return true;
  }

  @Override
  void run(Workers workers) {
    LimitedRows wanted = new LimitedRows(limits.get(), result);
    for (Pipe<EmitUnit> pipe : pipes) {
      for (int part = 0; part < pipe.source().parts(); part++) {
        run(pipe, part, wanted);
      }
    }
    output(0).add(result);
  }

  private void run(Pipe<EmitUnit> pipe, int part, LimitedRows wanted) {
    Segments input = pipe.source().output(part);
    int bytes = FIRST_BYTES;
    for (int i = 0; i < input.size() && !wanted.isFull(); i++) {
      byte[] slab = input.slab(i);
      int from = input.from(i);
      int end = input.to(i);
      while (from < end && !wanted.isFull()) {
        cancellation().check();
        int to = pipe.source().boundary(slab, from, end, bytes);
        some[0] = OutputOperator.cleared(some[0]);
        pipe.unit(part).run(slab, from, to, some);
        wanted.add(some[0].bytes(), 0, some[0].end());
        from = to;
        bytes = Math.min(2 * bytes, Integer.MAX_VALUE / 4);
      }
    }
  }
}
