package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.ReadView;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import dev.headrace.sql.lexer.NormalForm;
import dev.headrace.sql.lexer.Normalizer;
import dev.headrace.sql.lexer.TakenLiterals;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a text to rows: finds or makes the plans of a session's statements, and runs them.
 *
 * <pre>
 *   text ─► normal form ─► parse cache ─► syntax tree ─► plan cache ─► plan ─► its circuit ─► rows
 *                              │                            │
 *                        SqlParser on a miss      StatementPlanner on a miss
 * </pre>
 */
final class PlanRunner {
  private final Database database;
  private final StatementCaches caches;
  private final SessionParameters parameters;
  private final Cancellation cancellation;
  private final Normalizer normalizer = new Normalizer();

  /** The rows of a plan. */
  record Rows(Segments segments, QueryPlan plan) {}

  PlanRunner(
      Database database,
      StatementCaches caches,
      SessionParameters parameters,
      Cancellation cancellation) {
    this.database = database;
    this.caches = caches;
    this.parameters = parameters;
    this.cancellation = cancellation;
  }

  List<ParsedStatement> parse(String text) {
    return caches.parse(text, normalizer);
  }

  // ---- plans

  /** Gives a statement its plan for a catalog, if it is one that has plans. */
  void plan(Prepared prepared, Catalog catalog) {
    prepared.plannedWith(parameters.planning());
    TakenLiterals literals = prepared.parsed().literals();
    if (literals == null) {
      newPlan(prepared, prepared.declaredTypes(), catalog).ifPresent(prepared::planned);
    } else if (prepared.declaredTypes().size() > literals.form().ownParameters()) {
      // numbers of parameters behind the statement's own are spoken for
      planVerbatim(prepared, catalog);
    } else {
      planNormalized(prepared, literals.form(), catalog);
    }
  }

  private void planNormalized(Prepared prepared, NormalForm form, Catalog catalog) {
    List<@Nullable SqlType> types = form.types(prepared.declaredTypes());
    Object settings = parameters.planning();
    CachedPlan known = caches.plan(form, types, settings, catalog);
    if (known == null) {
      try {
        known = newPlan(prepared, types, catalog).orElseThrow();
      } catch (SqlException _) {
        // its places are not those in the client's text; and it may be that a literal is needed
        planVerbatim(prepared, catalog);
        caches.keepVerbatim(form);
        return;
      }
      caches.keep(form, types, settings, known);
    }
    prepared.planned(known);
  }

  /** Plans a statement from its text as it stands. */
  private void planVerbatim(Prepared prepared, Catalog catalog) {
    prepared.readAgain(SqlParser.parse(prepared.parsed().text()).getFirst());
    newPlan(prepared, prepared.declaredTypes(), catalog).ifPresent(prepared::planned);
  }

  private Optional<CachedPlan> newPlan(
      Prepared prepared, List<? extends @Nullable SqlType> types, Catalog catalog) {
    return new StatementPlanner(names(catalog), view -> false)
        .plan(prepared.parsed().statement(), types)
        .map(CachedPlan::of);
  }

  private Names names(Catalog catalog) {
    return new Names(catalog, parameters.searchPath());
  }

  private CachedPlan currentPlan(Prepared prepared, ReadView view) {
    CachedPlan plan = prepared.plan();
    if (plan == null
        || plan.plan().catalogVersion() != view.catalog().version()
        || !prepared.settings().equals(parameters.planning())) {
      List<Field> fields = prepared.fields();
      boolean hadPlan = plan != null;
      plan(prepared, view.catalog());
      plan = Objects.requireNonNull(prepared.plan());
      if (hadPlan && !sameTypes(fields, prepared.fields())) {
        throw new SqlException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "cached plan must not change result type");
      }
    }
    if (view.hasChanges() && readsBehind(plan, view)) {
      // for this once: the transaction's own changes are not in the views' rows
      return new StatementPlanner(names(view.catalog()), view::isBehind)
          .plan(prepared.parsed().statement(), plan.parameterTypes())
          .map(CachedPlan::of)
          .orElseThrow();
    }
    return plan;
  }

  private static boolean readsBehind(CachedPlan plan, ReadView view) {
    for (Rel.Scan scan : plan.scans()) {
      if (view.catalog().require(scan.relation()) instanceof MaterializedView read
          && view.isBehind(read)) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameTypes(List<Field> before, List<Field> after) {
    return before.stream()
        .map(Field::type)
        .toList()
        .equals(after.stream().map(Field::type).toList());
  }

  // ---- rows

  /**
   * Runs a statement's plan. The result names the plan that was run.
   *
   * @param values of the parameters, as carriers
   * @param time of the transaction
   */
  Rows run(
      Prepared prepared, List<? extends @Nullable Object> values, ReadView view, Instant time) {
    CachedPlan plan = currentPlan(prepared, view);
    List<Object> literals;
    try {
      literals = LiteralValues.of(plan, prepared.literals(), parameters.zone());
    } catch (SqlException _) {
      // not of the type that its place asks for: planning it there says so, and where
      planVerbatim(prepared, view.catalog());
      plan = Objects.requireNonNull(prepared.plan());
      literals = List.of();
    }
    return run(plan, ParameterRow.of(plan, values, literals, time, parameters), view);
  }

  /** Runs a plan that was made for the view's catalog. */
  Rows run(CachedPlan plan, ParameterRow row, ReadView view) {
    CircuitPool circuits = plan.circuits();
    QueryRunner kept = circuits.take(parameters.memoryLimit());
    QueryRunner runner = kept == null ? newRunner(plan) : kept;
    long expected = circuits.expect(runner.open(row, view, cancellation, parameters));
    if (kept == null) {
      runner.plan(expected);
    }
    Segments rows = runner.run();
    circuits.give(runner);
    return new Rows(rows, plan.plan());
  }

  private QueryRunner newRunner(CachedPlan plan) {
    return new QueryRunner(database, plan, parameters.compilation(), parameters.memoryLimit());
  }

  /** Shows a statement's plan. */
  Outcome explain(Prepared target, Statement.Explain options, ReadView view, Instant time) {
    CachedPlan plan = currentPlan(target, view);
    List<@Nullable Object> nulls = Collections.nCopies(plan.parameterTypes().size(), null);
    ParameterRow row = ParameterRow.of(plan, nulls, List.of(), time, parameters);
    QueryRunner runner = newRunner(plan);
    runner.plan(runner.open(row, view, cancellation, parameters));
    return new ExplainRunner(plan.plan(), runner, options).outcome(runner::run);
  }
}
