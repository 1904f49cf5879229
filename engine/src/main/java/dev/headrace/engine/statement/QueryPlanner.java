package dev.headrace.engine.statement;

import dev.headrace.engine.access.AccessPlanner;
import dev.headrace.engine.access.Accesses;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.Determinism;
import dev.headrace.ir.OnceMarker;
import dev.headrace.ir.Rel;
import dev.headrace.ir.UniqueKeys;
import dev.headrace.ir.rewrite.AggregateBeforeJoin;
import dev.headrace.ir.rewrite.Rewriter;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.function.Predicate;

/** From the front end's tree to one that can be run: views expanded, rewritten, lookups found. */
final class QueryPlanner {
  private QueryPlanner() {}

  static QueryPlan plan(
      Rel rel,
      List<Field> fields,
      List<SqlType> parameterTypes,
      Catalog catalog,
      Predicate<MaterializedView> expanded) {
    StableValues stable = new StableValues(parameterTypes.size());
    Rel replaced = stable.replace(ViewExpansion.forQuery(marked(rel, catalog), catalog, expanded));
    Rel rewritten = Rewriter.rewrite(replaced);
    return new QueryPlan(
        AccessPlanner.plan(rewritten, catalog), fields, parameterTypes, stable.functions(), null);
  }

  /** With a mark on what depends on a VOLATILE function and is read in several places. */
  static Rel marked(Rel rel, Catalog catalog) {
    Determinism plain = new Determinism();
    Determinism throughViews =
        new Determinism(
            scan ->
                !(catalog.require(scan.relation()) instanceof View view) || plain.of(view.rel()));
    return OnceMarker.mark(rel, throughViews);
  }

  /** Plans the query of a materialized view, which is never run once: it has no lookups. */
  static QueryPlan planView(Rel rel, List<Field> fields, Catalog catalog) {
    StableValues stable = new StableValues(0);
    Rel replaced = stable.replace(ViewExpansion.forView(rel, catalog));
    return new QueryPlan(
        Accesses.none(maintained(Rewriter.rewrite(replaced), catalog)),
        fields,
        List.of(),
        stable.functions(),
        null);
  }

  @SuppressWarnings("ReferenceEquality") // identity tells an unchanged tree
  private static Rel maintained(Rel rel, Catalog catalog) {
    UniqueKeys unique = new UniqueKeys(name -> primaryKey(catalog.require(name)));
    Rel split = AggregateBeforeJoin.apply(rel, unique::isUnique);
    return split == rel ? rel : Rewriter.rewrite(split);
  }

  /** The columns of a relation on which no two of its rows agree; none if none are known. */
  static List<Integer> primaryKey(Relation relation) {
    return switch (relation) {
      case BaseRelation base -> base.store() == null ? List.of() : base.primaryKey();
      case MaterializedView view -> view.key();
      case ViewDefinition view -> view.key();
      case View _, SystemRelation _ -> List.of();
    };
  }
}
