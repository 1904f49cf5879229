package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sink;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewReplacement;
import dev.headrace.engine.definition.DefinitionContext;
import dev.headrace.engine.definition.RelationChange;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.sql.BoundText;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.Statement;
import java.util.List;
import java.util.Optional;

/** CREATE VIEW and CREATE MATERIALIZED VIEW, OR REPLACE too. */
final class ViewDefiner {
  private final DefinitionContext context;
  private final PlannedViews compiled;
  private final ViewsAhead ahead;

  /**
   * @param compiled plans that came with a program
   * @param ahead plans of views that are created one after the other
   */
  ViewDefiner(DefinitionContext context, PlannedViews compiled, ViewsAhead ahead) {
    this.context = context;
    this.compiled = compiled;
    this.ahead = ahead;
  }

  Outcome create(Statement.CreateView create) {
    ProgramStatement.PlannedView known = compiled.find(create, context.names());
    return known == null ? plan(create) : create(create, known);
  }

  /** A new view whose plan is there. */
  private Outcome create(Statement.CreateView create, ProgramStatement.PlannedView known) {
    String name = context.newName(create.name(), false);
    if (create.ifNotExists() && context.catalog().relation(name).isPresent()) {
      return skipped(create, name);
    }
    context.requireFree(name);
    Relation view = known.withOid(context.database().newOid());
    context.define(catalog -> catalog.withLast(view));
    if (create.materialized()) {
      context.transaction().attach(context.inputs().viewCreation(), context.patience());
    }
    return Outcome.Done.of(tag(create));
  }

  private static String tag(Statement.CreateView create) {
    return create.materialized() ? "CREATE MATERIALIZED VIEW" : "CREATE VIEW";
  }

  private static Outcome skipped(Statement.CreateView create, String name) {
    return Outcome.Done.of(tag(create)).with(DefinitionContext.skipped(name).getFirst());
  }

  private Outcome plan(Statement.CreateView create) {
    AheadPlan known = ahead.take(create, context.names());
    PlannedQuery query =
        known == null
            ? new ViewPlanner(context.names()).query(create.name(), create.query())
            : known.query();
    boolean temporary = create.temporary() || isOverTemporary(query);
    if (temporary && create.materialized()) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "materialized views must not use temporary tables or views");
    }
    boolean becomes =
        temporary && !create.temporary() && !context.names().isTemporary(create.name());
    String name = context.newName(create.name(), temporary);
    Optional<Relation> old = context.catalog().relation(name);
    if (old.isPresent() && create.ifNotExists()) {
      return skipped(create, name);
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
    List<Field> fields = DefinitionRunner.renamed(query.fields(), create.columnNames());
    boolean read = old.isPresent() && !before.dependents(name).isEmpty();
    if (old.isPresent()) {
      requireNotItself(name, query);
    }
    if (read) {
      requireSameColumns(old.get().fields(), fields);
      requireSinksGoOn(before, old.get(), fields);
    }
    // a view that takes the place of another keeps its OID
    int oid = old.map(Relation::oid).orElseGet(context.database()::newOid);
    Relation now =
        known != null && known.definition().name().equals(name)
            ? known.withOid(oid)
            : view(create, oid, name, fields, query);
    context.define(
        catalog ->
            old.isPresent() ? ViewReplacement.of(catalog, old.get(), now) : catalog.withLast(now));
    if (create.materialized()) {
      context.transaction().attach(context.inputs().viewCreation(), context.patience());
    }
    if (read) {
      List<Integer> columns = RelationChange.inPlace(old.get());
      context.views().follow(new RelationChange(before, old.get(), now, columns, false));
    }
    Outcome.Done done = Outcome.Done.of(tag(create));
    String simple = SqlException.quote(now.simpleName());
    return becomes ? done.with(Notice.of("view " + simple + " will be a temporary view")) : done;
  }

  private Relation view(
      Statement.CreateView create, int oid, String name, List<Field> fields, PlannedQuery query) {
    ViewPlanner planner = new ViewPlanner(context.names());
    // so that it means the same in any session
    String text = BoundText.of(create.queryText(), create.queryStart(), query.references());
    return create.materialized()
        ? planner.materialized(oid, name, fields, query, text)
        : planner.view(oid, name, fields, query, text);
  }

  private static boolean isOverTemporary(PlannedQuery query) {
    return query.relations().stream().anyMatch(Catalog::isTemporary);
  }

  static void requireMaterialized(Relation relation) {
    if (!relation.isMaterialized()) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE,
          SqlException.quote(relation.simpleName()) + " is not a materialized view");
    }
  }

  private static void requireSameKind(Relation old, Statement.CreateView create) {
    boolean same = create.materialized() ? old.isMaterialized() : old instanceof View;
    if (!same) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE,
          SqlException.quote(old.simpleName())
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

  /** What a sink has written cannot get other columns. */
  private static void requireSinksGoOn(Catalog catalog, Relation view, List<Field> fields) {
    if (!view.fields().equals(fields)) {
      for (Sink sink : catalog.sinks()) {
        if (sink.view().equals(view.name())) {
          throw new SqlException(
                  ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                  "cannot change the columns of materialized view "
                      + SqlException.quote(view.simpleName())
                      + " because sink "
                      + SqlException.quote(sink.name())
                      + " writes it")
              .withHint("Drop the sink first.");
        }
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
