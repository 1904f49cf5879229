package dev.headrace.sql;

import dev.headrace.ir.Rel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queries of the WITH clauses around a place, by name. */
final class Ctes {
  static final Ctes NONE = new Ctes(Map.of());

  private final Map<String, Rel> queries;

  private Ctes(Map<String, Rel> queries) {
    this.queries = queries;
  }

  @Nullable Rel find(String name) {
    return queries.get(name);
  }

  Ctes with(String name, Rel query) {
    Map<String, Rel> all = new HashMap<>(queries);
    all.put(name, query);
    return new Ctes(all);
  }
}
