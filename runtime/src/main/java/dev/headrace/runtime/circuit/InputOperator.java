package dev.headrace.runtime.circuit;

import java.util.List;

/** Where deltas of a table, source or retained view enter a circuit. */
public final class InputOperator extends Operator {
  private final Segments pending = new Segments();
  private final int rowsPerRecord;
  private boolean flowed;

  public InputOperator(String relation, int workers) {
    this(relation, workers, 1);
  }

  private InputOperator(String name, int workers, int rowsPerRecord) {
    super(name, workers);
    this.rowsPerRecord = rowsPerRecord;
  }

  /** One that is fed records like those that another operator puts out. */
  public static InputOperator standingFor(Operator operator) {
    return new InputOperator(operator.name(), operator.parts(), operator.rowsPerRecord());
  }

  /** Adds to the delta of the next step. The slabs must not change until the step has ended. */
  public void feed(Segments delta) {
    pending.addAll(delta);
    flowed |= !delta.isEmpty();
  }

  /** Takes note of a delta that nobody reads, in place of {@link #feed} and a step. */
  public void passOver(Segments delta) {
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
  List<Pipe<?>> pipes() {
    return List.of();
  }

  @Override
  boolean isFirstStepDue() {
    return false;
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
  int rowsPerRecord() {
    return rowsPerRecord;
  }

  @Override
  void run(Workers workers) {
    putOut(pending, workers);
    pending.clear();
  }
}
