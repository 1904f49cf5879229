package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.Relation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The catalog as the SQL front end sees it. */
record PlannerCatalog(Catalog catalog) implements dev.headrace.sql.Catalog {
  @Override
  public Optional<Relation> relation(String name) {
    return catalog.relation(name).map(PlannerCatalog::describe);
  }

  @Override
  public Optional<ParsedExpression> defaultValue(Relation relation, int column) {
    return catalog.require(relation.name()) instanceof BaseRelation base
            && column < base.defaults().size()
        ? base.defaults().get(column)
        : Optional.empty();
  }

  private static Relation describe(dev.headrace.engine.database.Relation relation) {
    List<Integer> key = relation instanceof BaseRelation base ? base.primaryKey() : List.of();
    return new Relation(
        relation.name(), kind(relation), relation.fields(), key, relation.identity());
  }

  private static Relation.Kind kind(dev.headrace.engine.database.Relation relation) {
    return switch (relation) {
      case BaseRelation base ->
          switch (base.kind()) {
            case TABLE -> Relation.Kind.TABLE;
            case SOURCE -> Relation.Kind.SOURCE;
            case SYSTEM -> Relation.Kind.SYSTEM;
          };
      case View view -> Relation.Kind.VIEW;
      case MaterializedView view -> Relation.Kind.MATERIALIZED_VIEW;
      case ViewDefinition view -> Relation.Kind.MATERIALIZED_VIEW;
      case SystemRelation system -> Relation.Kind.SYSTEM;
    };
  }

  @Override
  public Collection<String> relationNames() {
    return catalog.relations().stream().map(dev.headrace.engine.database.Relation::name).toList();
  }
}
