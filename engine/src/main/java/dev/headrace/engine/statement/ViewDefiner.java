package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.definition.DefinitionContext;
import dev.headrace.engine.definition.RelationChange;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.Statement;
import java.util.List;
import java.util.Optional;

/** CREATE VIEW and CREATE MATERIALIZED VIEW, OR REPLACE too. */
final class ViewDefiner {
  private final DefinitionContext context;

  ViewDefiner(DefinitionContext context) {
    this.context = context;
  }

  Outcome create(Statement.CreateView create) {
    String tag = create.materialized() ? "CREATE MATERIALIZED VIEW" : "CREATE VIEW";
    String name = context.newName(create.name());
    Optional<Relation> old = context.catalog().relation(name);
    if (old.isPresent() && create.ifNotExists()) {
      return Outcome.Done.of(tag)
          .with(Notice.of("relation " + SqlException.quote(name) + " already exists, skipping"));
    }
    if (!create.orReplace()) {
      context.requireFree(name);
    }
    if (old.isPresent()) {
      requireSameKind(old.get(), create);
    } else {
      context.requireFree(name);
    }
    Catalog before = context.catalog();
    PlannedQuery query = new ViewPlanner(before).query(create.query());
    List<Field> fields = DefinitionRunner.renamed(query.fields(), create.columnNames());
    boolean read = old.isPresent() && !before.dependents(name).isEmpty();
    if (old.isPresent()) {
      requireNotItself(name, query);
    }
    if (read) {
      requireSameColumns(old.get().fields(), fields);
    }
    // a view that takes the place of another keeps its OID
    int oid = old.map(Relation::oid).orElseGet(context.database()::newOid);
    ViewPlanner planner = new ViewPlanner(before);
    Relation now =
        create.materialized()
            ? planner.materialized(oid, name, fields, query, create.queryText())
            : planner.view(oid, name, fields, query, create.queryText());
    context.define(catalog -> catalog.withLast(now));
    if (create.materialized()) {
      context.transaction().attach(context.inputs().viewCreation(), context.patience());
    }
    if (read) {
      List<Integer> columns = RelationChange.inPlace(old.get());
      context.views().follow(new RelationChange(before, old.get(), now, columns, false));
    }
    return Outcome.Done.of(tag);
  }

  static void requireMaterialized(Relation relation) {
    if (!relation.isMaterialized()) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE,
          SqlException.quote(relation.name()) + " is not a materialized view");
    }
  }

  private static void requireSameKind(Relation old, Statement.CreateView create) {
    boolean same = create.materialized() ? old.isMaterialized() : old instanceof View;
    if (!same) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE,
          SqlException.quote(old.name())
              + (create.materialized() ? " is not a materialized view" : " is not a view"));
    }
  }

  /** What is read by others may get more columns at the end, and no other change of columns. */
  private static void requireSameColumns(List<Field> old, List<Field> now) {
    if (now.size() < old.size()) {
      throw new SqlException(ErrorCode.INVALID_TABLE_DEFINITION, "cannot drop columns from view");
    }
    for (int i = 0; i < old.size(); i++) {
      String name = old.get(i).name();
      if (!name.equals(now.get(i).name())) {
        throw new SqlException(
                ErrorCode.INVALID_TABLE_DEFINITION,
                "cannot change name of view column "
                    + SqlException.quote(name)
                    + " to "
                    + SqlException.quote(now.get(i).name()))
            .withHint(
                "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.");
      }
      if (!old.get(i).type().equals(now.get(i).type())) {
        throw new SqlException(
            ErrorCode.INVALID_TABLE_DEFINITION,
            "cannot change data type of view column "
                + SqlException.quote(name)
                + " from "
                + old.get(i).type()
                + " to "
                + now.get(i).type());
      }
    }
  }

  /** A view that reads one that reads it would be without end. */
  private void requireNotItself(String name, PlannedQuery query) {
    for (String relation : query.relations()) {
      if (relation.equals(name) || reads(relation, name)) {
        throw new SqlException(
            ErrorCode.INVALID_OBJECT_DEFINITION,
            "infinite recursion detected in rules for relation " + SqlException.quote(name));
      }
    }
  }

  private boolean reads(String relation, String wanted) {
    return context.catalog().dependents(wanted).stream()
        .anyMatch(dependent -> dependent.equals(relation) || reads(relation, dependent));
  }
}
