package dev.headrace.engine.access;

import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison.Operator;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what the conjuncts of a filter say about the columns of a key. */
final class KeyConditions {
  private static final String EQUALS_ANY = "= any";

  private final KeyOrder order;
  private final List<Expr> conjuncts;
  private final List<Expr> used = new ArrayList<>();
  private final ExprMatch match = new ExprMatch();

  private KeyConditions(KeyOrder order, List<Expr> conjuncts) {
    this.order = order;
    this.conjuncts = conjuncts;
  }

  /**
   * The condition on a key, perhaps on none of its columns; empty if the key's index might lack
   * rows that the filter accepts.
   */
  static Optional<KeyCondition> find(KeyOrder order, List<Expr> conjuncts) {
    return new KeyConditions(order, conjuncts).find();
  }

  private Optional<KeyCondition> find() {
    for (Expr required : ExprTransformer.conjuncts(order.predicate())) {
      if (!isImplied(required)) {
        return Optional.empty();
      }
    }
    List<ColumnCondition> columns = new ArrayList<>();
    for (KeyColumn column : order.columns()) {
      ColumnCondition condition = condition(column);
      if (condition == null) {
        break;
      }
      columns.add(condition);
      if (!condition.isPoint()) {
        break;
      }
    }
    return Optional.of(new KeyCondition(columns, used, match.assumptions()));
  }

  private boolean isImplied(Expr required) {
    for (Expr conjunct : conjuncts) {
      if (match.matches(conjunct, required)) {
        used.add(conjunct);
        return true;
      }
    }
    return required instanceof Expr.Not not
        && not.operand() instanceof Expr.IsNull isNull
        && conjuncts.stream().anyMatch(conjunct -> isNeverTrueOfNull(conjunct, isNull.operand()));
  }

  /** Whether a condition is not TRUE where a value is NULL. */
  private boolean isNeverTrueOfNull(Expr conjunct, Expr value) {
    return switch (conjunct) {
      case Expr.Comparison c -> match.matches(c.left(), value) || match.matches(c.right(), value);
      case Expr.In in -> match.matches(in.operand(), value);
      case Expr.Call call -> call.arguments().stream().anyMatch(a -> match.matches(a, value));
      case Expr.And _,
          Expr.Arithmetic _,
          Expr.Case _,
          Expr.Cast _,
          Expr.Coalesce _,
          Expr.Column _,
          Expr.DistinctFrom _,
          Expr.IsNull _,
          Expr.Literal _,
          Expr.Not _,
          Expr.Or _,
          Expr.Parameter _ ->
          false;
    };
  }

  private @Nullable ColumnCondition condition(KeyColumn column) {
    for (Expr conjunct : conjuncts) {
      ColumnCondition point = point(column, conjunct);
      if (point != null) {
        used.add(conjunct);
        return point;
      }
    }
    return range(column);
  }

  // ---- single values

  private @Nullable ColumnCondition point(KeyColumn column, Expr conjunct) {
    List<Expr> values = new ArrayList<>();
    if (addValues(column, conjunct, values)) {
      return new ColumnCondition.OneOf(values);
    }
    if (conjunct instanceof Expr.IsNull isNull
        && match.matches(isNull.operand(), column.expression())) {
      return new ColumnCondition.IsNull();
    }
    if (conjunct instanceof Expr.Call call
        && call.function().name().equals(EQUALS_ANY)
        && isValue(call.arguments().get(1))
        && isOf(column, call.arguments().getFirst())
        && element(call.arguments().get(1)).kind() == column.type().kind()) {
      return new ColumnCondition.ElementOf(call.arguments().get(1));
    }
    return null;
  }

  private static SqlType element(Expr array) {
    SqlType element = array.type().element();
    return element == null ? array.type() : element;
  }

