package dev.headrace.engine.statement;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.codegen.UnitMode;
import dev.headrace.codegen.circuit.CircuitPlanner;
import dev.headrace.codegen.circuit.PlanContext;
import dev.headrace.codegen.circuit.PlanMode;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.RowKeyEncoder;
import dev.headrace.engine.database.Scans;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RowReaderSource;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Circuit;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.circuit.Workers;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A plan's circuit, which makes one step for each time the plan is run, with all rows that the
 * statement sees as its delta, and then forgets it. Not thread-safe.
 */
final class QueryRunner {
  private static final Workers ONE = Workers.of(1);

  /** A circuit that holds on to more than this is not kept for the next time. */
  private static final long KEPT_BYTES = 256 << 10;

  private final Database database;
  private final QueryPlan plan;
  private final UnitMode compilation;
  private final Circuit circuit;
  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private final MemoryBudget budget;
  private final long memoryLimit;
  private final long expectedRecords;
  private final Slice parameterRow = new Slice();
  private final List<UnitFactory> units = new ArrayList<>();
  private final Operator output;
  private BooleanSupplier cancelled = () -> false;
  private boolean ran;

  private record Feed(Rel.Scan scan, InputOperator input) {}

  /**
   * Plans the circuit.
   *
   * @param parameters of the first run
   * @param expectedRecords how many records its units are going to see, in all runs together
   */
  QueryRunner(
      Database database,
      CachedPlan cached,
      ParameterRow parameters,
      UnitMode compilation,
      long memoryLimit,
      long expectedRecords) {
    this.database = database;
    this.plan = cached.plan();
    this.compilation = compilation;
    this.memoryLimit = memoryLimit;
    this.expectedRecords = expectedRecords;
    this.circuit = new Circuit(ONE, () -> cancelled.getAsBoolean());
    this.budget = new MemoryBudget(memoryLimit);
    parameterRow.set(parameters.row());
    this.output =
        new CircuitPlanner(circuit, context(cached.parameterLayout())).plan("Result", plan.rel());
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

  long memoryLimit() {
    return memoryLimit;
  }

  long expectedRecords() {
    return expectedRecords;
  }

  private PlanContext context(RowLayout parameterLayout) {
    return new PlanContext(
        PlanMode.ONCE,
        this::unit,
        new UnitContext(parameterRow, RowErrors.FAIL),
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
    return feeds
        .computeIfAbsent(
            scan.identity(),
            _ ->
                new Feed(
                    scan, circuit.add(new InputOperator("Scan " + scan.relation(), ONE.count()))))
        .input();
  }

  private void feed(Feed feed, ParameterRow parameters, ReadView view) {
    Rel.Scan scan = feed.scan();
    Relation relation = view.catalog().require(scan.relation());
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
    QueryPlan.KeyLookup lookup = plan.lookups().get(scan.identity());
    feed.input()
        .feed(
            lookup == null
                ? view.scan(relation, store)
                : lookup((BaseRelation) relation, store, lookup, parameters, view));
  }

  private static Segments lookup(
      BaseRelation table,
      RowStore store,
      QueryPlan.KeyLookup lookup,
      ParameterRow parameters,
      ReadView view) {
    RowLayout layout = table.layout();
    Batch batch = new Batch();
    RowWriter writer = new RowWriter(layout).begin(batch);
    Interpreter interpreter = new Interpreter();
    RowReaderSource source = new RowReaderSource(List.of(), parameters.values());
    List<KeyValue> values = new ArrayList<>();
    for (int i = 0; i < lookup.key().size(); i++) {
      Object value = interpreter.evaluate(lookup.key().get(i), source);
      if (value == null) {
        return new Segments();
      }
      values.add(new KeyValue(table.primaryKey().get(i), value));
    }
    values.stream()
        .sorted(java.util.Comparator.comparingInt(KeyValue::column))
        .forEach(v -> writer.set(v.column(), v.value()));
    writer.end(1);
    Slice key = new Slice();
    new RowKeyEncoder(layout, table.primaryKey()).encode(batch.bytes(), 0, key);
    return view.lookup(table, store, key.toBytes(), key.length());
  }

  private record KeyValue(int column, Object value) {}

  /** Makes a step over what a statement sees and gives the result, in memory of its own. */
  Segments run(ParameterRow parameters, ReadView view, BooleanSupplier cancelledNow) {
    parameterRow.set(parameters.row());
    if (ran) {
      circuit.renewUnits();
    }
    ran = true;
    cancelled = cancelledNow;
    feeds.values().forEach(feed -> feed(feed, parameters, view));
    circuit.step();
    Segments result = new Segments();
    Segments rows = output.output(0);
    if (output instanceof InputOperator) {
      copy(rows, result);
    } else {
      result.addAll(rows);
    }
    return result;
  }

  // pages of a store belong to it as soon as the read view is closed
  private void copy(Segments rows, Segments result) {
    budget.take(rows.bytes());
    for (int i = 0; i < rows.size(); i++) {
      int length = rows.to(i) - rows.from(i);
      byte[] copy = new byte[length];
      System.arraycopy(rows.slab(i), rows.from(i), copy, 0, length);
      result.add(copy, 0, length);
    }
    budget.take(-rows.bytes());
  }

  /** Forgets the last run; returns whether there may be another one, without holding much. */
  boolean canRunAgain() {
    parameterRow.set(new byte[0], 0, 0);
    cancelled = () -> false;
    return circuit.reset() && budget.used() <= KEPT_BYTES;
  }

  /** An expression without columns, evaluated with a statement's parameters. */
  static @org.jspecify.annotations.Nullable Object evaluate(Expr expr, ParameterRow parameters) {
    return new Interpreter().evaluate(expr, new RowReaderSource(List.of(), parameters.values()));
  }
}
