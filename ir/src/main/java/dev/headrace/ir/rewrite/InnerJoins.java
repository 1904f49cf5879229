package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.ir.RelTransformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tree of inner joins, and of projections between them that only choose columns, as one join of
 * many inputs: the inputs, and conditions over all their columns, one input's after the other's.
 */
final class InnerJoins {
  private final List<Rel> inputs = new ArrayList<>();
  private final List<Expr> conditions = new ArrayList<>();
  private int width;
  private int products;

  /** Takes a tree apart. Returns for each of its columns which one of all inputs' it is. */
  int[] flatten(Rel rel) {
    return switch (rel) {
      case Join join when join.kind() == Join.Kind.INNER -> flattenJoin(join);
      case Rel.Project project when choosesColumns(project) -> {
        int[] columns = flatten(project.input());
        yield project.expressions().stream()
            .mapToInt(expr -> columns[((Expr.Column) expr).index()])
            .toArray();
      }
      default -> {
        int first = width;
        inputs.add(rel);
        width += rel.fields().size();
        yield IntStream.range(first, width).toArray();
      }
    };
  }

  private static boolean choosesColumns(Rel.Project project) {
    return project.expressions().stream().allMatch(Expr.Column.class::isInstance)
        && switch (project.input()) {
          case Join join -> join.kind() == Join.Kind.INNER;
          case Rel.Project below -> choosesColumns(below);
          default -> false;
        };
  }

  private int[] flattenJoin(Join join) {
    int[] left = flatten(join.left());
    int[] right = flatten(join.right());
    products += join.keys().isEmpty() ? 1 : 0;
    for (Join.Key key : join.keys()) {
      Expr a = moved(RelTransformer.column(join.left(), key.left()), left);
      Expr b = moved(RelTransformer.column(join.right(), key.right()), right);
      conditions.add(
          key.nullsMatch()
              ? new Expr.Not(new Expr.DistinctFrom(a, b))
              : new Comparison(Comparison.Operator.EQUAL, a, b));
    }
    int[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    for (Expr conjunct : ExprTransformer.conjuncts(join.residual())) {
      conditions.add(moved(conjunct, both));
    }
    return both;
  }

  private static Expr moved(Expr expr, int[] columns) {
    return ExprTransformer.remap(expr, index -> columns[index]);
  }

  List<Rel> inputs() {
    return inputs;
  }

  List<Expr> conditions() {
    return conditions;
  }

  /** How many of the joins try every pair. */
  int products() {
    return products;
  }
}