  /** Adds the values of which a condition asks a column to be one; false if it does not. */
  private boolean addValues(KeyColumn column, Expr condition, List<Expr> values) {
    return switch (condition) {
      case Expr.Comparison c when c.operator() == Operator.EQUAL ->
          addValue(column, c.left(), c.right(), values)
              || addValue(column, c.right(), c.left(), values);
      case Expr.In in ->
          isOf(column, in.operand())
              && in.values().stream().allMatch(v -> isComparable(column, in.operand(), v))
              && values.addAll(in.values());
      case Expr.Or or -> or.operands().stream().allMatch(o -> addValues(column, o, values));
      case Expr.Column c when column.type().kind() == Kind.BOOLEAN ->
          match.matches(c, column.expression()) && values.add(Expr.Literal.TRUE);
      case Expr.Not not when column.type().kind() == Kind.BOOLEAN ->
          match.matches(not.operand(), column.expression()) && values.add(Expr.Literal.FALSE);
      case Expr.And _,
          Expr.Arithmetic _,
          Expr.Call _,
          Expr.Case _,
          Expr.Cast _,
          Expr.Coalesce _,
          Expr.Column _,
          Expr.Comparison _,
          Expr.DistinctFrom _,
          Expr.IsNull _,
          Expr.Literal _,
          Expr.Not _,
          Expr.Parameter _ ->
          false;
    };
  }

  private boolean addValue(KeyColumn column, Expr side, Expr value, List<Expr> values) {
    return isComparison(column, side, value) && values.add(value);
  }

  // ---- ranges

  private @Nullable ColumnCondition range(KeyColumn column) {
    ColumnCondition.Bound lower = null;
    ColumnCondition.Bound upper = null;
    for (Expr conjunct : conjuncts) {
      if (conjunct instanceof Expr.Call call && isPrefixPattern(column, call)) {
        used.add(conjunct);
        return new ColumnCondition.StartsLike(call.arguments().get(1));
      }
      if (conjunct instanceof Expr.Comparison c) {
        boolean mirrored = !isComparison(column, c.left(), c.right());
        if (mirrored && !isComparison(column, c.right(), c.left())) {
          continue;
        }
        Operator operator = mirrored ? c.operator().mirrored() : c.operator();
        Expr value = mirrored ? c.left() : c.right();
        boolean inclusive =
            operator == Operator.LESS_OR_EQUAL || operator == Operator.GREATER_OR_EQUAL;
        ColumnCondition.Bound bound = new ColumnCondition.Bound(value, inclusive);
        if (lower == null
            && (operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL)) {
          lower = bound;
          used.add(conjunct);
        } else if (upper == null
            && (operator == Operator.LESS || operator == Operator.LESS_OR_EQUAL)) {
          upper = bound;
          used.add(conjunct);
        }
      }
    }
    return lower == null && upper == null ? null : new ColumnCondition.Between(lower, upper);
  }

  private boolean isPrefixPattern(KeyColumn column, Expr.Call call) {
    return call.function().equals(ScalarFunctions.LIKE)
        && isText(column.type().kind())
        && isValue(call.arguments().get(1))
        && isOf(column, call.arguments().getFirst());
  }

  // ---- what counts as the column, and as a value

  private boolean isComparison(KeyColumn column, Expr side, Expr value) {
    return isValue(value) && isOf(column, side) && isComparable(column, side, value);
  }

  /** Whether an expression is the column, or the column as a wider integer or other text. */
  private boolean isOf(KeyColumn column, Expr expr) {
    if (match.matches(expr, column.expression())) {
      return true;
    }
    return expr instanceof Expr.Cast cast
        && isHarmless(cast)
        && match.matches(cast.operand(), column.expression());
  }

  private static boolean isHarmless(Expr.Cast cast) {
    Kind from = cast.operand().type().kind();
    Kind to = cast.type().kind();
    return (to == Kind.TEXT && isText(from))
        || (from.isInteger() && to.isInteger() && from.compareTo(to) < 0);
  }

  private static boolean isText(Kind kind) {
    return kind == Kind.TEXT || kind == Kind.VARCHAR;
  }

  /** Whether bytes of a key compare as the two sides do. */
  private static boolean isComparable(KeyColumn column, Expr side, Expr value) {
    Kind key = column.type().kind();
    Kind compared = side.type().kind();
    Kind other = value.type().kind();
    if (key == Kind.CHAR) {
      return compared == Kind.CHAR && other.isText();
    }
    return compared == other || isText(compared) && isText(other);
  }

  private static boolean isValue(Expr expr) {
    return ExprProperties.usedColumns(expr).isEmpty()
        && !ExprProperties.canFail(expr)
        && ExprProperties.isDeterministic(expr);
  }
}
