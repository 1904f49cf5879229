package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.Scans;
import dev.headrace.engine.database.SearchPath;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.engine.database.ViewPhase;
import dev.headrace.engine.database.ViewPhase.Phase;
import dev.headrace.ir.AppendOnly;
import dev.headrace.ir.ContentHash;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.ir.UniqueKeys;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.sql.ParsedQuery;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.Planner;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Plans the queries of views against one catalog. */
final class ViewPlanner {
  private final dev.headrace.sql.Catalog seen;
  private final Catalog catalog;

  ViewPlanner(Names names) {
    this(names, new PlannerCatalog(names));
  }

  /**
   * @param seen what the front end sees of the names
   */
  ViewPlanner(Names names, dev.headrace.sql.Catalog seen) {
    this.seen = seen;
    this.catalog = names.catalog();
  }

  /** For the text that is kept of a view. */
  static ViewPlanner ofText(Catalog catalog, String view) {
    return new ViewPlanner(new Names(catalog, SearchPath.ofTexts(view)));
  }

  /** The query of a view as the catalog understands it. */
  PlannedQuery query(String view, ParsedQuery query) {
    PlannedQuery planned =
        ViewPhase.of(Phase.BIND, view, () -> new Planner(seen).query(query, List.of()));
    if (!planned.parameterTypes().isEmpty()) {
      throw new SqlException(ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $1");
    }
    return planned;
  }

  /** The same for the text that is kept of a view. */
  PlannedQuery query(String text) {
    if (SqlParser.parse(text).getFirst().statement() instanceof Statement.Select select) {
      return query("", select.query());
    }
    throw new IllegalStateException("a view of " + text);
  }

  View view(int oid, String name, List<Field> fields, PlannedQuery query, String text) {
    Rel rel = ViewExpansion.forView(QueryPlanner.marked(query.rel(), catalog), catalog);
    return new View(
        oid, name, fields, rel, ContentHash.global(rel).toString(), text, query.relations());
  }

  ViewDefinition materialized(
      int oid, String name, List<Field> fields, PlannedQuery query, String text) {
    QueryPlan plan =
        ViewPhase.of(
            Phase.REWRITE, name, () -> QueryPlanner.planView(query.rel(), query.fields(), catalog));
    refuseVolatile(plan.rel());
    refuseSystem(plan.rel());
    if (!plan.stableFunctions().isEmpty()) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "function "
              + plan.stableFunctions().getFirst().signature()
              + " cannot be used in a materialized view: its value changes by itself");
    }
    return new ViewDefinition(
        oid,
        name,
        fields,
        plan.rel(),
        ContentHash.global(plan.rel()).toString(),
        text,
        query.relations(),
        uniqueKey(plan.rel()),
        new AppendOnly(catalog::isAppendOnly).of(plan.rel()));
  }

  private void refuseSystem(Rel rel) {
    for (Rel.Scan scan : Scans.of(rel)) {
      if (catalog.require(scan.relation()) instanceof SystemRelation system) {
        throw new SqlException(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "materialized views cannot be made of system relation "
                + SqlException.quote(system.name()));
      }
    }
  }

  // a row's retraction must be the row that was put out: every evaluation must give the same
  private static Rel refuseVolatile(Rel rel) {
    if (rel instanceof Rel.Recursive) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "WITH RECURSIVE is not supported in a materialized view");
    }
    RelTransformer.mapInputs(rel, ViewPlanner::refuseVolatile);
    return RelTransformer.mapExprs(
        rel,
        expr -> {
          if (!ExprProperties.isDeterministic(expr)) {
            throw new SqlException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "functions whose value changes with every call cannot be used in a materialized"
                    + " view");
          }
          refuseLabels(expr);
          return expr;
        });
  }

  // which labels there are is not of the rows a view is made of
  private static void refuseLabels(Expr expr) {
    if (expr instanceof Expr.Call call && call.function().name().startsWith("$enum")) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "function "
              + call.function().name().substring(1)
              + "(anyenum) cannot be used in a materialized view: its value changes by itself");
    }
    expr.operands().forEach(ViewPlanner::refuseLabels);
  }

  // the shortest key that is known; a view of one row at most needs none
  private List<Integer> uniqueKey(Rel rel) {
    return new UniqueKeys(name -> QueryPlanner.primaryKey(catalog.require(name)))
        .of(rel).stream()
            .filter(key -> !key.isEmpty())
            .min(Comparator.comparingInt(Set::size))
            .map(key -> key.stream().sorted().toList())
            .orElse(List.of());
  }
}
