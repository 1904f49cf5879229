package dev.headrace.codegen.circuit;

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

/** Plans the step of a recursive query as a circuit within the query's. */
final class RecursionPlanner {
  private final PlanContext context;
  private final Circuit circuit;
  private final Map<String, InputOperator> scans = new LinkedHashMap<>();
  private final List<RecursiveOperator.Feed> feeds = new ArrayList<>();

  /**
   * @param outer the query's circuit
   */
  RecursionPlanner(Circuit outer, PlanContext context) {
    if (context.mode() != PlanMode.ONCE) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "WITH RECURSIVE is not supported in materialized views and within itself");
    }
    this.context = context;
    this.circuit = outer.nested();
  }

  RecursiveOperator.Step plan(Rel.Recursive recursive) {
    InputOperator working =
        circuit.add(new InputOperator("round before", circuit.workers().count()));
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
    Operator result =
        new CircuitPlanner(circuit, within, Map.of(recursive.working(), working))
            .plan("Round", comparable(recursive.step(), recursive));
    return new RecursiveOperator.Step(circuit, working, result, feeds);
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

  private Operator input(Rel.Scan scan) {
    return scans.computeIfAbsent(
        scan.identity(),
        identity -> {
          InputOperator within =
              circuit.add(new InputOperator("Scan " + scan.relation(), circuit.workers().count()));
          feeds.add(new RecursiveOperator.Feed(context.inputs().apply(scan), within));
          return within;
        });
  }
}
