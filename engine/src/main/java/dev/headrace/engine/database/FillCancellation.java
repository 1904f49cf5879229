package dev.headrace.engine.database;

import dev.headrace.runtime.unit.Cancellation;

/** Lets operators be given up while they are filled, and no more once others depend on them. */
final class FillCancellation implements Cancellation {
  private volatile Cancellation current;

  FillCancellation(Cancellation filling) {
    this.current = filling;
  }

  @Override
  public void check() {
    current.check();
  }

  /** The operators go on for good. */
  void end() {
    current = NEVER;
  }
}
