package dev.headrace.codegen;

import dev.headrace.runtime.unit.AggregateUnit;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.JoinUnit;
import dev.headrace.runtime.unit.UnitContext;

/** A prepared unit: makes instances, one per worker. Thread-safe. */
public interface UnitFactory {
  /**
   * A new instance.
   *
   * @return an {@link EmitUnit}, {@link AggregateUnit} or {@link JoinUnit}, as the specification's
   *     end says
   */
  Object instance(UnitContext context);

  /** A new instance of a unit that ends in batches. */
  default EmitUnit emitUnit(UnitContext context) {
    return (EmitUnit) instance(context);
  }

  /** A new instance of a unit that ends in groups. */
  default AggregateUnit aggregateUnit(UnitContext context) {
    return (AggregateUnit) instance(context);
  }

  /** A new instance of a unit that ends in a join. */
  default JoinUnit joinUnit(UnitContext context) {
    return (JoinUnit) instance(context);
  }

  /** For EXPLAIN: whether it is compiled, or why not. */
  String describe();

  /** For EXPLAIN (CODE): the instructions, or nothing if it is interpreted. */
  String code();
}
