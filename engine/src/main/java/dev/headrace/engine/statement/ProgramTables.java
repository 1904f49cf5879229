package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.DefinitionText;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.database.ViewEdit;
import dev.headrace.engine.definition.DefinitionContext;
import dev.headrace.model.EnumType;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.AlterAction;
import dev.headrace.sql.ColumnDefinition;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a program has besides views: it is made, or is what it has to be, or gets more columns. */
final class ProgramTables {
  private static final String TRIAL = "\0trial";

  private final DefinitionRunner definitions;
  private final DefinitionContext context;
  private final ProgramPlanRows plan;
  private final Map<String, String> changed = new HashMap<>();

  ProgramTables(DefinitionRunner definitions, ProgramPlanRows plan) {
    this.definitions = definitions;
    this.context = definitions.context();
    this.plan = plan;
  }

  /** The tables that are not as they were, with the reason. */
  Map<String, String> changed() {
    return changed;
  }

  /** What comes before views. */
  void define(Statement statement) {
    switch (statement) {
      case Statement.CreateTable create -> table(create);
      case Statement.CreateSchema create -> {
        if (context.catalog().schema(create.name()).isEmpty()) {
          definitions.define(create);
          plan.add(ViewEdit.Kind.NEW, "schema", create.name(), "");
        }
      }
      case Statement.CreateSequence create -> {
        if (context.names().sequence(create.name()).isEmpty()) {
          definitions.define(create);
          plan.add(ViewEdit.Kind.NEW, "sequence", create.name(), "");
        }
      }
      case Statement.CreateEnum create -> type(create);
      default -> {}
    }
  }

  /** A type, whose labels ALTER TYPE adds: what they stand for is in rows. */
  private void type(Statement.CreateEnum create) {
    Optional<SqlType> known = context.names().type(create.name());
    if (known.isEmpty()) {
      definitions.define(create);
      plan.add(ViewEdit.Kind.NEW, "type", create.name(), "");
      return;
    }
    List<String> labels =
        known.get().enumType().labels().stream().map(EnumType.Label::text).toList();
    if (!labels.equals(create.labels())) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "type " + SqlException.quote(create.name()) + " is there with other labels")
          .withHint("Change it by ALTER TYPE first.");
    }
  }

  private void table(Statement.CreateTable create) {
    String kind = create.source() ? "source" : "table";
    if (create.temporary().isPresent()) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "a program that is applied has no temporary tables");
    }
    String name = context.names().ofNew(create.name());
    Relation old = context.catalog().relation(name).orElse(null);
    if (old == null) {
      definitions.createTable(create);
      changed.put(name, "");
      plan.add(ViewEdit.Kind.NEW, kind, name, "");
      return;
    }
    if (!(old instanceof BaseRelation table) || !old.kindName().equals(kind)) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(name) + " is not a " + kind);
    }
    String wanted = trial(() -> asWritten(create, table));
    if (text(table).equals(wanted)) {
      plan.add(ViewEdit.Kind.KEPT, kind, name, "");
      return;
    }
    List<AlterAction> added = added(create, table);
    if (!added.isEmpty()) {
      definitions.define(
          new Statement.AlterTable(Statement.Drop.Kind.TABLE, false, create.name(), added));
    }
    if (!text((BaseRelation) context.catalog().require(name)).equals(wanted)) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              kind + " " + SqlException.quote(name) + " is there with another definition")
          .withDetail("Only columns that are added at the end are made by APPLY PROGRAM.")
          .withHint("Change it by ALTER TABLE first.");
    }
    changed.put(
        name, added.size() == 1 ? "a column is added" : added.size() + " columns are added");
    plan.add(ViewEdit.Kind.CHANGED, kind, name, changed.get(name));
  }

  private static List<AlterAction> added(Statement.CreateTable create, BaseRelation table) {
    List<AlterAction> added = new ArrayList<>();
    List<ColumnDefinition> columns = create.columns();
    if (create.source()) {
      return added;
    }
    for (int i = table.fields().size(); i < columns.size(); i++) {
      added.add(new AlterAction.AddColumn(false, columns.get(i), List.of()));
    }
    return added;
  }

  /** The text of a table that is made as it is written, in a catalog without the one there is. */
  private String asWritten(Statement.CreateTable create, BaseRelation old) {
    context.define(
        catalog -> {
          BaseRelation errors = old.errors();
          Catalog without = catalog.without(old.name());
          return errors == null ? without : without.without(errors.name());
        });
    definitions.createTable(create);
    return text((BaseRelation) context.catalog().require(old.name()));
  }

  private String text(BaseRelation table) {
    StringBuilder text =
        new StringBuilder(DefinitionText.of(table, context.catalog()).orElseThrow());
    Catalog catalog = context.catalog();
    for (Index index : catalog.indexesOf(table)) {
      if (index.constraint()) {
        text.append("; ").append(DefinitionText.of(index, table)).append(index.deferral().text());
      }
    }
    catalog
        .foreignKeysOf(table)
        .forEach(
            key -> {
              boolean own = key.referenced() == table.oid();
              text.append("; ").append(key.name()).append(key.columns());
              text.append(own ? "itself" : key.referenced()).append(key.key());
              text.append(key.matchFull()).append(key.onDelete()).append(key.onUpdate());
              text.append(key.deferrable()).append(key.initiallyDeferred());
            });
    return text.toString();
  }

  // ---- indexes

  /** An index of a table or view. */
  void index(Statement.CreateIndex create) {
    Relation relation = context.names().require(create.table());
    Optional<Index> known =
        create.name().flatMap(name -> context.catalog().indexOf(relation, name));
    List<Index> others = context.catalog().indexesOf(relation);
    if (known.isEmpty() && create.name().isPresent()) {
      definitions.define(create);
      plan.add(ViewEdit.Kind.NEW, "index", create.name().get(), "");
      return;
    }
    String wanted =
        trial(
            () -> {
              known.ifPresent(
                  index -> context.define(catalog -> catalog.withoutIndex(index.name())));
              definitions.define(create);
              List<Index> now = new ArrayList<>(context.catalog().indexesOf(relation));
              now.removeAll(others);
              return text(now.getFirst(), relation);
            });
    Optional<Index> same =
        others.stream()
            .filter(index -> known.isEmpty() || known.get().equals(index))
            .filter(index -> text(index, relation).equals(wanted))
            .findFirst();
    if (same.isPresent()) {
      plan.add(ViewEdit.Kind.KEPT, "index", same.get().order().name(), "");
      return;
    }
    known.ifPresent(index -> context.define(catalog -> catalog.withoutIndex(index.name())));
    definitions.define(create);
    boolean replaced = known.isPresent();
    String name = create.name().orElse("on " + relation.name());
    plan.add(
        replaced ? ViewEdit.Kind.CHANGED : ViewEdit.Kind.NEW,
        "index",
        name,
        replaced ? "its definition changed" : "");
  }

  private static String text(Index index, Relation relation) {
    String text = DefinitionText.of(index, relation);
    return text.substring(0, text.indexOf("INDEX")) + text.substring(text.indexOf(" ON "));
  }

  /** Finds something out by doing what is undone then. */
  private <T> T trial(Supplier<T> action) {
    Transaction open = context.transaction();
    open.savepoint(TRIAL, () -> {});
    try {
      return action.get();
    } finally {
      open.rollbackTo(TRIAL);
      open.releaseSavepoint(TRIAL);
    }
  }
}
