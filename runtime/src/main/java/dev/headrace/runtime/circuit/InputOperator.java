package dev.headrace.runtime.circuit;

import java.util.List;

/** Where deltas of a table, source or retained view enter a circuit. */
public final class InputOperator extends Operator {
  private final Segments pending = new Segments();
  private boolean flowed;

  public InputOperator(String relation, int workers) {
    super(relation, workers);
  }

  /** Adds to the delta of the next step. The slabs must not change until the step has ended. */
  public void feed(Segments delta) {
    pending.addAll(delta);
    flowed |= !delta.isEmpty();
  }

  /** Whether it has been fed for the next step. */
  public boolean isFed() {
    return !pending.isEmpty();
  }

  /** Whether it has ever been fed. */
  public boolean hasFlowed() {
    return flowed;
  }

  /** Forgets what it was fed and has not put out. */
  public void reset() {
    pending.clear();
    clearOutput();
  }

  @Override
  public List<Operator> inputs() {
    return List.of();
  }

  @Override
  boolean isIdle() {
    return pending.isEmpty();
  }

  @Override
  boolean forget() {
    pending.clear();
    return true;
  }

  @Override
  void run(Workers workers) {
    putOut(pending, workers);
    pending.clear();
  }
}
