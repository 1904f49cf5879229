package dev.headrace.engine.database;

import java.util.Map;

/**
 * Where a view's changes are written to.
 *
 * @param view the materialized view
 */
public record Sink(int oid, String name, String view, Map<String, String> options) {
  public Sink {
    options = Map.copyOf(options);
  }
}
