package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join.Kind;
import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes joins and filters: equalities between the sides become keys, conditions on one side go
 * below the join where that changes nothing, the rest is the residual.
 *
 * <p>Conditions with outer columns stay above: unnesting finds them there.
 */
final class Joins {
  private Joins() {}

  /** The rows for which all conditions are TRUE. */
  static Rel filter(Rel rel, List<Expr> conjuncts) {
    List<Expr> above = new ArrayList<>();
    List<Expr> below = new ArrayList<>();
    for (Expr conjunct : conjuncts) {
      if (!conjunct.equals(Expr.Literal.TRUE)) {
        (isMovable(conjunct) ? below : above).add(conjunct);
      }
    }
    Rel filtered = below.isEmpty() ? rel : pushed(rel, below);
    return above.isEmpty() ? filtered : onTop(filtered, above);
  }

  private static boolean isMovable(Expr conjunct) {
    return ExprProperties.isDeterministic(conjunct) && !OuterColumns.any(conjunct);
  }

  private static Rel onTop(Rel rel, List<Expr> conjuncts) {
    if (rel instanceof Rel.Filter(Rel input, Expr predicate)) {
      List<Expr> all = Conditions.conjuncts(predicate);
      all.addAll(conjuncts);
      return new Rel.Filter(input, Conditions.and(all));
    }
    return new Rel.Filter(rel, Conditions.and(conjuncts));
  }

  private static Rel pushed(Rel rel, List<Expr> conjuncts) {
    if (!(rel instanceof Rel.Join join)) {
      return onTop(rel, conjuncts);
    }
    return switch (join.kind()) {
      case INNER -> {
        Sides sides = new Sides(join.left(), join.right(), join.keys(), join.residual());
        conjuncts.forEach(c -> sides.add(Kind.INNER, c));
        yield sides.join(Kind.INNER);
      }
      case LEFT, SEMI, ANTI -> {
        int width = join.left().fields().size();
        List<Expr> left = new ArrayList<>();
        List<Expr> rest = new ArrayList<>();
        for (Expr conjunct : conjuncts) {
          (side(conjunct, width) == Side.RIGHT || side(conjunct, width) == Side.BOTH ? rest : left)
              .add(conjunct);
        }
        Rel below = left.isEmpty() ? join.left() : filter(join.left(), left);
        Rel pushed = new Rel.Join(join.kind(), below, join.right(), join.keys(), join.residual());
        yield rest.isEmpty() ? pushed : onTop(pushed, rest);
      }
      case RIGHT, FULL -> onTop(rel, conjuncts);
    };
  }

  /** A join on conditions over the left columns followed by the right ones. */
  static Rel join(Kind kind, Rel left, Rel right, List<Expr> conjuncts) {
    Sides sides = new Sides(left, right, List.of(), null);
    for (Expr conjunct : conjuncts) {
      sides.add(kind, conjunct);
    }
    return sides.join(kind);
  }

  private enum Side {
    NONE,
    LEFT,
    RIGHT,
    BOTH
  }

  /** Where the local columns of an expression are from. */
  private static Side side(Expr expr, int leftWidth) {
    if (expr instanceof Expr.Column column) {
      return OuterColumns.isOuter(column)
          ? Side.NONE
          : column.index() < leftWidth ? Side.LEFT : Side.RIGHT;
    }
    Side side = Side.NONE;
    for (Expr operand : expr.operands()) {
      Side other = side(operand, leftWidth);
      if (side == Side.NONE) {
        side = other;
      } else if (other != Side.NONE && other != side) {
        return Side.BOTH;
      }
    }
    return side;
  }

  /** The two sides of a join while conditions are being distributed. */
  private static final class Sides {
    private final Rel left;
    private final Rel right;
    private final int leftWidth;
    private final List<Expr> leftFilters = new ArrayList<>();
    private final List<Expr> rightFilters = new ArrayList<>();
    private final List<Expr> residual = new ArrayList<>();
    private final List<Rel.Join.Key> keys = new ArrayList<>();
    private final List<Expr> leftComputed = new ArrayList<>();
    private final List<Expr> rightComputed = new ArrayList<>();

    private Sides(Rel left, Rel right, List<Rel.Join.Key> keys, @Nullable Expr residual) {
      this.left = left;
      this.right = right;
      this.leftWidth = left.fields().size();
      this.keys.addAll(keys);
      this.residual.addAll(Conditions.conjuncts(residual));
    }

