package dev.headrace.engine.statement;

import dev.headrace.codegen.UnitFactory;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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
  private final Map<String, InputOperator> inputs = new HashMap<>();
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
      BooleanSupplier cancelled) {
    this.database = database;
    this.plan = plan;
    this.parameters = parameters;
    this.view = view;
    this.session = session;
    this.circuit = new Circuit(ONE, cancelled);
    this.budget = new MemoryBudget(session.memoryLimit());
    this.expectedRecords = expectedRecords();
    this.output = new CircuitPlanner(circuit, context()).plan("Result", plan.rel());
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
        new UnitContext(parameters.row(), RowErrors.FAIL),
        plan.parameterLayout(),
        budget,
        this::input,
        // a query's rows are all there, none is taken back
        rel -> true,
        PlanContext.SharedOperators.NONE);
  }

  // compiling pays from some number of records on
  private long expectedRecords() {
    long records = 0;
    for (Rel.Scan scan : Scans.of(plan.rel())) {
      RowStore store = view.catalog().require(scan.relation()).store();
      boolean single = plan.lookups().containsKey(scan.identity());
      records += single || store == null ? 1 : store.at(view.sequence()).rows();
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
    input.feed(
        lookup == null
            ? view.scan(relation, store)
            : lookup((BaseRelation) relation, store, lookup));
    return input;
  }

  private Segments lookup(BaseRelation table, RowStore store, QueryPlan.KeyLookup lookup) {
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
  static @org.jspecify.annotations.Nullable Object evaluate(Expr expr, ParameterRow parameters) {
    return new Interpreter().evaluate(expr, new RowReaderSource(List.of(), parameters.values()));
  }
}
