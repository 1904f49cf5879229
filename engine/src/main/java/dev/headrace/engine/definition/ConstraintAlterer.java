package dev.headrace.engine.definition;

import dev.headrace.engine.constraint.ForeignKeys;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.ir.Expr;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.sql.AlterAction;
import dev.headrace.sql.TableConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** ALTER TABLE ... ADD and DROP CONSTRAINT. */
final class ConstraintAlterer {
  private final DefinitionContext context;
  private final Alteration alteration;
  private final TableShape shape;
  private final BaseRelation table;
  private final IndexDefiner indexes;

  ConstraintAlterer(Alteration alteration) {
    this.context = alteration.context();
    this.alteration = alteration;
    this.shape = alteration.shape();
    this.table = alteration.table();
    this.indexes = new IndexDefiner(context);
  }

  void add(AlterAction.AddConstraint add) {
    Set<String> taken = new TreeSet<>(ConstraintDefiner.namesOf(table, context.catalog()));
    shape.checks().forEach(check -> taken.add(check.name()));
    ConstraintDefiner definer = new ConstraintDefiner(context, table.name(), shape.fields(), taken);
    switch (add.constraint()) {
      case TableConstraint.Check check -> {
        List<BaseRelation.Check> checks = new ArrayList<>(shape.checks());
        checks.add(
            definer
                .check(check.name(), Optional.empty(), check.condition())
                .validated(!add.notValid()));
        shape.checks(checks);
        if (!add.notValid()) {
          alteration
              .afterwards()
              .add(() -> TableReplacement.validate(alteration.current(), alteration.all()));
        }
      }
      case TableConstraint.PrimaryKey key -> {
        if (!shape.key().isEmpty()) {
          throw new SqlException(
              ErrorCode.INVALID_TABLE_DEFINITION,
              "multiple primary keys for table "
                  + SqlException.quote(table.simpleName())
                  + " are not allowed");
        }
        List<Integer> columns = definer.columns(key.columns(), "primary key");
        columns.forEach(column -> shape.nullable(column, false));
        shape.key(columns, definer.keyName(key.name()));
      }
      case TableConstraint.Unique unique -> {
        List<String> names = unique.columns();
        definer.columns(names, "unique");
        String name = definer.uniqueName(unique);
        context.requireFree(Catalog.beside(table.name(), name));
        alteration.afterwards().add(() -> addUnique(alteration.current(), name, unique));
      }
      case TableConstraint.ForeignKey said ->
          alteration
              .afterwards()
              .add(
                  () -> {
                    BaseRelation now = alteration.current();
                    ConstraintDefiner late =
                        new ConstraintDefiner(
                            context,
                            now.name(),
                            now.fields(),
                            ConstraintDefiner.namesOf(now, context.catalog()));
                    ForeignKey key = late.foreignKey(said, now).validated(!add.notValid());
                    context.define(catalog -> catalog.with(key));
                    if (!add.notValid()) {
                      ForeignKeys.requireAll(key, context.transaction(), context.patience());
                    }
                  });
    }
  }

  private void addUnique(BaseRelation now, String name, TableConstraint.Unique unique) {
    List<String> names = now.fields().stream().map(Field::name).toList();
    List<Integer> columns = unique.columns().stream().map(names::indexOf).toList();
    Index index = indexes.unique(name, now, columns, unique.nullsDistinct(), unique.deferral());
    indexes.requireUnique(now, store(now), index);
    context.define(catalog -> catalog.with(index));
  }

  static RowStore store(BaseRelation table) {
    return Objects.requireNonNull(table.store(), "a stored relation");
  }

  /** VALIDATE CONSTRAINT: checks the rows that were there before it. */
  void validate(String name) {
    if (!ConstraintDefiner.namesOf(table, context.catalog()).contains(name)) {
      throw missing(name);
    }
    Optional<ForeignKey> key =
        context.catalog().foreignKeysOf(table).stream()
            .filter(k -> k.name().equals(name))
            .findFirst();
    boolean check = shape.checks().stream().anyMatch(c -> c.name().equals(name));
    if (key.isPresent()) {
      alteration.afterwards().add(() -> validate(name, alteration.current()));
    } else if (check) {
      shape.checks(
          shape.checks().stream().map(c -> c.name().equals(name) ? c.validated(true) : c).toList());
      alteration
          .afterwards()
          .add(() -> TableReplacement.validate(alteration.current(), alteration.all()));
    } else {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE,
          "constraint "
              + SqlException.quote(name)
              + " of relation "
              + SqlException.quote(table.name())
              + " is not a foreign key or check constraint");
    }
  }

  private void validate(String name, BaseRelation now) {
    for (ForeignKey key : context.catalog().foreignKeysOf(now)) {
      if (key.name().equals(name) && !key.validated()) {
        ForeignKeys.requireAll(key, context.transaction(), context.patience());
        context.define(catalog -> catalog.replaced(key, key.validated(true)));
      }
    }
  }

  private SqlException missing(String name) {
    return new SqlException(
        ErrorCode.UNDEFINED_OBJECT,
        "constraint "
            + SqlException.quote(name)
            + " of relation "
            + SqlException.quote(table.simpleName())
            + " does not exist");
  }

  void drop(AlterAction.DropConstraint drop) {
    Catalog catalog = context.catalog();
    String name = drop.name();
    List<BaseRelation.Check> checks =
        shape.checks().stream().filter(check -> !check.name().equals(name)).toList();
    Optional<Index> index = catalog.indexOf(table, name).filter(Index::constraint);
    Optional<ForeignKey> key =
        catalog.foreignKeysOf(table).stream().filter(k -> k.name().equals(name)).findFirst();
    if (checks.size() < shape.checks().size()) {
      shape.checks(checks);
    } else if (!shape.key().isEmpty() && shape.keyName().equals(name)) {
      requireUnreferenced(drop, shape.key());
      shape.key(List.of(), table.simpleName() + "_pkey");
    } else if (index.isPresent()) {
      List<Integer> columns =
          index.get().order().columns().stream()
              .map(column -> ((Expr.Column) column.expression()).index())
              .toList();
      requireUnreferenced(drop, columns);
      context.define(before -> before.withoutIndex(index.get().name()));
    } else if (key.isPresent()) {
      context.define(before -> before.without(key.get()));
    } else if (drop.ifExists()) {
      alteration.notices().add(Notice.of(missing(name).message() + ", skipping"));
    } else {
      throw missing(name);
    }
  }

  private void requireUnreferenced(AlterAction.DropConstraint drop, List<Integer> columns) {
    List<ForeignKey> referring =
        context.catalog().foreignKeysTo(table).stream()
            .filter(key -> new TreeSet<>(key.key()).equals(new TreeSet<>(columns)))
            .toList();
    Dropper.Target target = new Dropper.Target.OfKey(table, drop.name(), referring);
    alteration.notices().addAll(new Dropper(context).drop(List.of(target), drop.cascade()));
  }
}
