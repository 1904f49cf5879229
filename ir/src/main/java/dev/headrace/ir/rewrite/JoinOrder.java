package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts inner joins into an order in which as many as possible have an equality between their sides:
 * from an input on, the next one that is connected with those before, filtered ones first; where
 * none is, the rest is joined by itself, and the parts are multiplied in the end.
 */
final class JoinOrder {
  private final List<Rel> inputs;
  private final List<Expr> conditions;
  private final int[] firstColumns;
  private final int[] positions;
  private int products;

  /** A part of the result: the inputs in it, in the order of their columns. */
  private record Part(Rel rel, List<Integer> inputs) {}

  JoinOrder(InnerJoins joins) {
    this.inputs = joins.inputs();
    this.conditions = new ArrayList<>(joins.conditions());
    this.firstColumns = new int[inputs.size() + 1];
    for (int i = 0; i < inputs.size(); i++) {
      firstColumns[i + 1] = firstColumns[i] + inputs.get(i).fields().size();
    }
    this.positions = new int[firstColumns[inputs.size()]];
    Arrays.fill(positions, -1);
  }

  /** The joins in their new order. */
  Rel joined() {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      open.add(i);
    }
    @Nullable Part result = null;
    while (!open.isEmpty()) {
      int first = takeFirst(open);
      Part part = new Part(inputs.get(first), List.of(first));
      for (int next = takeConnected(part, open); next >= 0; next = takeConnected(part, open)) {
        part = join(part, new Part(inputs.get(next), List.of(next)));
      }
      result = result == null ? part : join(result, part);
    }
    Part whole = Objects.requireNonNull(result);
    place(whole.inputs);
    return whole.rel;
  }

  private int takeFirst(List<Integer> open) {
    for (int i = 0; i < open.size(); i++) {
      if (isFiltered(open.get(i))) {
        return open.remove(/* index */ i);
      }
    }
    return open.removeFirst();
  }

  private int takeConnected(Part part, List<Integer> open) {
    int found = -1;
    for (int i = 0; i < open.size(); i++) {
      if (isConnected(part.inputs, List.of(open.get(i)))
          && (found < 0 || (isFiltered(open.get(i)) && !isFiltered(open.get(found))))) {
        found = i;
      }
    }
    return found < 0 ? -1 : open.remove(/* index */ found);
  }

  private boolean isFiltered(int input) {
    Rel rel = inputs.get(input);
    while (rel instanceof Rel.Project project) {
      rel = project.input();
    }
    return rel instanceof Rel.Filter;
  }

  private boolean isConnected(List<Integer> left, List<Integer> right) {
    BitSet columns = columns(left);
    BitSet others = columns(right);
    return conditions.stream().anyMatch(condition -> connects(condition, columns, others));
  }

  private static boolean connects(Expr condition, BitSet left, BitSet right) {
    return switch (condition) {
      case Comparison(Comparison.Operator operator, Expr a, Expr b)
          when operator == Comparison.Operator.EQUAL ->
          Conditions.areKeyTypes(a.type(), b.type()) && connects(a, b, left, right);
      case Expr.Not(Expr.DistinctFrom(Expr.Column a, Expr.Column b)) ->
          Conditions.areKeyTypes(a.type(), b.type()) && connects(a, b, left, right);
      default -> false;
    };
  }

  private static boolean connects(Expr a, Expr b, BitSet left, BitSet right) {
    return (reads(a, left) && reads(b, right)) || (reads(a, right) && reads(b, left));
  }

  private static boolean reads(Expr expr, BitSet columns) {
    return !ExprProperties.usedColumns(expr).isEmpty() && Conditions.readsOnly(expr, columns);
  }

  private BitSet columns(List<Integer> parts) {
    BitSet columns = new BitSet();
    parts.forEach(input -> columns.set(firstColumns[input], firstColumns[input + 1]));
    return columns;
  }

  /** Joins two parts on all conditions that can be evaluated then. */
  private Part join(Part left, Part right) {
    products += isConnected(left.inputs, right.inputs) ? 0 : 1;
    List<Integer> both = new ArrayList<>(left.inputs);
    both.addAll(right.inputs);
    place(both);
    BitSet columns = columns(both);
    List<Expr> residual = new ArrayList<>();
    for (int i = 0; i < conditions.size(); ) {
      if (Conditions.readsOnly(conditions.get(i), columns)) {
        residual.add(ExprTransformer.remap(conditions.remove(i), column -> positions[column]));
      } else {
        i++;
      }
    }
    Expr condition = residual.isEmpty() ? null : ExprTransformer.and(residual);
    return new Part(new Join(Join.Kind.INNER, left.rel, right.rel, List.of(), condition), both);
  }

  /** Notes where the columns of some inputs are, one after the other. */
  private void place(List<Integer> order) {
    int position = 0;
    for (int input : order) {
      for (int column = firstColumns[input]; column < firstColumns[input + 1]; column++) {
        positions[column] = position++;
      }
    }
  }

  /** How many of the joins try every pair. */
  int products() {
    return products;
  }

  /** Where a column of all inputs is in the result. */
  int position(int column) {
    return positions[column];
  }
}
