package dev.headrace.engine.access;

import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.ir.Determinism;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds scans of which a join needs only the rows that the other side has values for.
 *
 * <p>Between the join and the scan there may be whatever lets its rows through by these values:
 * filters, projections that keep the columns, groups by them, and joins of which the scan's side
 * decides.
 */
final class JoinPaths {
  private final int number;
  private final Rel.Join join;
  private final Predicate<Rel> isPrivate;
  private final Function<Rel.Scan, List<KeyOrder>> orders;

  JoinPaths(
      int number,
      Rel.Join join,
      Predicate<Rel> isPrivate,
      Function<Rel.Scan, List<KeyOrder>> orders) {
    this.number = number;
    this.join = join;
    this.isPrivate = isPrivate;
    this.orders = orders;
  }

  void find(BiConsumer<Rel.Scan, AccessPath> found) {
    // a side whose unmatched rows are not in the result
    if (!join.kind().keepsUnmatchedRight()) {
      find(true, found);
    }
    if (!join.kind().keepsUnmatchedLeft() && join.kind() != Rel.Join.Kind.ANTI) {
      find(false, found);
    }
  }

  private void find(boolean innerRight, BiConsumer<Rel.Scan, AccessPath> found) {
    Map<Integer, Expr> wanted = new LinkedHashMap<>();
    Rel inner = innerRight ? join.right() : join.left();
    Rel outer = innerRight ? join.left() : join.right();
    for (Rel.Join.Key key : join.keys()) {
      int innerColumn = innerRight ? key.right() : key.left();
      int outerColumn = innerRight ? key.left() : key.right();
      Kind innerKind = inner.fields().get(innerColumn).type().kind();
      Kind outerKind = outer.fields().get(outerColumn).type().kind();
      if (!key.nullsMatch() && sameBytes(innerKind, outerKind)) {
        wanted.put(outerColumn, RelTransformer.column(inner, innerColumn));
      }
    }
    if (wanted.isEmpty() || !isDeterministic(outer) || readsRound(outer)) {
      return;
    }
    descend(
        inner,
        wanted,
        (scan, columns) -> {
          for (KeyOrder order : orders.apply(scan)) {
            AccessPath path = path(order, columns, outer, innerRight);
            if (path != null) {
              found.accept(scan, path);
            }
          }
        });
  }

  private static boolean sameBytes(Kind inner, Kind outer) {
    boolean texts = inner.isText() && outer.isText();
    return inner == outer || (texts && inner != Kind.CHAR && outer != Kind.CHAR);
  }

  // what a recursion's round reads is not there before the recursion runs
  private static boolean readsRound(Rel rel) {
    return rel instanceof Rel.Working || rel.inputs().stream().anyMatch(JoinPaths::readsRound);
  }

  private static boolean isDeterministic(Rel rel) {
    // the rows of a round of recursion, and what is computed once, are not there before it
    return Determinism.ofOwn(rel)
        && !(rel instanceof Rel.Working || rel instanceof Rel.Once)
        && rel.inputs().stream().allMatch(JoinPaths::isDeterministic);
  }

  private @Nullable AccessPath path(
      KeyOrder order, Map<Integer, Expr> columns, Rel outer, boolean innerRight) {
    if (order.predicate() != null) {
      return null;
    }
    List<Integer> sources = new ArrayList<>();
    for (KeyColumn column : order.columns()) {
      Integer source = null;
      for (Map.Entry<Integer, Expr> entry : columns.entrySet()) {
        if (entry.getValue().equals(column.expression())
            || (entry.getValue() instanceof Expr.Column a
                && column.expression() instanceof Expr.Column b
                && a.index() == b.index())) {
          source = entry.getKey();
        }
      }
      if (source == null) {
        break;
      }
      sources.add(source);
    }
    return sources.isEmpty()
        ? null
        : new AccessPath.Joined(order, number, outer, innerRight, sources);
  }

  private void descend(
      Rel rel, Map<Integer, Expr> wanted, BiConsumer<Rel.Scan, Map<Integer, Expr>> found) {
    if (!isPrivate.test(rel) || wanted.isEmpty()) {
      return;
    }
    switch (rel) {
      case Rel.Scan scan -> found.accept(scan, wanted);
      case Rel.Filter filter -> descend(filter.input(), wanted, found);
      case Rel.Project project -> {
        if (project.expressions().stream().allMatch(ExprProperties::isDeterministic)) {
          descend(project.input(), substituted(wanted, project.expressions()), found);
        }
      }
      case Rel.Aggregate aggregate -> {
        List<Expr> keys =
            aggregate.keys().stream()
                .<Expr>map(key -> RelTransformer.column(aggregate.input(), key))
                .toList();
        descend(aggregate.input(), substituted(only(wanted, 0, keys.size()), keys), found);
      }
      case Rel.Join below -> descendJoin(below, wanted, found);
      case Rel.Sort sort -> {
        if (sort.limit() == null && sort.offset() == null) {
          descend(sort.input(), wanted, found);
        }
      }
      case Rel.Expand _,
          Rel.Once _,
          Rel.Recursive _,
          Rel.SetOperation _,
          Rel.Union _,
          Rel.Values _,
          Rel.Window _,
          Rel.Working _ -> {}
    }
  }

  private void descendJoin(
      Rel.Join below, Map<Integer, Expr> wanted, BiConsumer<Rel.Scan, Map<Integer, Expr>> found) {
    int width = below.left().fields().size();
    if (!below.kind().keepsUnmatchedRight()) {
      descend(below.left(), only(wanted, 0, width), found);
    }
    if (!below.kind().keepsUnmatchedLeft() && !below.kind().leftOnly()) {
      Map<Integer, Expr> right = new LinkedHashMap<>();
      only(wanted, width, Integer.MAX_VALUE)
          .forEach((source, expr) -> right.put(source, ExprTransformer.shift(expr, -width)));
      descend(below.right(), right, found);
    }
  }

  private static Map<Integer, Expr> substituted(Map<Integer, Expr> wanted, List<Expr> columns) {
    Map<Integer, Expr> result = new LinkedHashMap<>();
    wanted.forEach((s, expr) -> result.put(s, ExprTransformer.substitute(expr, columns)));
    return result;
  }

  /** Those that read columns in a range only. */
  private static Map<Integer, Expr> only(Map<Integer, Expr> wanted, int from, int to) {
    Map<Integer, Expr> result = new LinkedHashMap<>();
    wanted.forEach(
        (source, expr) -> {
          if (ExprProperties.usedColumns(expr).stream().allMatch(c -> c >= from && c < to)) {
            result.put(source, expr);
          }
        });
    return result;
  }
}
