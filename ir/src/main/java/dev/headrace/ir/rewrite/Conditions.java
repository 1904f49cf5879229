package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/** What rules ask about conditions. */
final class Conditions {
  private Conditions() {}

  /** A filter's conjuncts in two lists, each in the original order. */
  record Split(List<Expr> moved, List<Expr> kept) {}

  /**
   * Tells the conjuncts that may move below the node under the filter, evaluated there on more
   * rows, from those that stay.
   *
   * @param fits which conjuncts could be evaluated there at all
   */
  static Split split(Expr predicate, Predicate<Expr> fits) {
    Split split = new Split(new ArrayList<>(), new ArrayList<>());
    for (Expr conjunct : ExprTransformer.conjuncts(predicate)) {
      boolean moves = isMovable(conjunct) && fits.test(conjunct);
      (moves ? split.moved : split.kept).add(conjunct);
    }
    return split;
  }

  /** Whether evaluating it for more rows, or more often, is not noticed. */
  static boolean isMovable(Expr expr) {
    return !ExprProperties.canFail(expr) && ExprProperties.isDeterministic(expr);
  }

  /** Whether all columns it reads are below a number. */
  static boolean readsOnlyBelow(Expr expr, int end) {
    return ExprProperties.usedColumns(expr).length() <= end;
  }

  /** Whether it reads no column below a number. */
  static boolean readsOnlyFrom(Expr expr, int start) {
    int first = ExprProperties.usedColumns(expr).nextSetBit(0);
    return first < 0 || first >= start;
  }

  /** Whether it reads only some columns. */
  static boolean readsOnly(Expr expr, BitSet columns) {
    BitSet used = ExprProperties.usedColumns(expr);
    used.andNot(columns);
    return used.isEmpty();
  }

  /**
   * Whether the expression gives the same for values that SQL calls equal. {@code 1.0 = 1.00}, but
   * their texts differ, so a predicate on the text must see the group's value and no other of its
   * rows. Comparisons and IS NULL of the columns themselves are safe.
   */
  static boolean respectsEquality(Expr expr) {
    boolean comparesOperands =
        expr instanceof Expr.Comparison
            || expr instanceof Expr.DistinctFrom
            || expr instanceof Expr.In
            || expr instanceof Expr.IsNull;
    for (Expr operand : expr.operands()) {
      boolean direct = comparesOperands && operand instanceof Expr.Column;
      if (!direct && !respectsEquality(operand)) {
        return false;
      }
    }
    return !(expr instanceof Expr.Column column) || equalMeansSame(column.type());
  }

  /** Whether equal values of a type cannot be told apart. */
  static boolean equalMeansSame(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          TEXT,
          VARCHAR,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          UUID,
          ENUM ->
          true;
      case REAL, DOUBLE, NUMERIC, CHAR, INTERVAL, JSONB, ARRAY -> false;
    };
  }

  /** Whether an equality of two types is what a join key tests. */
  static boolean areKeyTypes(SqlType left, SqlType right) {
    return left.kind() == right.kind()
        || (left.kind().isText()
            && right.kind().isText()
            && left.kind() != SqlType.Kind.CHAR
            && right.kind() != SqlType.Kind.CHAR);
  }
}
