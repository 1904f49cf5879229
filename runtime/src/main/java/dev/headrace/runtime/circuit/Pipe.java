package dev.headrace.runtime.circuit;

import dev.headrace.model.Rows;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A source and the unit that carries its delta into an operator, one instance for each worker.
 *
 * @param <U> the kind of unit
 */
public final class Pipe<U> {
  /** Some thousand rows, and less than a core's second-level cache. */
  static final int PIECE_BYTES = 256 << 10;

  private Operator source;
  private final UnitFactory<? extends U> factory;
  private final UnitContext context;
  private final List<U> units = new ArrayList<>();

  public Pipe(Operator source, UnitFactory<? extends U> factory, UnitContext context) {
    this.source = source;
    this.factory = factory;
    this.context = context;
    provide(source.parts());
  }

  /** Makes units for that many workers, as far as there are none. */
  void provide(int workers) {
    while (units.size() < workers) {
      units.add(factory.create(context));
    }
  }

  /** Makes the units anew if they may have read parameters, which can be others now. */
  static void renew(List<? extends Pipe<?>> pipes) {
    pipes.forEach(Pipe::renew);
  }

  private void renew() {
    if (context.hasParameters()) {
      units.replaceAll(_ -> factory.create(context));
    }
  }

  /** Takes the rows of another operator from now on, which are of the same kind. */
  void reconnect(Map<Operator, Operator> others) {
    source = others.getOrDefault(source, source);
  }

  Operator source() {
    return source;
  }

  U unit(int worker) {
    return units.get(worker);
  }

  /** What a unit does with the rows in a range of a slab. */
  @FunctionalInterface
  interface Run<U> {
    void run(U unit, byte[] slab, int from, int to);
  }

  /** Hands a worker's share to its unit, in pieces between which the step can be cancelled. */
  void run(int worker, Run<? super U> run) {
    U unit = unit(worker);
    Segments input = source.output(worker);
    for (int i = 0; i < input.size(); i++) {
      byte[] slab = input.slab(i);
      int to = input.to(i);
      for (int from = input.from(i); from < to; ) {
        source.cancellation().check();
        int end = pieceEnd(slab, from, to);
        run.run(unit, slab, from, end);
        from = end;
      }
    }
  }

  private int pieceEnd(byte[] slab, int from, int to) {
    if (to - from <= PIECE_BYTES) {
      return to;
    }
    int rows = source.rowsPerRecord();
    int at = from;
    while (at < from + PIECE_BYTES) {
      for (int row = 0; row < rows; row++) {
        at += Rows.length(slab, at);
      }
    }
    return at;
  }

  static long inputSize(List<? extends Pipe<?>> pipes) {
    long size = 0;
    for (Pipe<?> pipe : pipes) {
      size += pipe.source.outputSize();
    }
    return size;
  }
}
