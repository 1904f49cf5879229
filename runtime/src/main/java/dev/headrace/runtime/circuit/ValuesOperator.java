package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import java.util.List;
import java.util.function.Supplier;

/** Constant rows: the delta of the first step, and nothing from then on. */
public final class ValuesOperator extends Operator {
  private final Supplier<Batch> rows;
  private boolean done;

  /**
   * Constant rows.
   *
   * @param rows asked for them in the first step
   */
  public ValuesOperator(int workers, Supplier<Batch> rows) {
    super("Values", workers);
    this.rows = rows;
  }

  @Override
  List<Pipe<?>> pipes() {
    return List.of();
  }

  @Override
  boolean forget() {
    done = false;
    return true;
  }

  @Override
  void run(Workers workers) {
    if (!done) {
      output(0).add(rows.get());
      done = true;
    }
  }
}
