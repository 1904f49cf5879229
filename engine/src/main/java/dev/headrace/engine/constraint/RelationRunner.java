package dev.headrace.engine.constraint;

import dev.headrace.engine.database.ReadView;
import dev.headrace.ir.Rel;
import dev.headrace.runtime.circuit.Segments;

/** Computes relations over what a transaction sees. */
@FunctionalInterface
public interface RelationRunner {
  Segments run(Rel rel, ReadView view);
}
