package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.View;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import java.util.IdentityHashMap;

/** Puts the queries of plain views in the place of their scans. Shared subtrees stay shared. */
final class ViewExpansion {
  private final Catalog catalog;
  private final IdentityHashMap<Rel, Rel> done = new IdentityHashMap<>();

  private ViewExpansion(Catalog catalog) {
    this.catalog = catalog;
  }

  static Rel expand(Rel rel, Catalog catalog) {
    return new ViewExpansion(catalog).expand(rel);
  }

  private Rel expand(Rel rel) {
    Rel known = done.get(rel);
    if (known == null) {
      known =
          rel instanceof Rel.Scan scan && catalog.require(scan.relation()) instanceof View view
              ? view.rel()
              : RelTransformer.mapInputs(rel, this::expand);
      done.put(rel, known);
    }
    return known;
  }
}
