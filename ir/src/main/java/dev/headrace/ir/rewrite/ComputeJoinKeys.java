package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.ir.RelTransformer;
import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code x JOIN y ON f(x) = g(y) -> Project (Project (x, f) JOIN Project (y, g) ON KEY (f, g))}:
 * computed keys become columns, so that the join can look them up instead of trying every pair. Not
 * where a side can fail; it would then be evaluated for rows that have no partner.
 */
final class ComputeJoinKeys implements Rule {
  /** An equality between an expression over the left and one over the right columns. */
  private record Equality(Expr left, Expr right) {}

  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Join join) || join.residual() == null) {
      return rel;
    }
    int leftColumns = join.left().fields().size();
    List<Expr> conjuncts = ExprTransformer.conjuncts(join.residual());
    for (int i = 0; i < conjuncts.size(); i++) {
      Equality equality = equality(conjuncts.get(i), leftColumns);
      if (equality != null) {
        conjuncts.remove(i);
        return withKey(join, equality, conjuncts);
      }
    }
    return rel;
  }

  private static @Nullable Equality equality(Expr conjunct, int leftColumns) {
    if (!(conjunct instanceof Comparison(Comparison.Operator operator, Expr a, Expr b))
        || operator != Comparison.Operator.EQUAL
        || !Conditions.isMovable(conjunct)
        || !Conditions.areKeyTypes(a.type(), b.type())) {
      return null;
    }
    if (isSide(a, 0, leftColumns) && isSide(b, leftColumns, Integer.MAX_VALUE)) {
      return new Equality(a, ExprTransformer.shift(b, -leftColumns));
    }
    if (isSide(b, 0, leftColumns) && isSide(a, leftColumns, Integer.MAX_VALUE)) {
      return new Equality(b, ExprTransformer.shift(a, -leftColumns));
    }
    return null;
  }

  private static boolean isSide(Expr expr, int start, int end) {
    return !ExprProperties.usedColumns(expr).isEmpty()
        && Conditions.readsOnlyFrom(expr, start)
        && Conditions.readsOnlyBelow(expr, end);
  }

  private static Rel withKey(Join join, Equality equality, List<Expr> rest) {
    int leftColumns = join.left().fields().size();
    int rightColumns = join.right().fields().size();
    Rel left = withColumn(join.left(), equality.left);
    Rel right = withColumn(join.right(), equality.right);
    int added = left.fields().size() - leftColumns;
    List<Join.Key> keys = new ArrayList<>(join.keys());
    keys.add(
        new Join.Key(
            position(equality.left, leftColumns), position(equality.right, rightColumns), false));
    Expr residual =
        rest.isEmpty()
            ? null
            : ExprTransformer.remap(
                ExprTransformer.and(rest), c -> c < leftColumns ? c : c + added);
    Join result = new Join(join.kind(), left, right, keys, residual);
    List<Expr> columns = new ArrayList<>(RelTransformer.columns(result).subList(0, leftColumns));
    if (!join.kind().leftOnly()) {
      int start = leftColumns + added;
      columns.addAll(RelTransformer.columns(result).subList(start, start + rightColumns));
    }
    return new Rel.Project(result, columns, join.fields());
  }

  private static int position(Expr expr, int columns) {
    return expr instanceof Expr.Column column ? column.index() : columns;
  }

  private static Rel withColumn(Rel input, Expr expr) {
    if (expr instanceof Expr.Column) {
      return input;
    }
    List<Expr> expressions = new ArrayList<>(RelTransformer.columns(input));
    List<Field> fields = new ArrayList<>(input.fields());
    expressions.add(expr);
    fields.add(new Field("key", expr.type(), expr.nullable()));
    return new Rel.Project(input, expressions, fields);
  }
}
