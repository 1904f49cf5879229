package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Lookups;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.ir.Rel;
import dev.headrace.model.ColumnOrigin;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.CurrentRow;
import dev.headrace.sql.PlannedChange;
import dev.headrace.sql.PlannedLocking;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.PlannedWith;
import dev.headrace.sql.Planner;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plans the queries of statements against one catalog. */
final class StatementPlanner {
  // nothing else has OIDs like this
  private static final int CURRENT_ROW_OID = -999;

  private final Lookups lookups;
  private final Names names;
  private final Catalog catalog;
  private final Planner planner;
  private final List<PlannedLocking> locking = new ArrayList<>();
  private final Predicate<MaterializedView> expanded;

  /**
   * @param expanded materialized views that are to be computed from their queries
   */
  StatementPlanner(Names names, Predicate<MaterializedView> expanded) {
    this.lookups = new Lookups(names.catalog());
    this.catalog = lookups.noting(names.catalog());
    this.names = new Names(catalog, names.path());
    this.planner = new Planner(new PlannerCatalog(this.names), locking);
    this.expanded = expanded;
  }

  /** The plan of a statement that has one, ready to be run. */
  Optional<CachedPlan> cached(Statement statement, List<? extends @Nullable SqlType> types) {
    if (statement instanceof Statement.With with) {
      with.with().changes().forEach(this::requireTable);
      requireTable(with.main());
      PlannedWith planned = planner.with(with.with(), with.main(), types);
      return Optional.of(WithPlans.of(planned, catalog, lookups, expanded));
    }
    return plan(statement, types).map(plan -> CachedPlan.of(plan, lookups));
  }

  /** The plan of a statement that has one. */
  Optional<QueryPlan> plan(Statement statement, List<? extends @Nullable SqlType> types) {
    locking.clear();
    return switch (statement) {
      case Statement.Select select -> {
        PlannedQuery query = planner.query(select.query(), types);
        yield Optional.of(
            rewritten(query.rel(), query.fields(), query.parameterTypes(), catalog)
                .withOrigins(query.origins().stream().map(this::origin).toList()));
      }
      case Statement.Insert insert -> {
        requireTable(insert);
        yield Optional.of(changed(planner.insert(insert.body(), types)));
      }
      case Statement.Update update -> {
        requireTable(update);
        yield Optional.of(changed(planner.update(update.body(), types)));
      }
      case Statement.Delete delete -> {
        requireTable(delete);
        yield Optional.of(changed(planner.delete(delete.body(), types)));
      }
      case Statement.Merge merge -> {
        requireTable(merge);
        yield Optional.of(changed(planner.merge(merge.body(), types)));
      }
      default -> Optional.empty();
    };
  }

  /** Refuses a change of what is no table. */
  private void requireTable(Statement change) {
    switch (change) {
      case Statement.Insert insert -> table(names, insert.table(), "insert into");
      case Statement.Update update -> table(names, update.table(), "update");
      case Statement.Delete delete -> table(names, delete.table(), "delete from");
      case Statement.Merge merge -> table(names, merge.table(), "merge into");
      default -> {}
    }
  }

  private ColumnOrigin origin(Optional<PlannedQuery.Origin> origin) {
    return origin
        .map(o -> new ColumnOrigin(catalog.require(o.relation()).oid(), o.column() + 1))
        .orElse(ColumnOrigin.NONE);
  }

  private QueryPlan changed(PlannedChange change) {
    CurrentRow current = change.current().orElse(null);
    if (current == null) {
      return rewritten(change, catalog);
    }
    BaseRelation row = GivenRows.relation(CURRENT_ROW_OID, current.relation(), current.fields());
    return rewritten(change, catalog.with(row)).withCurrentRow(row);
  }

  private QueryPlan rewritten(PlannedChange change, Catalog known) {
    return rewritten(change.rel(), change.returning(), change.parameterTypes(), known)
        .forChange(change);
  }

  private QueryPlan rewritten(
      Rel rel, List<Field> fields, List<SqlType> parameterTypes, Catalog base) {
    if (locking.isEmpty()) {
      return QueryPlanner.plan(rel, fields, parameterTypes, base, expanded);
    }
    Catalog with = base;
    List<LockingPlan> queries = new ArrayList<>();
    for (PlannedLocking query : locking) {
      Catalog known = with;
      LockingPlan plan =
          LockingPlan.of(
              query,
              queries.size(),
              r ->
                  CachedPlan.of(
                      QueryPlanner.plan(r, r.fields(), parameterTypes, known, expanded), lookups));
      queries.add(plan);
      with = with.with(plan.relation());
    }
    return QueryPlanner.plan(rel, fields, parameterTypes, with, expanded).withLocking(queries);
  }

  /** A table that is to be changed. */
  static BaseRelation table(Names names, String name, String action) {
    Relation relation = names.require(name);
    if (relation instanceof BaseRelation base && base.kind() == BaseRelation.Kind.TABLE) {
      return base;
    }
    throw new SqlException(
        ErrorCode.WRONG_OBJECT_TYPE,
        "cannot " + action + " " + SqlException.quote(name) + ": it is not a table");
  }
}
