package dev.headrace.engine.database;

import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.Relation;
import dev.headrace.sql.UniqueKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The catalog as the SQL front end sees it. */
public record PlannerCatalog(Names names) implements dev.headrace.sql.Catalog {
  /** Sees a catalog by its own names. */
  public static PlannerCatalog of(Catalog catalog) {
    return new PlannerCatalog(new Names(catalog, SearchPath.PUBLIC));
  }

  private Catalog catalog() {
    return names.catalog();
  }

  @Override
  public Optional<Relation> relation(String name) {
    return names.relation(name).map(this::describe);
  }

  @Override
  public Optional<ParsedExpression> defaultValue(Relation relation, int column) {
    return catalog().require(relation.name()) instanceof BaseRelation base
            && column < base.defaults().size()
        ? base.defaults().get(column)
        : Optional.empty();
  }

  @Override
  public ColumnRole role(Relation relation, int column) {
    return catalog().require(relation.name()) instanceof BaseRelation base
            && column < base.roles().size()
        ? base.roles().get(column)
        : ColumnRole.ORDINARY;
  }

  @Override
  public int oid(Relation relation) {
    return catalog().require(relation.name()).oid();
  }

  @Override
  public List<UniqueKey> uniqueKeys(Relation relation) {
    dev.headrace.engine.database.Relation known = catalog().require(relation.name());
    List<UniqueKey> keys = new ArrayList<>();
    for (KeyOrder order : catalog().orders(known)) {
      Index index =
          catalog().indexesOf(known).stream()
              .filter(each -> each.order().equals(order))
              .findFirst()
              .orElse(null);
      if (index == null ? order.unique() : index.isUnique()) {
        keys.add(
            new UniqueKey(
                order.name(),
                index == null || index.constraint(),
                order.columns().stream().map(KeyColumn::expression).toList(),
                index == null || index.nullsDistinct(),
                index != null && index.deferral().deferrable(),
                Optional.ofNullable(order.predicate())));
      }
    }
    return keys;
  }

  private Relation describe(dev.headrace.engine.database.Relation relation) {
    List<Integer> key = relation instanceof BaseRelation base ? base.primaryKey() : List.of();
    return new Relation(
        relation.name(), kind(relation), catalog().fieldsOf(relation), key, relation.identity());
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
  public Optional<NamedType> type(String name) {
    return names.type(name).map(type -> new NamedType(UserTypes.nameOf(type), type));
  }

  @Override
  public Collection<String> relationNames() {
    return catalog().relations().stream().map(dev.headrace.engine.database.Relation::name).toList();
  }
}
