package dev.headrace.engine.statement;

import dev.headrace.codegen.circuit.StraightPlan;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.sql.CurrentRow;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.PlannedChange;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import dev.headrace.sql.lexer.InsertRows;
import dev.headrace.sql.lexer.NormalForm;
import dev.headrace.sql.lexer.Normalizer;
import dev.headrace.sql.lexer.TakenLiterals;
import java.time.Instant;
import java.util.ArrayList;
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
  private final LockingRunner locking;
  private final Normalizer normalizer = new Normalizer();
  private final InsertRows inserts = new InsertRows(normalizer);

  /**
   * The rows of a plan.
   *
   * @param records about how many were read for it
   */
  record Rows(Segments segments, CachedPlan plan, long records) {}

  PlanRunner(
      Database database,
      StatementCaches caches,
      SessionParameters parameters,
      Cancellation cancellation,
      LockingRunner locking) {
    this.locking = locking;
    this.database = database;
    this.caches = caches;
    this.parameters = parameters;
    this.cancellation = cancellation;
  }

  List<ParsedStatement> parse(String text) {
    return caches.parse(text, normalizer, inserts);
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
        .cached(prepared.parsed().statement(), types);
  }

  private Names names(Catalog catalog) {
    return new Names(catalog, parameters.searchPath());
  }

  private CachedPlan currentPlan(Prepared prepared, ReadView view) {
    CachedPlan plan = prepared.plan();
    if (plan == null
        || !plan.holds(view.catalog())
        || !prepared.settings().equals(parameters.planning())) {
      List<Field> fields = prepared.fields();
      boolean hadPlan = plan != null;
      plan(prepared, view.catalog());
      plan = Objects.requireNonNull(prepared.plan());
      if (hadPlan && !sameTypes(fields, prepared.fields())) {
        throw changedType();
      }
    }
    if (view.hasChanges() && readsBehind(plan, view)) {
      // for this once: the transaction's own changes are not in the views' rows
      return new StatementPlanner(names(view.catalog()), view::isBehind)
          .cached(prepared.parsed().statement(), plan.parameterTypes())
          .orElseThrow();
    }
    return plan;
  }

  private static boolean readsBehind(CachedPlan plan, ReadView view) {
    // what the queries that lock rows have locked is no relation of the catalog
    for (LockingPlan query : plan.plan().locking()) {
      if (readsBehind(query.all(), view)) {
        return true;
      }
    }
    for (Rel.Scan scan : plan.scans()) {
      // what a part of WITH returns, or a query has locked, is in no catalog
      if (view.catalog().relation(scan.relation()).orElse(null) instanceof MaterializedView read
          && view.isBehind(read)) {
        return true;
      }
    }
    return plan.parts().stream().anyMatch(part -> readsBehind(part.plan(), view));
  }

  static SqlException changedType() {
    return new SqlException(
        ErrorCode.FEATURE_NOT_SUPPORTED, "cached plan must not change result type");
  }

  static boolean sameTypes(List<Field> before, List<Field> after) {
    return before.stream()
        .map(Field::type)
        .toList()
        .equals(after.stream().map(Field::type).toList());
  }

  // ---- rows

  /**
   * A statement's plan with its values.
   *
   * @param literals that were taken out of its text
   * @param further other values of theirs, to run it with again
   */
  record Bound(
      CachedPlan plan,
      List<? extends @Nullable Object> values,
      List<@Nullable Object> literals,
      List<List<@Nullable Object>> further,
      Instant time,
      SessionParameters session) {
    /** The values for the plan itself or a part of it. */
    ParameterRow row(CachedPlan part) {
      return ParameterRow.of(part, values, literals, time, session);
    }
  }

  /** Finds the plan of a statement for what it is going to see, and the values for it. */
  Bound bind(
      Prepared prepared, List<? extends @Nullable Object> values, ReadView view, Instant time) {
    CachedPlan plan = currentPlan(prepared, view);
    try {
      List<@Nullable Object> literals =
          LiteralValues.of(plan, prepared.literals(), parameters.zone());
      List<List<@Nullable Object>> further = furtherLiterals(plan, prepared);
      return new Bound(plan, values, literals, further, time, parameters);
    } catch (SqlException _) {
      // not of the type that its place asks for: planning it there says so, and where
      planVerbatim(prepared, view.catalog());
      plan = Objects.requireNonNull(prepared.plan());
      return new Bound(plan, values, List.of(), List.of(), time, parameters);
    }
  }

  /**
   * Runs a statement's plan. The result names the plan that was run.
   *
   * @param values of the parameters, as carriers
   * @param time of the transaction
   */
  Rows run(
      Prepared prepared, List<? extends @Nullable Object> values, ReadView view, Instant time) {
    Bound bound = bind(prepared, values, view, time);
    CachedPlan plan = bound.plan();
    ParameterRow row = bound.row(plan);
    List<List<@Nullable Object>> further = bound.further();
    if (!further.isEmpty()) {
      List<ParameterRow> all = new ArrayList<>(further.size() + 1);
      all.add(row);
      for (List<@Nullable Object> others : further) {
        all.add(ParameterRow.of(plan, values, others, time, parameters));
      }
      return runAll(plan, all, view);
    }
    if (!plan.repeatable() || !prepared.isRunAgain(plan)) {
      return run(plan, row, view);
    }
    Segments known = caches.results().find(prepared, plan, row, view, database);
    if (known != null) {
      return new Rows(known, plan, 0);
    }
    Rows rows = run(plan, row, view);
    caches.results().keep(prepared, plan, row, view, rows.records(), rows.segments());
    return rows;
  }

  /**
   * Runs a statement's plan once for each of several lists of parameters, and gives the rows of
   * all.
   */
  Rows runEach(
      Prepared prepared,
      List<? extends List<? extends @Nullable Object>> batch,
      ReadView view,
      Instant time) {
    CachedPlan plan = currentPlan(prepared, view);
    List<@Nullable Object> literals =
        LiteralValues.of(plan, prepared.literals(), parameters.zone());
    List<ParameterRow> all = new ArrayList<>(batch.size());
    for (List<? extends @Nullable Object> values : batch) {
      all.add(ParameterRow.of(plan, values, literals, time, parameters));
    }
    return runAll(plan, all, view);
  }

  private List<List<@Nullable Object>> furtherLiterals(CachedPlan plan, Prepared prepared) {
    List<List<@Nullable Object>> all = prepared.furtherLiterals();
    if (all.isEmpty()) {
      return all;
    }
    List<List<@Nullable Object>> values = new ArrayList<>(all.size());
    for (List<@Nullable Object> literals : all) {
      values.add(LiteralValues.of(plan, literals, parameters.zone()));
    }
    return values;
  }

  /** Runs a plan that was made for the view's catalog. */
  Rows run(CachedPlan plan, ParameterRow row, ReadView statementView) {
    ReadView view = withCurrentRow(plan.plan(), statementView);
    if (!plan.plan().locking().isEmpty()) {
      view =
          locking.lock(
              plan.plan(), row, view, (query, seen) -> runLocking(query, row, seen).segments());
    }
    CircuitPool circuits = plan.circuits();
    PlanDriver kept = circuits.take(parameters.memoryLimit());
    PlanDriver runner = kept == null ? newDriver(plan) : kept;
    long records = runner.open(row, view, cancellation, parameters);
    long expected = circuits.expect(records);
    if (kept == null) {
      runner.plan(expected);
    }
    Segments rows = runner.run();
    circuits.give(runner);
    return new Rows(rows, plan, records);
  }

  // the row that a cursor of the session is on, for a statement that changes it
  private ReadView withCurrentRow(QueryPlan plan, ReadView view) {
    BaseRelation relation = plan.currentRow();
    PlannedChange change = plan.change();
    if (relation == null || change == null) {
      return view;
    }
    CurrentRow row = change.current().orElseThrow();
    Relation target = view.catalog().require(row.target().name());
    return view.with(
        relation,
        parameters
            .cursors()
            .currentRow(row.cursor(), target.oid(), target.simpleName(), row.fields()));
  }

  // it has the statement's parameters, but stable functions of its own
  private Rows runLocking(CachedPlan query, ParameterRow row, ReadView view) {
    return run(query, row.of(query, parameters), view);
  }

  private Rows runAll(CachedPlan plan, List<ParameterRow> all, ReadView view) {
    PlanDriver kept = plan.circuits().take(parameters.memoryLimit());
    PlanDriver driver = kept == null ? newDriver(plan) : kept;
    if (driver instanceof StraightRunner straight && straight.isConstant()) {
      Segments rows = straight.runAll(all, cancellation);
      plan.circuits().give(straight);
      return new Rows(rows, plan, all.size());
    }
    Segments rows = new Segments();
    long records = 0;
    for (ParameterRow row : all) {
      Rows some = run(plan, row, view);
      rows.addAll(some.segments());
      records += some.records();
    }
    return new Rows(rows, plan, records);
  }

  private PlanDriver newDriver(CachedPlan plan) {
    StraightPlan straight = plan.straight();
    if (CountRunner.suits(plan.plan().rel())) {
      return new CountRunner(database, plan, parameters.compilation(), parameters.memoryLimit());
    }
    return straight == null
        ? newRunner(plan)
        : new StraightRunner(
            database, plan, straight, parameters.compilation(), parameters.memoryLimit());
  }

  private QueryRunner newRunner(CachedPlan plan) {
    return new QueryRunner(database, plan, parameters.compilation(), parameters.memoryLimit());
  }

  /** Shows a statement's plan. */
  Outcome explain(
      Prepared target,
      Statement.Explain options,
      List<? extends @Nullable Object> given,
      ReadView view,
      Instant time) {
    CachedPlan plan = currentPlan(target, view);
    if (!plan.plan().locking().isEmpty()) {
      throw Unsupported.feature("EXPLAIN of a statement with FOR UPDATE");
    }
    // without values, what is done for any
    List<? extends @Nullable Object> values =
        given.isEmpty() ? Collections.nCopies(plan.parameterTypes().size(), null) : given;
    ParameterRow row = ParameterRow.of(plan, values, List.of(), time, parameters);
    if (!plan.parts().isEmpty()) {
      return explainParts(plan, values, time, options, view);
    }
    QueryRunner runner = newRunner(plan);
    long start = System.nanoTime();
    ReadView seen = withCurrentRow(plan.plan(), view);
    runner.plan(runner.open(row, seen, cancellation, parameters));
    long opened = System.nanoTime() - start;
    ExplainRunner explain = new ExplainRunner(plan.plan(), runner, options);
    return options.has("analyze")
        ? explain.analyzed(frontDoor(options.target().text(), view.catalog()), opened, runner::run)
        : explain.outcome();
  }

  /** Shows the plans of a statement whose WITH clause changes data, without changing any. */
  private Outcome explainParts(
      CachedPlan plan,
      List<? extends @Nullable Object> values,
      Instant time,
      Statement.Explain options,
      ReadView view) {
    TextRows rows = new TextRows(ExplainRunner.FIELDS);
    ReadView visible = view;
    for (int i = 0; i < plan.parts().size(); i++) {
      WithPlans.Part part = plan.parts().get(i);
      rows.add("Part " + (i + 1) + " of WITH:");
      ParameterRow row = ParameterRow.of(part.plan(), values, List.of(), time, parameters);
      Segments found = explainPart(part.plan(), row, options, visible, rows, null);
      if (part.rows() != null) {
        visible =
            visible.with(part.rows(), part.isQuery() ? found : returned(part.plan(), found, view));
      }
    }
    rows.add("Statement:");
    ParameterRow row = ParameterRow.of(plan, values, List.of(), time, parameters);
    FrontDoor door =
        options.has("analyze") ? frontDoor(options.target().text(), view.catalog()) : null;
    explainPart(plan, row, options, visible, rows, door);
    return rows.outcome("EXPLAIN");
  }

  /** Shows a plan; returns its rows if it is run. */
  private Segments explainPart(
      CachedPlan plan,
      ParameterRow row,
      Statement.Explain options,
      ReadView view,
      TextRows rows,
      @Nullable FrontDoor door) {
    QueryRunner runner = newRunner(plan);
    long start = System.nanoTime();
    runner.plan(runner.open(row, view, cancellation, parameters));
    long opened = System.nanoTime() - start;
    ExplainRunner explain = new ExplainRunner(plan.plan(), runner, options, rows);
    if (options.has("analyze")) {
      explain.analyzed(door, opened, runner::run);
    } else {
      explain.outcome();
    }
    return explain.result();
  }

  /** What others read of a change whose rows are known. */
  private static Segments returned(CachedPlan plan, Segments found, ReadView view) {
    String name = Objects.requireNonNull(plan.plan().change()).relation().name();
    BaseRelation table = (BaseRelation) view.catalog().require(name);
    return DmlRunner.of(table, view.catalog(), new Rows(found, plan, 0)).returned();
  }

  /** What a client pays who sends the text by itself, before it is run. */
  private FrontDoor frontDoor(String text, Catalog catalog) {
    boolean parseCached = caches.knows(text, normalizer, inserts);
    long start = System.nanoTime();
    Prepared prepared = new Prepared(parse(text).getFirst(), List.of());
    long parsed = System.nanoTime();
    TakenLiterals literals = prepared.parsed().literals();
    boolean planCached =
        literals != null
            && caches.knowsPlan(
                literals.form(), literals.form().types(List.of()), parameters.planning(), catalog);
    long found = System.nanoTime();
    plan(prepared, catalog);
    return new FrontDoor(parsed - start, parseCached, System.nanoTime() - found, planCached);
  }

  /** Nanoseconds from a text to its plan, and whether what they led to was there already. */
  record FrontDoor(long parseNanos, boolean parseCached, long planNanos, boolean planCached) {}
}
