package dev.headrace.runtime.circuit;

import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A source and the unit that carries its delta into an operator, one instance for each worker.
 *
 * @param <U> the kind of unit
 */
public final class Pipe<U> {
  private final Operator source;
  private final UnitFactory<? extends U> factory;
  private final UnitContext context;
  private final List<U> units = new ArrayList<>();

  public Pipe(Operator source, UnitFactory<? extends U> factory, UnitContext context) {
    this.source = source;
    this.factory = factory;
    this.context = context;
    for (int i = 0; i < source.parts(); i++) {
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

  Operator source() {
    return source;
  }

  U unit(int worker) {
    return units.get(worker);
  }

  static long inputSize(List<? extends Pipe<?>> pipes) {
    long size = 0;
    for (Pipe<?> pipe : pipes) {
      size += pipe.source.outputSize();
    }
    return size;
  }
}
