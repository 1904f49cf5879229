package dev.headrace.ir.nulls;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What becomes of a query when one of its parameters is NULL. */
public final class ParameterNulls {
  private ParameterNulls() {}

  /**
   * For each column the parameters that make it NULL, in some row at least, when they are NULL.
   * Where a CASE asks about a parameter, nothing is said about that parameter.
   */
  public static List<BitSet> spread(Rel rel) {
    return switch (rel) {
      case Rel.Values values -> {
        List<BitSet> columns = nothing(values);
        for (List<Expr> row : values.rows()) {
          for (int i = 0; i < row.size(); i++) {
            columns.get(i).or(spread(row.get(i), List.of()));
          }
        }
        yield columns;
      }
      case Rel.Project project -> {
        List<BitSet> input = spread(project.input());
        List<BitSet> columns = new ArrayList<>();
        project.expressions().forEach(expression -> columns.add(spread(expression, input)));
        yield columns;
      }
      case Rel.Filter filter -> spread(filter.input());
      case Rel.Sort sort -> spread(sort.input());
      case Rel.Once once -> spread(once.input());
      case Rel.Join join when !join.kind().keepsUnmatchedRight() -> {
        List<BitSet> columns = new ArrayList<>(spread(join.left()));
        while (columns.size() < join.fields().size()) {
          columns.add(new BitSet());
        }
        yield columns;
      }
      case Rel.Join _,
          Rel.Aggregate _,
          Rel.Expand _,
          Rel.Recursive _,
          Rel.Scan _,
          Rel.SetOperation _,
          Rel.Union _,
          Rel.Window _,
          Rel.Working _ ->
          nothing(rel);
    };
  }

  private static List<BitSet> nothing(Rel rel) {
    List<BitSet> columns = new ArrayList<>();
    rel.fields().forEach(field -> columns.add(new BitSet()));
    return columns;
  }

  private static BitSet spread(Expr expr, List<BitSet> input) {
    return switch (expr) {
      case Expr.Column column ->
          column.index() < input.size() ? input.get(column.index()) : new BitSet();
      case Expr.Parameter parameter -> {
        BitSet found = new BitSet();
        found.set(parameter.index());
        yield found;
      }
      case Expr.Arithmetic _,
          Expr.Call _,
          Expr.Cast _,
          Expr.Comparison _,
          Expr.In _,
          Expr.Not _ -> {
        BitSet found = new BitSet();
        expr.operands().forEach(operand -> found.or(spread(operand, input)));
        yield found;
      }
      case Expr.Coalesce coalesce -> {
        BitSet found = spread(coalesce.operands().getFirst(), input);
        BitSet common = (BitSet) found.clone();
        coalesce.operands().forEach(operand -> common.and(spread(operand, input)));
        yield common;
      }
      case Expr.Case choice -> {
        BitSet found = (BitSet) spread(choice.otherwise(), input).clone();
        choice.branches().forEach(branch -> found.or(spread(branch.result(), input)));
        choice.branches().forEach(branch -> found.andNot(mentioned(branch.condition())));
        yield found;
      }
      case Expr.And _, Expr.Or _, Expr.DistinctFrom _, Expr.IsNull _, Expr.Literal _ ->
          new BitSet();
    };
  }

  private static BitSet mentioned(Expr expr) {
    BitSet found = new BitSet();
    if (expr instanceof Expr.Parameter parameter) {
      found.set(parameter.index());
    }
    expr.operands().forEach(operand -> found.or(mentioned(operand)));
    return found;
  }

  /** The parameters that make a condition of the query hold for no row when they are NULL. */
  public static BitSet ruleOut(Rel rel) {
    BitSet found = new BitSet();
    addRuledOut(rel, found, Collections.newSetFromMap(new IdentityHashMap<>()));
    return found;
  }

  private static void addRuledOut(Rel rel, BitSet found, Set<Rel> seen) {
    if (!seen.add(rel)) {
      return;
    }
    switch (rel) {
      case Rel.Filter filter -> found.or(Strictness.parametersOfTrue(filter.predicate()));
      case Rel.Join join -> {
        Expr residual = join.residual();
        if (residual != null) {
          found.or(Strictness.parametersOfTrue(residual));
        }
        addByKeys(join, found);
      }
      case Rel.Aggregate _,
          Rel.Expand _,
          Rel.Once _,
          Rel.Project _,
          Rel.Recursive _,
          Rel.Scan _,
          Rel.SetOperation _,
          Rel.Sort _,
          Rel.Union _,
          Rel.Values _,
          Rel.Window _,
          Rel.Working _ -> {}
    }
    rel.inputs().forEach(input -> addRuledOut(input, found, seen));
  }

  /** A parameter that a subquery is compared with is a column of its side. */
  private static void addByKeys(Rel.Join join, BitSet found) {
    List<BitSet> left = spread(join.left());
    List<BitSet> right = spread(join.right());
    for (Rel.Join.Key key : join.keys()) {
      if (!key.nullsMatch()) {
        found.or(left.get(key.left()));
        found.or(right.get(key.right()));
      }
    }
  }
}
