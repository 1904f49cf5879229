package dev.headrace.engine.statement;

import dev.headrace.codegen.UnitMode;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.system.SystemSession;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.RowWriter;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.unit.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code SELECT count(*)} of a whole relation, which every snapshot knows. A transaction that
 * has changed the relation has its rows counted.
 */
final class CountRunner implements PlanDriver {
  private static final int ROW_BYTES = 64;

  private final Database database;
  private final CachedPlan cached;
  private final UnitMode compilation;
  private final long memoryLimit;
  private final RowWriter writer;
  private final Rel.Scan scan;

  // the run that is open
  private long count;
  private @Nullable QueryRunner counting;

  CountRunner(Database database, CachedPlan cached, UnitMode compilation, long memoryLimit) {
    this.database = database;
    this.cached = cached;
    this.compilation = compilation;
    this.memoryLimit = memoryLimit;
    this.writer = new RowWriter(cached.rowLayout());
    this.scan = cached.scans().getFirst();
  }

  /** Whether a plan counts all rows of a relation and does nothing else. */
  static boolean suits(Rel plan) {
    return plan instanceof Rel.Aggregate aggregate
        && aggregate.keys().isEmpty()
        && aggregate.calls().stream()
            .allMatch(
                call ->
                    call.function() == Rel.AggregateCall.Function.COUNT
                        && call.argument() < 0
                        && call.filter() < 0)
        && isScan(aggregate.input());
  }

  private static boolean isScan(Rel rel) {
    return switch (rel) {
      case Rel.Scan _ -> true;
      case Rel.Project project ->
          project.expressions().stream().allMatch(Expr.Column.class::isInstance)
              && isScan(project.input());
      default -> false;
    };
  }

  @Override
  public long open(
      ParameterRow parameters, ReadView view, Cancellation cancellation, SystemSession session) {
    Relation relation = view.catalog().require(scan.relation());
    count =
        relation instanceof SystemRelation
            ? -1
            : view.count(relation, QueryRunner.requireReadable(database, view, relation));
    if (count >= 0) {
      return 1;
    }
    QueryRunner runner = new QueryRunner(database, cached, compilation, memoryLimit);
    counting = runner;
    long records = runner.open(parameters, view, cancellation, session);
    runner.plan(records);
    return records;
  }

  @Override
  public void plan(long records) {}

  @Override
  public Segments run() {
    if (counting != null) {
      return counting.run();
    }
    Batch result = new Batch(ROW_BYTES);
    writer.begin(result);
    for (int column = 0; column < cached.rowLayout().columns(); column++) {
      writer.setLong(column, count);
    }
    writer.end(1);
    return Segments.of(result);
  }

  @Override
  public boolean close() {
    if (counting != null) {
      counting.close();
      counting = null;
    }
    return true;
  }

  @Override
  public long memoryLimit() {
    return memoryLimit;
  }

  /** Nothing is compiled. */
  @Override
  public long expectedRecords() {
    return Long.MAX_VALUE;
  }
}
