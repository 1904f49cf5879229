package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Columns of an enclosing query within a subquery, until {@link Unnesting} removes them: numbered
 * from 65536 on, so that an ordinary {@link Expr.Column} can carry the frame it belongs to.
 */
final class OuterColumns {
  private static final int FRAME_SHIFT = 16;
  static final int MAX_COLUMNS = 1 << FRAME_SHIFT;
  static final int MAX_FRAMES = (1 << (Integer.SIZE - 1 - FRAME_SHIFT)) - 1;

  private OuterColumns() {}

  static Expr.Column of(int frame, Expr.Column column) {
    return new Expr.Column(
        (frame + 1) << FRAME_SHIFT | column.index(), column.type(), column.nullable());
  }

  static boolean isOuter(Expr.Column column) {
    return column.index() >= MAX_COLUMNS;
  }

  static boolean isOf(Expr.Column column, int frame) {
    return column.index() >>> FRAME_SHIFT == frame + 1;
  }

  /** The column in its own frame. */
  static Expr.Column inner(Expr.Column column) {
    return new Expr.Column(column.index() & (MAX_COLUMNS - 1), column.type(), column.nullable());
  }

  static boolean any(Expr expr) {
    return expr instanceof Expr.Column column
        ? isOuter(column)
        : expr.operands().stream().anyMatch(OuterColumns::any);
  }

  static boolean anyOf(Expr expr, int frame) {
    return expr instanceof Expr.Column column
        ? isOf(column, frame)
        : expr.operands().stream().anyMatch(operand -> anyOf(operand, frame));
  }

  static boolean anyOf(Rel rel, int frame) {
    TreeMap<Integer, Expr.Column> found = new TreeMap<>();
    collect(rel, frame, found);
    return !found.isEmpty();
  }

  /** The columns of a frame that a subquery refers to, by their index in that frame. */
  static SortedMap<Integer, Expr.Column> of(Rel rel, int frame) {
    TreeMap<Integer, Expr.Column> found = new TreeMap<>();
    collect(rel, frame, found);
    return found;
  }

  private static void collect(Rel rel, int frame, SortedMap<Integer, Expr.Column> found) {
    RelTransformer.mapExprs(
        rel,
        expr -> {
          collect(expr, frame, found);
          return expr;
        });
    rel.inputs().forEach(input -> collect(input, frame, found));
  }

  private static void collect(Expr expr, int frame, SortedMap<Integer, Expr.Column> found) {
    if (expr instanceof Expr.Column column) {
      if (isOf(column, frame)) {
        Expr.Column inner = inner(column);
        found.put(inner.index(), inner);
      }
    } else {
      expr.operands().forEach(operand -> collect(operand, frame, found));
    }
  }

  /** Replaces every column, outer ones included. */
  static Expr mapColumns(Expr expr, UnaryOperator<Expr> map) {
    return ExprTransformer.transform(
        expr, node -> node instanceof Expr.Column ? map.apply(node) : node);
  }

  /** The expression with local columns moved by a distance; outer ones stay. */
  static Expr shift(Expr expr, int distance) {
    return distance == 0
        ? expr
        : mapColumns(
            expr,
            node ->
                node instanceof Expr.Column column && !isOuter(column)
                    ? new Expr.Column(column.index() + distance, column.type(), column.nullable())
                    : node);
  }
}
