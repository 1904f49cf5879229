package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import java.util.List;

/** Constant rows: the delta of the first step, and nothing from then on. */
public final class ValuesOperator extends Operator {
  private final Batch rows;
  private boolean done;

  public ValuesOperator(int workers, Batch rows) {
    super("Values", workers);
    this.rows = rows;
  }

  @Override
  public List<Operator> inputs() {
    return List.of();
  }

  @Override
  void run(Workers workers) {
    if (!done) {
      output(0).add(rows);
      done = true;
    }
  }
}
