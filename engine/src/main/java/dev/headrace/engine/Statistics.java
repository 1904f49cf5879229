package dev.headrace.engine;

import dev.headrace.codegen.Units;
import java.util.List;
import java.util.Map;

/**
 * What a database has done so far.
 *
 * @param inputRows rows that connectors brought
 * @param steps commits
 * @param rowsPerView number of rows by materialized view
 * @param compiledUnits units generated
 * @param compileNanos time their generation took
 * @param units those of them that are kept
 */
public record Statistics(
    long inputRows,
    long steps,
    Map<String, Long> rowsPerView,
    long compiledUnits,
    long compileNanos,
    List<Units.CompiledUnit> units) {
  public Statistics {
    units = List.copyOf(units);
    rowsPerView = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(rowsPerView));
  }
}
