package dev.headrace.engine.statement;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A query, or the query within another statement, planned against one version of the catalog.
 *
 * @param rel rewritten; stable functions are parameters behind the statement's own
 * @param fields of the result, as clients see them
 * @param parameterTypes of the statement's own parameters
 * @param stableFunctions whose values follow them
 * @param lookups scans that need only the row of one key, by their identity
 * @param counted scans of which only the number of rows matters, by their identity
 * @param catalogVersion what it was planned against
 */
record QueryPlan(
    Rel rel,
    List<Field> fields,
    List<SqlType> parameterTypes,
    List<ScalarFunction> stableFunctions,
    Map<String, KeyLookup> lookups,
    Set<String> counted,
    long catalogVersion) {

  /**
   * How to find the only row a scan has to give.
   *
   * @param key for each column of the primary key its value, an expression without columns
   */
  record KeyLookup(List<Expr> key) {
    KeyLookup {
      key = List.copyOf(key);
    }
  }

  QueryPlan {
    fields = List.copyOf(fields);
    parameterTypes = List.copyOf(parameterTypes);
    stableFunctions = List.copyOf(stableFunctions);
    lookups = Map.copyOf(lookups);
    counted = Set.copyOf(counted);
  }

  /** Whether a scan has to give all rows. */
  boolean isScan(String identity) {
    return !lookups.containsKey(identity) && !counted.contains(identity);
  }

  /** Layout of the row with all parameters. */
  RowLayout parameterLayout() {
    List<SqlType> types = new ArrayList<>(parameterTypes);
    stableFunctions.forEach(f -> types.add(StableValues.type(f)));
    return new RowLayout(types);
  }
}
