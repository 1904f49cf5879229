package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.ir.rewrite.Rewriter;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** From the front end's tree to one that can be run: views expanded, rewritten, lookups found. */
final class QueryPlanner {
  private final Catalog catalog;
  private final Map<String, QueryPlan.KeyLookup> lookups = new HashMap<>();

  private QueryPlanner(Catalog catalog) {
    this.catalog = catalog;
  }

  static QueryPlan plan(
      Rel rel,
      List<Field> fields,
      List<SqlType> parameterTypes,
      Catalog catalog,
      Predicate<MaterializedView> expanded) {
    StableValues stable = new StableValues(parameterTypes.size());
    Rel replaced = stable.replace(ViewExpansion.forQuery(rel, catalog, expanded));
    Rel rewritten = Rewriter.rewrite(replaced);
    QueryPlanner planner = new QueryPlanner(catalog);
    Rel found = planner.findLookups(rewritten);
    return new QueryPlan(
        found, fields, parameterTypes, stable.functions(), planner.lookups, catalog.version());
  }

  /** Plans the query of a materialized view, which is never run once: it has no lookups. */
  static QueryPlan planView(Rel rel, List<Field> fields, Catalog catalog) {
    StableValues stable = new StableValues(0);
    Rel replaced = stable.replace(ViewExpansion.forView(rel, catalog));
    return new QueryPlan(
        Rewriter.rewrite(replaced),
        fields,
        List.of(),
        stable.functions(),
        Map.of(),
        catalog.version());
  }

  private Rel findLookups(Rel rel) {
    if (rel instanceof Rel.Filter filter && filter.input() instanceof Rel.Scan scan) {
      QueryPlan.KeyLookup lookup = lookup(scan, filter.predicate());
      if (lookup != null) {
        String identity = scan.identity() + " lookup " + lookups.size();
        lookups.put(identity, lookup);
        Rel.Scan one = new Rel.Scan(scan.relation(), identity, scan.fields());
        return new Rel.Filter(one, filter.predicate());
      }
    }
    return RelTransformer.mapInputs(rel, this::findLookups);
  }

  private QueryPlan.@Nullable KeyLookup lookup(Rel.Scan scan, Expr predicate) {
    if (!(catalog.require(scan.relation()) instanceof BaseRelation table)
        || table.primaryKey().isEmpty()) {
      return null;
    }
    Map<Integer, Expr> equal = new HashMap<>();
    for (Expr conjunct : ExprTransformer.conjuncts(predicate)) {
      if (conjunct instanceof Expr.Comparison comparison
          && comparison.operator() == Expr.Comparison.Operator.EQUAL) {
        collect(comparison.left(), comparison.right(), equal);
        collect(comparison.right(), comparison.left(), equal);
      }
    }
    List<Expr> key = new ArrayList<>();
    for (int column : table.primaryKey()) {
      Expr value = equal.get(column);
      if (value == null) {
        return null;
      }
      key.add(value);
    }
    return new QueryPlan.KeyLookup(key);
  }

  // a key is looked up by its bytes, so the value must be of the column's very kind
  private static void collect(Expr column, Expr value, Map<Integer, Expr> equal) {
    if (column instanceof Expr.Column c
        && c.type().kind() == value.type().kind()
        && ExprProperties.usedColumns(value).isEmpty()
        && !ExprProperties.canFail(value)
        && ExprProperties.isDeterministic(value)) {
      equal.putIfAbsent(c.index(), value);
    }
  }
}