    private void add(Kind kind, Expr conjunct) {
      boolean movable = isMovable(conjunct);
      Side side = side(conjunct, leftWidth);
      boolean leftMayFilter = kind == Kind.INNER || kind == Kind.SEMI || kind == Kind.RIGHT;
      boolean rightMayFilter = kind != Kind.RIGHT && kind != Kind.FULL;
      if (movable && side == Side.LEFT && leftMayFilter) {
        leftFilters.add(conjunct);
      } else if (movable && side == Side.RIGHT && rightMayFilter) {
        rightFilters.add(OuterColumns.shift(conjunct, -leftWidth));
      } else if (!movable || side != Side.BOTH || !addKey(conjunct)) {
        residual.add(conjunct);
      }
    }

    private boolean addKey(Expr conjunct) {
      return switch (conjunct) {
        case Expr.Comparison(Expr.Comparison.Operator operator, Expr a, Expr b) ->
            operator == Expr.Comparison.Operator.EQUAL && addKey(a, b, false);
        case Expr.Not(Expr.DistinctFrom(Expr a, Expr b)) -> addKey(a, b, true);
        default -> false;
      };
    }

    private boolean addKey(Expr a, Expr b, boolean nullsMatch) {
      Side sideOfA = side(a, leftWidth);
      Side sideOfB = side(b, leftWidth);
      if (sideOfA == Side.RIGHT && sideOfB == Side.LEFT) {
        return addKey(b, a, nullsMatch);
      }
      if (sideOfA != Side.LEFT || sideOfB != Side.RIGHT || !sameEquality(a, b)) {
        return false;
      }
      Expr ofRight = OuterColumns.shift(b, -leftWidth);
      keys.add(
          new Rel.Join.Key(
              column(a, leftComputed, leftWidth),
              column(ofRight, rightComputed, right.fields().size()),
              nullsMatch));
      return true;
    }

    /** CHAR ignores trailing blanks, so it has other equal values than the text it meets. */
    private static boolean sameEquality(Expr a, Expr b) {
      dev.headrace.model.SqlType.Kind left = a.type().kind();
      dev.headrace.model.SqlType.Kind right = b.type().kind();
      return (left == dev.headrace.model.SqlType.Kind.CHAR)
          == (right == dev.headrace.model.SqlType.Kind.CHAR);
    }

    private static int column(Expr expr, List<Expr> computed, int width) {
      if (expr instanceof Expr.Column column) {
        return column.index();
      }
      int at = computed.indexOf(expr);
      if (at < 0) {
        at = computed.size();
        computed.add(expr);
      }
      return width + at;
    }

    private Rel join(Kind kind) {
      Rel filteredLeft = leftFilters.isEmpty() ? left : filter(left, leftFilters);
      Rel filteredRight = rightFilters.isEmpty() ? right : filter(right, rightFilters);
      if (leftComputed.isEmpty() && rightComputed.isEmpty()) {
        return new Rel.Join(
            kind, filteredLeft, filteredRight, keys, Conditions.andOrNull(residual));
      }
      Rel wideLeft = Projections.append(filteredLeft, leftComputed);
      Rel wideRight = Projections.append(filteredRight, rightComputed);
      List<Expr> shifted = new ArrayList<>();
      for (Expr conjunct : residual) {
        shifted.add(
            OuterColumns.mapColumns(
                conjunct,
                node ->
                    node instanceof Expr.Column column
                            && !OuterColumns.isOuter(column)
                            && column.index() >= leftWidth
                        ? new Expr.Column(
                            column.index() + leftComputed.size(), column.type(), column.nullable())
                        : node));
      }
      Rel wide = new Rel.Join(kind, wideLeft, wideRight, keys, Conditions.andOrNull(shifted));
      return withoutComputed(wide, kind);
    }

    private Rel withoutComputed(Rel wide, Kind kind) {
      List<Integer> kept = new ArrayList<>();
      for (int i = 0; i < leftWidth; i++) {
        kept.add(i);
      }
      if (!kind.leftOnly()) {
        int start = leftWidth + leftComputed.size();
        for (int i = 0; i < right.fields().size(); i++) {
          kept.add(start + i);
        }
      }
      return Projections.columns(wide, kept);
    }
  }

  /** The fields of a join without making it. */
  static List<Field> fields(Kind kind, Rel left, Rel right) {
    return new Rel.Join(kind, left, right, List.of(), null).fields();
  }
}
