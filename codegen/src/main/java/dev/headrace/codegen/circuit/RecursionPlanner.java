package dev.headrace.codegen.circuit;

import dev.headrace.ir.Determinism;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Circuit;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.RecursiveOperator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plans the step of a recursive query as a circuit within the query's. What a step reads besides
 * the rows of the round before is the same in all rounds, so it comes from the query's circuit:
 * tables, and other recursions.
 */
final class RecursionPlanner {
  private final CircuitPlanner outer;
  private final PlanContext context;
  private final Rel.Recursive recursive;
  private final Circuit circuit;
  private final InputOperator working;
  private @Nullable CircuitPlanner steps;
  private final Map<String, InputOperator> scans = new LinkedHashMap<>();
  private final Map<Rel.Once, InputOperator> onces = new LinkedHashMap<>();
  private final Map<Rel.Recursive, InputOperator> recursions = new LinkedHashMap<>();
  private final List<RecursiveOperator.Feed> feeds = new ArrayList<>();

  /**
   * @param outer plans the query
   * @param circuit the query's
   */
  RecursionPlanner(
      CircuitPlanner outer, Circuit circuit, PlanContext context, Rel.Recursive recursive) {
    if (context.mode() != PlanMode.ONCE) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "WITH RECURSIVE is not supported in a materialized view");
    }
    this.outer = outer;
    this.context = context;
    this.recursive = recursive;
    this.circuit = circuit.nested();
    this.working = inputOperator("round before");
  }

  private InputOperator inputOperator(String name) {
    return circuit.add(new InputOperator(name, circuit.workers().count()));
  }

  RecursiveOperator.Step plan() {
    PlanContext within =
        new PlanContext(
            PlanMode.MAINTAIN,
            context.units(),
            context.unitContext(),
            context.parameters(),
            context.budget(),
            this::input,
            rel -> false,
            PlanContext.SharedOperators.NONE);
    steps = new CircuitPlanner(circuit, within, this);
    Operator result = steps.plan("Round", comparable(recursive.step(), recursive));
    boolean repeatable = new Determinism().of(recursive.step());
    if (!repeatable && !circuit.reset()) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "VOLATILE functions beside window functions or LIMIT in the recursive part of WITH"
              + " RECURSIVE are not supported");
    }
    return new RecursiveOperator.Step(circuit, working, result, feeds, repeatable);
  }

  /** Rows of the recursion's types; in the form of keys if they are to be told apart. */
  static Rel comparable(Rel rel, Rel.Recursive recursive) {
    Rel typed = new Rel.Union(List.of(rel), recursive.fields());
    if (recursive.all()) {
      return typed;
    }
    List<Expr> forms = KeyForms.of(recursive.fields(), RowLayout.of(recursive.fields()));
    return new Rel.Project(typed, forms, recursive.fields());
  }

  /** The rows of the round before. */
  InputOperator working() {
    return working;
  }

  private Operator input(Rel.Scan scan) {
    return scans.computeIfAbsent(
        scan.identity(), identity -> fed("Scan " + scan.relation(), context.inputs().apply(scan)));
  }

  /**
   * The rows of another recursion, which the step reads.
   *
   * @throws SqlException {@link ErrorCode#FEATURE_NOT_SUPPORTED} if they depend on the round
   */
  Operator input(Rel.Recursive other) {
    if (readsRound(other)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "WITH RECURSIVE that depends on the rows of another one around it is not supported");
    }
    return recursions.computeIfAbsent(
        other, recursion -> fed("Recursion", outer.recursion(recursion)));
  }

  /** The rows of what is computed once: for the round that it depends on, else for all of them. */
  Operator input(Rel.Once once) {
    return readsRound(once)
        ? Objects.requireNonNull(steps).onceOperator(once)
        : onces.computeIfAbsent(once, rows -> fed("Once", outer.onceOperator(rows)));
  }

  private boolean readsRound(Rel rel) {
    return rel instanceof Rel.Working round && round.name().equals(recursive.working())
        || rel.inputs().stream().anyMatch(this::readsRound);
  }

  private InputOperator fed(String name, Operator outside) {
    InputOperator within = inputOperator(name);
    feeds.add(new RecursiveOperator.Feed(outside, within));
    return within;
  }
}
