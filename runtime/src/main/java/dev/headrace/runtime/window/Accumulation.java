package dev.headrace.runtime.window;

/** An aggregate of rows that are added one by one. Not thread-safe. */
public abstract class Accumulation {
  /** Starts over, without rows. */
  abstract void clear();

  /** Adds a row of a partition. */
  abstract void add(Partition rows, int index);

  /** Whether rows can be taken away in the order in which they were added. */
  boolean canRemove() {
    return false;
  }

  /** Takes away the row that was added first. */
  void remove(Partition rows, int index) {
    throw new UnsupportedOperationException(getClass().getName());
  }

  /** Whether results are numbers and not objects. */
  abstract boolean givesNumbers();

  /** Puts the aggregate of the rows so far into a result. */
  abstract void result(ResultColumn results, int index);

  /** Whether the result depends on the order of rows. */
  boolean seesOrder() {
    return false;
  }
}
