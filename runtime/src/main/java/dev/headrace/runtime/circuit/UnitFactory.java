package dev.headrace.runtime.circuit;

import dev.headrace.runtime.unit.UnitContext;

/** Makes instances of one unit; every worker needs its own. */
@FunctionalInterface
public interface UnitFactory<U> {
  U create(UnitContext context);
}
