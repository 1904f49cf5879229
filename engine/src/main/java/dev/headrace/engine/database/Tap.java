package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies of what some operators put out, step by step, until they are drained. All methods are
 * called with the commit lock held.
 */
final class Tap {
  private final List<Operator> operators;
  private Deltas pending = Deltas.none(0);

  /**
   * What has come.
   *
   * @param rows the sums of the steps' deltas, by the operators that put them out
   * @param bytes of all of them
   * @param sequence of the last step
   */
  record Deltas(Map<Operator, Segments> rows, long bytes, long sequence) {
    static Deltas none(long sequence) {
      return new Deltas(new IdentityHashMap<>(), 0, sequence);
    }

    boolean isEmpty() {
      return rows.isEmpty();
    }
  }

  Tap(Collection<Operator> operators, long sequence) {
    this.operators = List.copyOf(operators);
    this.pending = Deltas.none(sequence);
  }

  /** A step has been made. */
  void take(long sequence) {
    long bytes = pending.bytes();
    for (Operator operator : operators) {
      for (int part = 0; part < operator.parts(); part++) {
        Segments output = operator.output(part);
        if (!output.isEmpty()) {
          Batch copy = new Batch(Math.toIntExact(output.bytes()));
          for (int i = 0; i < output.size(); i++) {
            copy.appendAll(output.slab(i), output.from(i), output.to(i));
          }
          pending.rows().computeIfAbsent(operator, _ -> new Segments()).add(copy);
          bytes += copy.end();
        }
      }
    }
    pending = new Deltas(pending.rows(), bytes, sequence);
  }

  /** What has come since the last call. */
  Deltas drain() {
    Deltas drained = pending;
    pending = Deltas.none(drained.sequence());
    return drained;
  }
}
