package dev.headrace.sql;

import dev.headrace.ir.Rel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queries of the WITH clauses around a place, by name. */
final class Ctes {
  static final Ctes NONE = new Ctes(null);

  private final @Nullable Ctes outer;
  private final Map<String, Rel> queries = new HashMap<>();

  private Ctes(@Nullable Ctes outer) {
    this.outer = outer;
  }

  /** Those of a WITH clause within these, none yet. */
  Ctes nested() {
    return new Ctes(this);
  }

  @Nullable Rel find(String name) {
    Rel query = queries.get(name);
    return query != null || outer == null ? query : outer.find(name);
  }

  /** Adds a query, which those that are bound from now on see. */
  void add(String name, Rel query) {
    queries.put(name, query);
  }
}
