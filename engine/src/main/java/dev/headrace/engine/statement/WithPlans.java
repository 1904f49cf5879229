package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Lookups;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.sql.PlannedChange;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.PlannedWith;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a statement whose WITH clause changes data: that of the statement itself, which has
 * those of the clause with it. Each is planned like a statement of its own; what it reads of the
 * others are {@link GivenRows}.
 */
final class WithPlans {
  private final PlannedWith with;
  private final Lookups lookups;
  private final Predicate<MaterializedView> expanded;
  private final List<Part> parts = new ArrayList<>();
  private Catalog withGiven;

  /**
   * A statement of the clause, or a query of it.
   *
   * @param rows what others read of it; null if it returns nothing
   */
  record Part(@Nullable BaseRelation rows, CachedPlan plan) {
    boolean isQuery() {
      return plan.plan().change() == null;
    }
  }

  private WithPlans(
      PlannedWith with, Catalog catalog, Lookups lookups, Predicate<MaterializedView> expanded) {
    this.with = with;
    this.lookups = lookups;
    this.withGiven = catalog;
    this.expanded = expanded;
  }

  static CachedPlan of(
      PlannedWith with, Catalog catalog, Lookups lookups, Predicate<MaterializedView> expanded) {
    return new WithPlans(with, catalog, lookups, expanded).plan();
  }

  private CachedPlan plan() {
    for (PlannedWith.Part part : with.parts()) {
      CachedPlan plan = CachedPlan.of(planned(part), lookups);
      BaseRelation rows = null;
      if (!part.fields().isEmpty()) {
        // COPY's rows have -1
        rows = GivenRows.relation(-2 - parts.size(), part.relation(), part.fields());
        withGiven = withGiven.with(rows);
      }
      parts.add(new Part(rows, plan));
    }
    PlannedQuery query = with.main().query().orElse(null);
    QueryPlan main =
        query == null
            ? planned(with.main().change().orElseThrow())
            : planned(query.rel(), query.fields());
    return CachedPlan.of(main, lookups).with(parts);
  }

  private QueryPlan planned(PlannedWith.Part part) {
    return switch (part) {
      case PlannedWith.Change(_, PlannedChange change) -> planned(change);
      case PlannedWith.Query(_, Rel rel) -> planned(rel, rel.fields());
    };
  }

  private QueryPlan planned(PlannedChange change) {
    return planned(change.rel(), change.returning()).forChange(change);
  }

  private QueryPlan planned(Rel rel, List<Field> fields) {
    List<SqlType> types = with.parameterTypes();
    return QueryPlanner.plan(rel, fields, types, withGiven, expanded);
  }
}
