package dev.headrace.engine.statement;

import dev.headrace.codegen.UnitFactory;
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
import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RowReaderSource;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Circuit;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.circuit.Workers;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan once over what a statement sees: a circuit of its own makes one step, with all rows
 * as its delta.
 */
final class QueryRunner {
  private static final Workers ONE = Workers.of(1);

  private final Database database;
  private final QueryPlan plan;
  private final ParameterRow parameters;
  private final ReadView view;
  private final SessionParameters session;
  private final Circuit circuit;
  private final AccessRunner accesses;
  private final Map<String, Feed> feeds = new HashMap<>();
  private final Map<String, InputOperator> inputs = new HashMap<>();
  private final Cancellation cancellation;
  private final MemoryBudget budget;
  private final long expectedRecords;
  private final List<UnitFactory> units = new ArrayList<>();
  private final Operator output;

  QueryRunner(
      Database database,
      QueryPlan plan,
      ParameterRow parameters,
      ReadView view,
      SessionParameters session,
      Cancellation cancellation) {
    this.database = database;
    this.plan = plan;
    this.parameters = parameters;
    this.view = view;
    this.session = session;
    this.circuit = new Circuit(ONE, cancellation);
    this.cancellation = cancellation;
    this.budget = new MemoryBudget(session.memoryLimit());
    this.accesses = new AccessRunner(plan.accesses(), view, this::value, this::runPart);
    this.expectedRecords = addFeeds(plan.rel());
    this.output = new CircuitPlanner(circuit, context()).plan("Result", plan.rel());
  }

  /** A run of a part of another one's plan, by its means. */
  private QueryRunner(QueryRunner whole, Rel part) {
    this.database = whole.database;
    this.plan = whole.plan;
    this.parameters = whole.parameters;
    this.view = whole.view;
    this.session = whole.session;
    this.cancellation = whole.cancellation;
    this.circuit = new Circuit(ONE, cancellation);
    this.budget = whole.budget;
    this.accesses = whole.accesses;
    this.expectedRecords = addFeeds(part);
    this.output = new CircuitPlanner(circuit, context()).plan("Result", part);
  }

  private Segments runPart(Rel part) {
    return new QueryRunner(this, part).run();
  }

  private @Nullable Object value(Expr expr) {
    return evaluate(expr, parameters);
  }

  /** The circuit with its operators, to be shown. */
  Circuit circuit() {
    return circuit;
  }

  /** The pipelines' units, to be shown. */
  List<UnitFactory> units() {
    return units;
  }

  MemoryBudget budget() {
    return budget;
  }

  private PlanContext context() {
    return new PlanContext(
        PlanMode.ONCE,
        this::unit,
        new UnitContext(parameters.row(), RowErrors.FAIL, cancellation),
        plan.parameterLayout(),
        budget,
        this::input,
        // a query's rows are all there, none is taken back
        rel -> true,
        PlanContext.SharedOperators.NONE);
  }

  /** Gets the rows that scans do not have to search, and returns how many rows all scans read. */
  private long addFeeds(Rel rel) {
    long records = 0;
    for (Rel.Scan scan : Scans.of(rel)) {
      if (relation(scan) instanceof SystemRelation) {
        continue;
      }
      requireReadable(scan);
      Feed feed = accesses.feed(scan);
      if (feed != null) {
        feeds.put(scan.identity(), feed);
      }
      records += feed == null ? accesses.rows(relation(scan)) : feed.count();
    }
    return records;
  }

  private UnitFactory unit(UnitSpec spec) {
    UnitFactory unit = database.units().prepare(spec, session.compilation(), expectedRecords);
    units.add(unit);
    return unit;
  }

  private Operator input(Rel.Scan scan) {
    return inputs.computeIfAbsent(scan.identity(), identity -> feed(scan));
  }

  private InputOperator feed(Rel.Scan scan) {
    InputOperator input = circuit.add(new InputOperator("Scan " + scan.relation(), 1));
    Feed feed = feeds.get(scan.identity());
    if (relation(scan) instanceof SystemRelation system) {
      input.feed(Segments.of(SystemRows.of(system, view, session)));
      return input;
    }
    input.feed(feed == null ? view.scan(relation(scan), requireReadable(scan)) : feed.rows());
    return input;
  }

  private Relation relation(Rel.Scan scan) {
    return view.catalog().require(scan.relation());
  }

  private RowStore requireReadable(Rel.Scan scan) {
    Relation relation = relation(scan);
    if (relation instanceof MaterializedView materialized) {
      Optional<SqlException> failure = database.failure(materialized.name());
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
    RowStore store = relation.store();
    if (store == null) {
      throw new SqlException(
              ErrorCode.WRONG_OBJECT_TYPE,
              "source "
                  + SqlException.quote(relation.name())
                  + " is not stored and cannot be queried")
          .withHint("Create a materialized view over it, or a table with the same connector.");
    }
    return store;
  }

  /** How a scan gets its rows, to be shown. */
  Optional<String> describe(Rel.Scan scan) {
    return Optional.ofNullable(feeds.get(scan.identity())).map(feed -> feed.description().get());
  }

  /** Makes the step and gives the result, in memory of its own. */
  Segments run() {
    circuit.step();
    Segments result = new Segments();
    Segments rows = output.output(0);
    if (output instanceof InputOperator) {
      // pages of a store belong to it as soon as the read view is closed
      for (int i = 0; i < rows.size(); i++) {
        int length = rows.to(i) - rows.from(i);
        byte[] copy = new byte[length];
        System.arraycopy(rows.slab(i), rows.from(i), copy, 0, length);
        budget.take(length);
        result.add(copy, 0, length);
      }
    } else {
      result.addAll(rows);
    }
    return result;
  }

  /** An expression without columns, evaluated with a statement's parameters. */
  static @Nullable Object evaluate(Expr expr, ParameterRow parameters) {
    return new Interpreter().evaluate(expr, new RowReaderSource(List.of(), parameters.values()));
  }
}
