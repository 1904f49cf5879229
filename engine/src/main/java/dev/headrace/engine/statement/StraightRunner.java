package dev.headrace.engine.statement;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.codegen.UnitMode;
import dev.headrace.codegen.circuit.ConstantRows;
import dev.headrace.codegen.circuit.StraightPlan;
import dev.headrace.engine.access.AccessRunner;
import dev.headrace.engine.access.Feed;
import dev.headrace.engine.access.PointLookup;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.system.SystemRows;
import dev.headrace.engine.system.SystemSession;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.circuit.LimitedRows;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A plan of one pipeline: what finds rows by their keys, filters and projects a table, or makes
 * constant rows, which most statements of most applications do. Its unit is the one that a circuit
 * would have, run without one.
 */
final class StraightRunner implements PlanDriver {
  /** Some thousand rows, between which the statement can be cancelled. */
  private static final int PIECE_BYTES = 256 << 10;

  /** Room for results before they have to grow. */
  private static final int FIRST_BYTES = 4 << 10;

  private final Database database;
  private final CachedPlan cached;
  private final StraightPlan plan;
  private final boolean plain;
  private final UnitMode compilation;
  private final long memoryLimit;
  private final MemoryBudget budget;
  private final @Nullable PointLookup lookup;
  private final @Nullable ConstantRows constants;
  private final Interpreter interpreter = new Interpreter();
  private final Slice parameterRow = new Slice();
  private final UnitContext context;
  private @Nullable UnitFactory factory;
  private @Nullable EmitUnit unit;
  private long expectedRecords;

  // the run that is open
  private final Segments input = new Segments();
  private Cancellation cancellation = Cancellation.NEVER;
  private boolean inputIsOwn;

  StraightRunner(
      Database database,
      CachedPlan cached,
      StraightPlan plan,
      UnitMode compilation,
      long memoryLimit) {
    this.database = database;
    this.cached = cached;
    this.plan = plan;
    this.plain = plan.isPlain();
    this.compilation = compilation;
    this.memoryLimit = memoryLimit;
    this.budget = new MemoryBudget(memoryLimit);
    this.lookup =
        plan.leaf() instanceof Rel.Scan scan
            ? PointLookup.of(cached.plan().accesses(), scan).orElse(null)
            : null;
    this.constants = plan.leaf() instanceof Rel.Values values ? new ConstantRows(values) : null;
    this.context = new UnitContext(parameterRow, RowErrors.FAIL, () -> this.cancellation.check());
  }

  @Override
  public long memoryLimit() {
    return memoryLimit;
  }

  @Override
  public long expectedRecords() {
    return expectedRecords;
  }

  @Override
  public long open(
      ParameterRow parameters,
      ReadView view,
      Cancellation statementCancellation,
      SystemSession session) {
    cancellation = statementCancellation;
    input.clear();
    if (!plain || plan.isLimited()) {
      parameterRow.set(parameters.row());
    }
    if (constants != null) {
      Batch rows = new Batch(256, budget::take);
      constants.appendTo(rows, parameters);
      input.add(rows);
      inputIsOwn = true;
      return rows.rows();
    }
    return scan((Rel.Scan) plan.leaf(), parameters, view, session);
  }

  private long scan(Rel.Scan scan, ParameterRow parameters, ReadView view, SystemSession session) {
    inputIsOwn = false;
    Relation relation = view.catalog().require(scan.relation());
    if (relation instanceof SystemRelation system) {
      Batch rows = SystemRows.of(system, view, session, database);
      input.add(rows);
      return rows.rows();
    }
    RowStore store = QueryRunner.requireReadable(database, view, relation);
    if (lookup != null && lookup.isUsable(view, store)) {
      lookup.find(view, relation, store, parameters, input);
      return input.size();
    }
    if (!cached.plan().accesses().scans().isEmpty()) {
      Feed feed =
          new AccessRunner(
                  cached.plan().accesses(),
                  view,
                  expr -> interpreter.evaluate(expr, parameters),
                  part -> {
                    throw new IllegalStateException("a plan without joins has no parts");
                  })
              .feed(scan);
      if (feed != null) {
        input.addAll(feed.rows());
        return feed.count();
      }
    }
    input.addAll(view.scan(relation, store));
    return store.at(view.sequence()).rows();
  }

