package dev.headrace.engine.access;

import dev.headrace.runtime.circuit.Segments;
import java.util.function.Supplier;

/**
 * What a scan is given.
 *
 * @param rows all that the query depends on
 * @param count about how many that are
 * @param describing tells how they were found, for those who want to see it
 */
public record Feed(Segments rows, long count, Supplier<String> describing) {
  /** How the rows were found. */
  public String description() {
    return describing.get();
  }
}
