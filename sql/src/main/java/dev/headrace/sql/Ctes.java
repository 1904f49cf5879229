package dev.headrace.sql;

import dev.headrace.ir.Rel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The queries of the WITH clauses around a place, by name. */
final class Ctes {
  static final Ctes NONE = new Ctes(null);

  private final @Nullable Ctes outer;
  private final Map<String, Rel> queries = new HashMap<>();
  private final Map<String, Rel> unordered = new HashMap<>();
  private final Map<String, OrderedRows> ordered = new HashMap<>();
  private final Set<String> withoutRows = new HashSet<>();

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

  /** The rows of a query without its order: the same object for all who read them. */
  @Nullable Rel rows(String name) {
    Rel query = unordered.get(name);
    return query != null || outer == null ? query : outer.rows(name);
  }

  /** The rows of a query that is computed once, with its order; null for other queries. */
  @Nullable OrderedRows ordered(String name) {
    return queries.containsKey(name) || outer == null ? ordered.get(name) : outer.ordered(name);
  }

  /** Whether a name is that of a statement that changes data and returns nothing. */
  boolean isWithoutRows(String name) {
    return withoutRows.contains(name)
        || (!queries.containsKey(name) && outer != null && outer.isWithoutRows(name));
  }

  /** Adds a statement that changes data and returns nothing. */
  void addWithoutRows(String name) {
    withoutRows.add(name);
  }

  /** Adds a query, which those that are bound from now on see. */
  void add(String name, Rel query) {
    queries.put(name, query);
    unordered.put(name, QueryBinder.unordered(query));
  }

  /**
   * Adds a query that must be one object for all who read it, in its order or not.
   *
   * @param width how many columns it shows
   */
  void addOnce(String name, OrderedRows rows, int width) {
    Rel shown =
        rows.rel().fields().size() == width
            ? rows.rel()
            : Projections.columns(rows.rel(), Projections.range(0, width));
    queries.put(name, shown);
    unordered.put(name, shown);
    ordered.put(name, rows);
  }
}
