package dev.headrace.engine.statement;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.codegen.UnitMode;
import dev.headrace.codegen.circuit.CircuitPlanner;
import dev.headrace.codegen.circuit.PlanContext;
import dev.headrace.codegen.circuit.PlanMode;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.engine.access.AccessRunner;
import dev.headrace.engine.access.Feed;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Scans;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.system.SystemRows;
import dev.headrace.engine.system.SystemSession;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Circuit;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan's circuit, which makes one step for each time the plan is run, with all rows that the
 * statement sees as its delta, and then forgets it. Not thread-safe.
 */
final class QueryRunner implements PlanDriver {
  /** A circuit that holds on to more than this is not kept for the next time. */
  private static final long KEPT_BYTES = 256 << 10;

  /**
   * Nor one that ever took more than this: its units still point into what they read last, and
   * making it anew costs little beside such a run.
   */
  private static final long KEPT_PEAK_BYTES = 1 << 20;

  private final Database database;
  private final QueryPlan plan;
  private final RowLayout parameterLayout;
  private final UnitMode compilation;
  private final long memoryLimit;
  private final MemoryBudget budget;
  private final List<Rel.Scan> scans;
  private final SeriesRows series;
  private final Interpreter interpreter = new Interpreter();
  private final Slice parameterRow = new Slice();
  private final Map<String, InputOperator> inputs = new HashMap<>();
  private final List<UnitFactory> units = new ArrayList<>();
  private @Nullable Circuit circuit;
  private @Nullable Operator output;
  private long expectedRecords;
  private boolean ran;

  // the run that is open
  private final Map<String, Feed> feeds = new HashMap<>();
  private @Nullable Run run;

  private record Run(
      ParameterRow parameters,
      ReadView view,
      Cancellation cancellation,
      SystemSession session,
      @Nullable AccessRunner accesses) {}

  QueryRunner(Database database, CachedPlan cached, UnitMode compilation, long memoryLimit) {
    this.database = database;
    this.plan = cached.plan();
    this.parameterLayout = cached.parameterLayout();
    this.compilation = compilation;
    this.memoryLimit = memoryLimit;
    this.budget = new MemoryBudget(memoryLimit);
    this.scans = cached.scans();
    this.series = SeriesRows.of(plan.rel());
  }

  /** A run of a part of another one's plan, by its means. */
  private QueryRunner(QueryRunner whole, Rel part) {
    this.database = whole.database;
    this.plan = whole.plan;
    this.parameterLayout = whole.parameterLayout;
    this.compilation = whole.compilation;
    this.memoryLimit = whole.memoryLimit;
    this.budget = whole.budget;
    this.scans = Scans.of(part);
    this.series = SeriesRows.of(part);
  }

  /** The circuit with its operators, to be shown. */
  Circuit circuit() {
    return Objects.requireNonNull(circuit, "plan() comes first");
  }

  /** The pipelines' units, to be shown. */
  List<UnitFactory> units() {
    return units;
  }

  MemoryBudget budget() {
    return budget;
  }

  @Override
  public long memoryLimit() {
    return memoryLimit;
  }

  @Override
  public long expectedRecords() {
    return expectedRecords;
  }

  private Run current() {
    return Objects.requireNonNull(run, "open() comes first");
  }

  // ---- open

  @Override
  public long open(
      ParameterRow parameters, ReadView view, Cancellation cancellation, SystemSession session) {
    parameterRow.set(parameters.row());
    AccessRunner accesses =
        plan.accesses().scans().isEmpty()
            ? null
            : new AccessRunner(
                plan.accesses(),
                view,
                expr -> interpreter.evaluate(expr, parameters),
                this::runPart);
    return open(new Run(parameters, view, cancellation, session, accesses));
  }

  private long open(Run opened) {
    run = opened;
    AccessRunner accesses = opened.accesses();
    long records = 0;
    for (int i = 0; i < scans.size(); i++) {
      Rel.Scan scan = scans.get(i);
      if (relation(scan) instanceof SystemRelation system) {
        records += addFeed(scan, system);
        continue;
      }
      RowStore store = requireReadable(scan);
      Feed feed = accesses == null ? null : accesses.feed(scan);
      if (feed == null) {
        records += store.at(opened.view().sequence()).rows();
      } else {
        feeds.put(scan.identity(), feed);
        records += feed.count();
      }
    }
    return records + series.count(opened.parameters());
  }

