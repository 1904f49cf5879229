package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.statement.Description.Constraint;
import dev.headrace.sql.TableConstraint.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The constraints of the catalog's tables, by the tables' names in it. */
final class CatalogConstraints implements ViolableConstraints.Schema {
  private final Names names;

  CatalogConstraints(Names names) {
    this.names = names;
  }

  private Optional<BaseRelation> table(String name) {
    return names
        .catalog()
        .relation(name)
        .filter(BaseRelation.class::isInstance)
        .map(BaseRelation.class::cast);
  }

  @Override
  public List<Constraint> of(String name) {
    return table(name).map(this::of).orElse(List.of());
  }

  private List<Constraint> of(BaseRelation table) {
    List<Constraint> constraints = new ArrayList<>();
    if (!table.primaryKey().isEmpty()) {
      constraints.add(constraint(Constraint.Kind.PRIMARY_KEY, table.keyName(), table));
    }
    for (Index index : names.catalog().indexesOf(table)) {
      if (index.isUnique()) {
        constraints.add(constraint(Constraint.Kind.UNIQUE, index.order().name(), table));
      }
    }
    for (BaseRelation.Check check : table.checks()) {
      constraints.add(constraint(Constraint.Kind.CHECK, check.name(), table));
    }
    for (ForeignKey key : names.catalog().foreignKeysOf(table)) {
      constraints.add(constraint(Constraint.Kind.FOREIGN_KEY, key.name(), table));
    }
    return constraints;
  }

  private Constraint constraint(Constraint.Kind kind, String name, BaseRelation table) {
    return new Constraint(name, kind, names.shown(table.name()));
  }

  @Override
  public List<ViolableConstraints.Reference> to(String name) {
    return table(name)
        .map(table -> names.catalog().foreignKeysTo(table).stream().map(this::reference).toList())
        .orElse(List.of());
  }

  private ViolableConstraints.Reference reference(ForeignKey key) {
    BaseRelation from = (BaseRelation) names.catalog().relation(key.relation()).orElseThrow();
    return new ViolableConstraints.Reference(
        constraint(Constraint.Kind.FOREIGN_KEY, key.name(), from),
        from.name(),
        effect(key.onDelete(), ViolableConstraints.Effect.DELETED),
        effect(key.onUpdate(), ViolableConstraints.Effect.UPDATED));
  }

  private static ViolableConstraints.Effect effect(
      Action action, ViolableConstraints.Effect cascading) {
    return switch (action) {
      case NO_ACTION, RESTRICT -> ViolableConstraints.Effect.REFUSED;
      case CASCADE -> cascading;
      case SET_NULL, SET_DEFAULT -> ViolableConstraints.Effect.UPDATED;
    };
  }

  /** Tables have all of their rows themselves. */
  @Override
  public List<String> partsOf(String table) {
    return List.of();
  }
}
