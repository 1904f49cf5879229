package dev.headrace.engine.statement;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.codegen.UnitMode;
import dev.headrace.codegen.circuit.CircuitPlanner;
import dev.headrace.codegen.circuit.PlanContext;
import dev.headrace.codegen.circuit.PlanMode;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.Rel;
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
import org.jspecify.annotations.Nullable;

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

  /**
   * Where rows of a relation come in.
   *
   * @param key of the only row that is asked for; null for all rows
   */
  private record Feed(Rel.Scan scan, InputOperator input, @Nullable LookupKey key) {}

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
            _ -> new Feed(scan, circuit.add(new InputOperator(name(scan), ONE.count())), key(scan)))
        .input();
  }

  private String name(Rel.Scan scan) {
    String access =
        plan.counted().contains(scan.identity())
            ? "Count "
            : plan.lookups().containsKey(scan.identity()) ? "Lookup " : "Scan ";
    return access + scan.relation();
  }

  /** Rows without values, one that stands for as many as a weight can say. */
  private static Segments counted(long rows, RowLayout layout) {
    Batch batch = new Batch();
    RowWriter writer = new RowWriter(layout);
    for (long left = rows; left > 0; left -= Integer.MAX_VALUE) {
      writer.begin(batch).end((int) Math.min(left, Integer.MAX_VALUE));
    }
    Segments segments = new Segments();
    segments.add(batch);
    return segments;
  }

  private @Nullable LookupKey key(Rel.Scan scan) {
    QueryPlan.KeyLookup lookup = plan.lookups().get(scan.identity());
    return lookup == null ? null : new LookupKey(lookup.key());
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
    LookupKey key = feed.key();
    if (plan.counted().contains(scan.identity())) {
      feed.input().feed(counted(view.count(relation, store), store.layout()));
    } else if (key == null) {
      feed.input().feed(view.scan(relation, store));
    } else if (key.encode(parameters)) {
      feed.input().feed(view.lookup(relation, store, key.bytes(), key.length()));
    }
  }

  /** Makes a step over what a statement sees and gives the result, in memory of its own. */
  Segments run(ParameterRow parameters, ReadView view, BooleanSupplier cancelledNow) {
    parameterRow.set(parameters.row());
    if (ran) {
      circuit.renewUnits();
    }
    ran = true;
    cancelled = cancelledNow;
    for (Feed feed : feeds.values()) {
      feed(feed, parameters, view);
    }
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
  static @Nullable Object evaluate(Expr expr, ParameterRow parameters) {
    return new Interpreter().evaluate(expr, parameters);
  }
}