  private long addFeed(Rel.Scan scan, SystemRelation system) {
    Batch rows = SystemRows.of(system, current().view(), current().session(), database);
    feeds.put(
        scan.identity(), new Feed(Segments.of(rows), rows.rows(), () -> "made of the catalog"));
    return rows.rows();
  }

  private Relation relation(Rel.Scan scan) {
    return current().view().catalog().require(scan.relation());
  }

  private RowStore requireReadable(Rel.Scan scan) {
    return requireReadable(database, current().view(), relation(scan));
  }

  /** The rows of a relation that can be queried. */
  static RowStore requireReadable(Database database, ReadView view, Relation relation) {
    view.requireRows(relation);
    if (relation instanceof MaterializedView materialized) {
      Optional<SqlException> failure = database.failure(materialized.oid());
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
    RowStore store = relation.store();
    if (store == null) {
      throw new SqlException(
              ErrorCode.WRONG_OBJECT_TYPE,
              "source "
                  + SqlException.quote(relation.simpleName())
                  + " is not stored and cannot be queried")
          .withHint("Create a materialized view over it, or a table with the same connector.");
    }
    return store;
  }

  /** How a scan gets its rows, to be shown. */
  Optional<String> describe(Rel.Scan scan) {
    return Optional.ofNullable(feeds.get(scan.identity())).map(Feed::description);
  }

  private Segments runPart(Rel part) {
    QueryRunner runner = new QueryRunner(this, part);
    runner.parameterRow.set(parameterRow);
    long records = runner.open(current());
    runner.plan(part, records);
    return runner.run();
  }

  // ---- plan

  @Override
  public void plan(long records) {
    plan(plan.rel(), records);
  }

  private void plan(Rel rel, long records) {
    expectedRecords = records;
    Circuit made = new Circuit(database.queryWorkers(), this::checkCancelled);
    circuit = made;
    output = new CircuitPlanner(made, context()).plan("Result", rel);
  }

  private void checkCancelled() {
    current().cancellation().check();
  }

  private PlanContext context() {
    UnitContext unitContext = new UnitContext(parameterRow, RowErrors.FAIL, this::checkCancelled);
    return new PlanContext(
        PlanMode.ONCE,
        this::unit,
        () -> unitContext,
        parameterLayout,
        budget,
        this::input,
        // a query's rows are all there, none is taken back
        rel -> true,
        PlanContext.SharedOperators.NONE);
  }

  private UnitFactory unit(UnitSpec spec) {
    UnitFactory unit = database.units().prepare(spec, compilation, expectedRecords);
    units.add(unit);
    return unit;
  }

  private Operator input(Rel.Scan scan) {
    return inputs.computeIfAbsent(
        scan.identity(),
        _ ->
            circuit()
                .add(
                    new InputOperator("Scan " + scan.relation(), database.queryWorkers().count())));
  }

  // ---- run

  @Override
  public Segments run() {
    if (ran) {
      circuit().renewUnits();
    }
    ran = true;
    for (int i = 0; i < scans.size(); i++) {
      feed(scans.get(i));
    }
    circuit().step();
    Operator last = Objects.requireNonNull(output);
    Segments rows = last.output(0);
    if (last instanceof InputOperator) {
      return RowCopies.of(rows, budget);
    }
    Segments result = new Segments();
    result.addAll(rows);
    return result;
  }

  // scans that are alike share an input
  private void feed(Rel.Scan scan) {
    InputOperator input = inputs.get(scan.identity());
    if (input != null && !input.isFed()) {
      Feed feed = feeds.get(scan.identity());
      input.feed(
          feed == null
              ? current().view().scan(relation(scan), requireReadable(scan))
              : feed.rows());
    }
  }

  @Override
  public boolean close() {
    run = null;
    feeds.clear();
    parameterRow.set(ParameterRow.NONE.row());
    return circuit().reset() && budget.used() <= KEPT_BYTES && budget.peak() <= KEPT_PEAK_BYTES;
  }

  /** An expression without columns, evaluated with a statement's parameters. */
  static @Nullable Object evaluate(Expr expr, ParameterRow parameters) {
    return new Interpreter().evaluate(expr, parameters);
  }
}
