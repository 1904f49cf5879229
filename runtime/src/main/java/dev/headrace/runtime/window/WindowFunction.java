package dev.headrace.runtime.window;

/** Gives each row of a partition a result. May keep scratch memory; not thread-safe. */
public interface WindowFunction {
  /** Computes the results of all rows of a partition. */
  void evaluate(Partition rows, ResultColumn results);

  /** Whether the results depend on how rows that are equal in the order stand to each other. */
  boolean seesTies();
}
