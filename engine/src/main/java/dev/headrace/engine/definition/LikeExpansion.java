package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.model.Field;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.ColumnDefinition;
import dev.headrace.sql.Generation;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.SequenceOptions;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import dev.headrace.sql.TableConstraint;
import dev.headrace.sql.TableLike;
import dev.headrace.sql.TableLike.Property;
import dev.headrace.sql.WrittenType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** LIKE in CREATE TABLE: the columns of another relation, and what else it asks for. */
final class LikeExpansion {
  private final DefinitionContext context;

  LikeExpansion(DefinitionContext context) {
    this.context = context;
  }

  /** The statement with columns in the place of LIKE. */
  Statement.CreateTable expand(Statement.CreateTable create) {
    if (create.likes().isEmpty()) {
      return create;
    }
    List<ColumnDefinition> columns = new ArrayList<>(create.columns());
    List<TableConstraint> constraints = new ArrayList<>(create.constraints());
    for (TableLike like : create.likes().reversed()) {
      Relation relation = context.require(like.table());
      columns.addAll(like.position(), columns(like, relation));
      if (like.including().contains(Property.INDEXES) && relation instanceof BaseRelation base) {
        constraints.addAll(keys(base));
      }
      if (like.including().contains(Property.CONSTRAINTS)
          && relation instanceof BaseRelation base) {
        constraints.addAll(checks(base));
      }
    }
    return new Statement.CreateTable(
        create.name(),
        create.ifNotExists(),
        columns,
        constraints,
        List.of(),
        create.options(),
        create.source(),
        create.temporary());
  }

  private static List<TableConstraint> checks(BaseRelation base) {
    List<TableConstraint> checks = new ArrayList<>();
    for (BaseRelation.Check check : base.checks()) {
      checks.add(
          new TableConstraint.Check(Optional.of(check.name()), SqlParser.expression(check.text())));
    }
    return checks;
  }

  private List<ColumnDefinition> columns(TableLike like, Relation relation) {
    List<ColumnDefinition> columns = new ArrayList<>();
    for (int i = 0; i < relation.fields().size(); i++) {
      Field field = relation.fields().get(i);
      Optional<ParsedExpression> defaultValue = Optional.empty();
      Optional<Generation> generation = Optional.empty();
      if (relation instanceof BaseRelation base && i < base.defaults().size()) {
        ColumnRole role = base.roles().get(i);
        boolean identity = role == ColumnRole.IDENTITY || role == ColumnRole.IDENTITY_ALWAYS;
        if (identity && like.including().contains(Property.IDENTITY)) {
          generation = Optional.of(identity(base, field, role == ColumnRole.IDENTITY_ALWAYS));
        } else if (role == ColumnRole.GENERATED && like.including().contains(Property.GENERATED)) {
          generation = base.defaults().get(i).map(Generation.Stored::new);
        } else if (role == ColumnRole.ORDINARY && like.including().contains(Property.DEFAULTS)) {
          defaultValue = base.defaults().get(i);
        }
      }
      columns.add(
          new ColumnDefinition(
              field.name(),
              WrittenType.of(field.type()),
              !field.nullable(),
              defaultValue,
              Optional.empty(),
              false,
              false,
              generation));
    }
    return columns;
  }

  private Generation identity(BaseRelation base, Field field, boolean always) {
    for (Sequence sequence : context.catalog().sequencesOf(base)) {
      if (sequence.owner().filter(o -> o.column().equals(field.name())).isPresent()) {
        Sequence.Options options = sequence.options();
        return new Generation.Identity(
            always,
            new SequenceOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.of(options.increment()),
                Optional.of(new SequenceOptions.Limit(Optional.of(options.minimum()))),
                Optional.of(new SequenceOptions.Limit(Optional.of(options.maximum()))),
                Optional.of(options.start()),
                Optional.empty(),
                Optional.of(options.cache()),
                Optional.of(options.cycle()),
                Optional.empty()));
      }
    }
    return new Generation.Identity(always, SequenceOptions.NONE);
  }

  private List<TableConstraint> keys(BaseRelation base) {
    List<TableConstraint> keys = new ArrayList<>();
    if (!base.primaryKey().isEmpty()) {
      List<String> names =
          base.primaryKey().stream().map(c -> base.fields().get(c).name()).toList();
      keys.add(new TableConstraint.PrimaryKey(Optional.empty(), names));
    }
    context.catalog().indexesOf(base).stream()
        .filter(index -> index.constraint())
        .forEach(
            index ->
                keys.add(
                    new TableConstraint.Unique(
                        Optional.empty(),
                        index.order().columns().stream().map(c -> c.text()).toList(),
                        index.nullsDistinct(),
                        index.deferral())));
    return keys;
  }
}
