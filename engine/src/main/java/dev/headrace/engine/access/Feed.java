package dev.headrace.engine.access;

import dev.headrace.runtime.circuit.Segments;
import java.util.function.Supplier;

/**
 * What a scan is given.
 *
 * @param rows all that the query depends on
 * @param count about how many that are
 * @param description how they were found, to be shown
 */
public record Feed(Segments rows, long count, Supplier<String> description) {}
