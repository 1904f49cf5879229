package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.OnceMarker;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Puts the queries of views in the place of their scans. Shared subtrees stay shared. */
final class ViewExpansion {
  private final Catalog catalog;
  private final Function<Relation, Optional<Rel>> queries;
  private int views;
  private final IdentityHashMap<Rel, Rel> done = new IdentityHashMap<>();

  private ViewExpansion(Catalog catalog, Function<Relation, Optional<Rel>> queries) {
    this.catalog = catalog;
    this.queries = queries;
  }

  /** For the definition of a view: plain views are expanded, materialized ones are read. */
  static Rel forView(Rel rel, Catalog catalog) {
    return new ViewExpansion(
            catalog,
            relation -> relation instanceof View view ? Optional.of(view.rel()) : Optional.empty())
        .expand(rel);
  }

  /**
   * For a query: plain views are expanded, those that are not yet committed too, and materialized
   * ones of choice.
   */
  static Rel forQuery(Rel rel, Catalog catalog, Predicate<MaterializedView> expanded) {
    return new ViewExpansion(
            catalog,
            relation ->
                switch (relation) {
                  case View view -> Optional.of(view.rel());
                  case ViewDefinition view -> Optional.of(view.rel());
                  case MaterializedView view when expanded.test(view) -> Optional.of(view.rel());
                  default -> Optional.empty();
                })
        .expand(rel);
  }

  /** A view's query whose rows that are computed once are not those of another place. */
  private Rel own(Rel query) {
    String place = ++views + ".";
    return OnceMarker.renamed(query, name -> place + name);
  }

  private Rel expand(Rel rel) {
    Rel known = done.get(rel);
    if (known == null) {
      Optional<Rel> query =
          rel instanceof Rel.Scan scan
              ? queries.apply(catalog.require(scan.relation()))
              : Optional.empty();
      known =
          query.isPresent()
              ? expand(own(query.get()))
              : RelTransformer.mapInputs(rel, this::expand);
      done.put(rel, known);
    }
    return known;
  }
}
