package dev.headrace.codegen.circuit;

/** What a circuit is for. */
public enum PlanMode {
  /** A view: state is kept over steps, any delta can come. */
  MAINTAIN,
  /** A query: one step over rows that are all there, so that half a join's state is enough. */
  ONCE
}