  @Override
  public void plan(long records) {
    expectedRecords = records;
    if (!plain) {
      factory =
          database
              .units()
              .prepare(plan.unit(cached.parameterLayout()), compilation, expectedRecords);
    }
  }

  @Override
  public Segments run() {
    if (plan.isLimited()) {
      return limited();
    }
    if (plain) {
      return inputIsOwn ? ownInput() : RowCopies.of(input, budget);
    }
    EmitUnit current = unit();
    // about what a filter that keeps all needs, so that short results take little
    int capacity = (int) Math.min(input.bytes(), FIRST_BYTES);
    Batch[] output = {new Batch(capacity, budget::take)};
    for (int i = 0; i < input.size(); i++) {
      byte[] slab = input.slab(i);
      int to = input.to(i);
      for (int from = input.from(i); from < to; ) {
        cancellation.check();
        int end = boundary(slab, from, to, PIECE_BYTES);
        current.run(slab, from, end, output);
        from = end;
      }
    }
    return Segments.of(output[0]);
  }

  private Segments ownInput() {
    Segments rows = new Segments();
    rows.addAll(input);
    return rows;
  }

  /** Reads on, in pieces of growing size, until there are enough. */
  private Segments limited() {
    Batch result = new Batch(FIRST_BYTES, budget::take);
    LimitedRows wanted = new LimitedRows(plan.limits(context, cached.parameterLayout()), result);
    EmitUnit current = plain ? null : unit();
    Batch[] some = {new Batch(current == null ? 0 : FIRST_BYTES, budget::take)};
    int bytes = FIRST_BYTES;
    for (int i = 0; i < input.size(); i++) {
      byte[] slab = input.slab(i);
      int to = input.to(i);
      for (int from = input.from(i); from < to && !wanted.isFull(); ) {
        cancellation.check();
        int end = boundary(slab, from, to, bytes);
        if (current == null) {
          wanted.add(slab, from, end);
        } else {
          some[0].clear();
          current.run(slab, from, end, some);
          wanted.add(some[0].bytes(), 0, some[0].end());
        }
        from = end;
        bytes = Math.min(2 * bytes, PIECE_BYTES);
      }
    }
    return Segments.of(result);
  }

  // one that may have read parameters is made anew
  private EmitUnit unit() {
    EmitUnit current = unit;
    if (current == null || context.hasParameters()) {
      current = Objects.requireNonNull(factory, "plan() comes first").emitUnit(context);
      unit = current;
    }
    return current;
  }

  private static int boundary(byte[] slab, int from, int to, int bytes) {
    if (to - from <= bytes) {
      return to;
    }
    int at = from;
    while (at < from + bytes) {
      at += Rows.length(slab, at);
    }
    return at;
  }

  /** Whether the plan just makes rows of its parameters. */
  boolean isConstant() {
    return constants != null && plain && !plan.isLimited();
  }

  /** The rows that a constant plan makes, one time for each list of parameters. */
  Segments runAll(List<ParameterRow> all, Cancellation statementCancellation) {
    ConstantRows maker = Objects.requireNonNull(constants);
    Batch rows = new Batch(FIRST_BYTES, budget::take);
    for (ParameterRow parameters : all) {
      statementCancellation.check();
      maker.appendTo(rows, parameters);
    }
    return Segments.of(rows);
  }

  @Override
  public boolean close() {
    input.clear();
    cancellation = Cancellation.NEVER;
    parameterRow.set(ParameterRow.NONE.row());
    // the result belongs to who got it
    budget.take(-budget.used());
    return true;
  }
}
