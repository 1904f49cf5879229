package dev.headrace.engine.statement;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.ir.Explain;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * EXPLAIN of a query: the rewritten tree and its pipelines' units; with CIRCUIT the operators, with
 * CODE the units' instructions, with ANALYZE what running it took.
 */
final class ExplainRunner {
  static final List<Field> FIELDS = List.of(Field.notNull("QUERY PLAN", SqlType.TEXT));

  private final QueryPlan plan;
  private final QueryRunner runner;
  private final Statement.Explain options;
  private final TextRows rows;
  private Segments result = new Segments();

  ExplainRunner(QueryPlan plan, QueryRunner runner, Statement.Explain options) {
    this(plan, runner, options, new TextRows(FIELDS));
  }

  /** Shows a plan behind the lines that there are. */
  ExplainRunner(QueryPlan plan, QueryRunner runner, Statement.Explain options, TextRows rows) {
    this.plan = plan;
    this.runner = runner;
    this.options = options;
    this.rows = rows;
  }

  /** The tree and its pipelines. */
  Outcome outcome() {
    lines(Explain.explain(plan.rel(), runner::describe));
    if (options.has("circuit")) {
      circuit();
    }
    pipelines();
    return rows.outcome("EXPLAIN");
  }

  /**
   * The same, and what running it took.
   *
   * @param door null for a part of a statement
   * @param openNanos what it took to find the rows and make the circuit
   * @param run runs the query
   */
  Outcome analyzed(PlanRunner.@Nullable FrontDoor door, long openNanos, Supplier<Segments> run) {
    lines(Explain.explain(plan.rel(), runner::describe));
    long nanos = analyze(run);
    if (door != null) {
      rows.add("Parse time: " + time(door.parseNanos(), door.parseCached()));
      rows.add("Plan time: " + time(door.planNanos(), door.planCached()));
    }
    rows.add("Open time: " + time(openNanos, false));
    rows.add("Execution time: " + time(nanos, false));
    pipelines();
    return rows.outcome("EXPLAIN");
  }

  /** The rows of a query that has been run. */
  Segments result() {
    return result;
  }

  private static String time(long nanos, boolean cached) {
    return String.format(Locale.ROOT, "%.3f ms%s", nanos / 1e6, cached ? " (cached)" : "");
  }

  private void pipelines() {
    rows.add("Pipelines:");
    for (UnitFactory unit : runner.units()) {
      lines("  " + unit.describe());
      if (options.has("code")) {
        lines(unit.code().indent(4));
      }
    }
  }

  private void lines(String text) {
    text.lines().forEach(rows::add);
  }

  private void circuit() {
    rows.add("Circuit:");
    List<Operator> operators = runner.circuit().operators();
    for (int i = 0; i < operators.size(); i++) {
      rows.add("  " + i + ": " + operators.get(i).name() + inputs(operators.get(i), operators));
    }
  }

  private static String inputs(Operator operator, List<Operator> operators) {
    List<String> numbers = new ArrayList<>();
    operator.inputs().forEach(i -> numbers.add(String.valueOf(operators.indexOf(i))));
    return numbers.isEmpty() ? "" : " <- " + String.join(", ", numbers);
  }

  private long analyze(Supplier<Segments> run) {
    long start = System.nanoTime();
    result = run.get();
    long nanos = System.nanoTime() - start;
    rows.add("Circuit:");
    List<Operator> operators = runner.circuit().operators();
    for (int i = 0; i < operators.size(); i++) {
      Operator operator = operators.get(i);
      rows.add(
          String.format(
              Locale.ROOT,
              "  %d: %s%s (rows=%d state=%d time=%.3f ms)",
              i,
              operator.name(),
              inputs(operator, operators),
              operator.outputRecords(),
              operator.stateRows(),
              operator.nanos() / 1e6));
    }
    rows.add("Rows: " + result.rows());
    rows.add("Memory: " + runner.budget().peak() + " bytes");
    return nanos;
  }
}
