package dev.headrace.engine.statement;

import dev.headrace.engine.access.Accesses;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.ir.Rel;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.model.ColumnOrigin;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.sql.PlannedChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query, or the query within another statement, planned against one catalog.
 *
 * @param accesses the rewritten tree, in which stable functions are parameters behind the
 *     statement's own, and the ways to its rows
 * @param fields of the result, as clients see them
 * @param parameterTypes of the statement's own parameters
 * @param stableFunctions whose values follow them
 * @param change what the rows are for; null for a query
 * @param currentRow the relation of the cursor's row that it changes; null if there is none
 * @param locking queries that lock rows, whose results the plan reads
 * @param origins for each of the fields the column it shows as it is; empty if nobody asks
 */
record QueryPlan(
    Accesses accesses,
    List<Field> fields,
    List<SqlType> parameterTypes,
    List<ScalarFunction> stableFunctions,
    @Nullable PlannedChange change,
    List<ColumnOrigin> origins,
    List<LockingPlan> locking,
    @Nullable BaseRelation currentRow) {
  QueryPlan(
      Accesses accesses,
      List<Field> fields,
      List<SqlType> parameterTypes,
      List<ScalarFunction> stableFunctions,
      @Nullable PlannedChange change) {
    this(accesses, fields, parameterTypes, stableFunctions, change, List.of(), List.of(), null);
  }

  /** This plan as that of a change. */
  QueryPlan forChange(PlannedChange newChange) {
    return new QueryPlan(
        accesses, fields, parameterTypes, stableFunctions, newChange, origins, locking, currentRow);
  }

  /** This plan with the queries that are to be run before it. */
  QueryPlan withLocking(List<LockingPlan> queries) {
    return new QueryPlan(
        accesses, fields, parameterTypes, stableFunctions, change, origins, queries, currentRow);
  }

  /** This plan with the relation that has a cursor's row. */
  QueryPlan withCurrentRow(BaseRelation relation) {
    return new QueryPlan(
        accesses, fields, parameterTypes, stableFunctions, change, origins, locking, relation);
  }

  /** This plan with the origins of its fields. */
  QueryPlan withOrigins(List<ColumnOrigin> known) {
    return new QueryPlan(
        accesses, fields, parameterTypes, stableFunctions, change, known, locking, currentRow);
  }

  QueryPlan {
    fields = List.copyOf(fields);
    parameterTypes = List.copyOf(parameterTypes);
    stableFunctions = List.copyOf(stableFunctions);
    origins = List.copyOf(origins);
    locking = List.copyOf(locking);
  }

  /** The tree. */
  Rel rel() {
    return accesses.rel();
  }

  /** Layout of the row with all parameters. */
  RowLayout parameterLayout() {
    List<SqlType> types = new ArrayList<>(parameterTypes);
    stableFunctions.forEach(f -> types.add(StableValues.type(f)));
    return new RowLayout(types);
  }
}
