package dev.headrace.engine;

import java.util.Map;

/**
 * What a database has done so far.
 *
 * @param inputRows rows that connectors brought
 * @param steps commits
 * @param rowsPerView number of rows by materialized view
 * @param compiledUnits units generated
 * @param compileNanos time their generation took
 */
public record Statistics(
    long inputRows,
    long steps,
    Map<String, Long> rowsPerView,
    long compiledUnits,
    long compileNanos) {
  public Statistics {
    rowsPerView = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(rowsPerView));
  }
}
