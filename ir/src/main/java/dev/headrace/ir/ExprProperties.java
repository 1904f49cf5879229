package dev.headrace.ir;

import dev.headrace.ir.ScalarFunction.Volatility;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;

/** What rewrites have to know about an expression. */
public final class ExprProperties {
  private ExprProperties() {}

  /** The columns it reads. */
  public static BitSet usedColumns(Expr expr) {
    BitSet columns = new BitSet();
    addUsedColumns(expr, columns);
    return columns;
  }

  /** Adds the columns it reads to a set. */
  public static void addUsedColumns(Expr expr, BitSet columns) {
    if (expr instanceof Expr.Column column) {
      columns.set(column.index());
    } else {
      expr.operands().forEach(operand -> addUsedColumns(operand, columns));
    }
  }

  /** Number of nodes, itself included. */
  public static int nodeCount(Expr expr) {
    return 1 + expr.operands().stream().mapToInt(ExprProperties::nodeCount).sum();
  }

  /**
   * Whether evaluating it for the same row and statement always gives the same: no VOLATILE
   * function.
   */
  public static boolean isDeterministic(Expr expr) {
    return atMost(expr, Volatility.STABLE);
  }

  /** Whether its value depends on its columns and parameters only. */
  public static boolean isImmutable(Expr expr) {
    return atMost(expr, Volatility.IMMUTABLE);
  }

  private static boolean atMost(Expr expr, Volatility most) {
    return ownVolatility(expr).compareTo(most) <= 0
        && expr.operands().stream().allMatch(operand -> atMost(operand, most));
  }

  private static Volatility ownVolatility(Expr expr) {
    return switch (expr) {
      case Expr.Call call -> call.function().volatility();
      case Expr.Cast cast -> CastTraits.of(cast.operand().type(), cast.type()).volatility();
      case Expr.And _,
          Expr.Arithmetic _,
          Expr.Case _,
          Expr.Coalesce _,
          Expr.Column _,
          Expr.Comparison _,
          Expr.DistinctFrom _,
          Expr.In _,
          Expr.IsNull _,
          Expr.Literal _,
          Expr.Not _,
          Expr.Or _,
          Expr.Parameter _ ->
          Volatility.IMMUTABLE;
    };
  }

  /** Whether it is a value that can be computed now: no columns, no parameters, immutable. */
  public static boolean isConstant(Expr expr) {
    return switch (expr) {
      case Expr.Column _, Expr.Parameter _ -> false;
      case Expr.And _,
          Expr.Arithmetic _,
          Expr.Call _,
          Expr.Case _,
          Expr.Cast _,
          Expr.Coalesce _,
          Expr.Comparison _,
          Expr.DistinctFrom _,
          Expr.In _,
          Expr.IsNull _,
          Expr.Literal _,
          Expr.Not _,
          Expr.Or _ ->
          ownVolatility(expr) == Volatility.IMMUTABLE
              && expr.operands().stream().allMatch(ExprProperties::isConstant);
    };
  }

  /** Whether it is a column, a constant or a parameter: free to evaluate more than once. */
  public static boolean isTrivial(Expr expr) {
    return expr.operands().isEmpty() && !(expr instanceof Expr.Call);
  }

  /**
   * Whether evaluating it may raise an error for some row. False only if that is certain: an
   * expression that can fail must not be evaluated on rows that a filter, a join or an earlier
   * operand would have kept from it.
   */
  public static boolean canFail(Expr expr) {
    return switch (expr) {
      case Expr.Call call -> !TotalFunctions.contains(call) || anyCanFail(expr);
      case Expr.Arithmetic arithmetic -> arithmeticCanFail(arithmetic) || anyCanFail(expr);
      case Expr.Cast cast -> !isTotal(cast.operand().type(), cast.type()) || anyCanFail(expr);
      case Expr.Column _,
          Expr.Literal _,
          Expr.Parameter _,
          Expr.Comparison _,
          Expr.DistinctFrom _,
          Expr.And _,
          Expr.Or _,
          Expr.Not _,
          Expr.IsNull _,
          Expr.Case _,
          Expr.Coalesce _,
          Expr.In _ ->
          anyCanFail(expr);
    };
  }

  private static boolean anyCanFail(Expr expr) {
    return expr.operands().stream().anyMatch(ExprProperties::canFail);
  }

  /**
   * Integer division by a constant that is neither zero nor minus one is safe; everything else can
   * overflow, REAL and DOUBLE too.
   */
  private static boolean arithmeticCanFail(Expr.Arithmetic node) {
    boolean divides =
        node.operator() == Expr.Arithmetic.Operator.DIVIDE
            || node.operator() == Expr.Arithmetic.Operator.REMAINDER;
    if (!divides || !(node.right() instanceof Expr.Literal divisor)) {
      return true;
    }
    return switch (divisor.value()) {
      case Integer i -> i == 0 || i == -1;
      case Long l -> l == 0 || l == -1;
      case BigDecimal d -> d.signum() == 0 || node.operator() == Expr.Arithmetic.Operator.DIVIDE;
      case null -> false;
      default -> true;
    };
  }

  /** Whether a cast succeeds for every value. */
  private static boolean isTotal(SqlType from, SqlType to) {
    if (from.equals(to) || to.kind().isText()) {
      return true;
    }
    return switch (to.kind()) {
      case INTEGER -> from.kind() == Kind.SMALLINT || from.kind() == Kind.BOOLEAN;
      case BIGINT -> from.kind() == Kind.SMALLINT || from.kind() == Kind.INTEGER;
      case REAL, DOUBLE -> from.kind().isInteger() || from.kind() == Kind.REAL;
      case NUMERIC ->
          to.precision() == SqlType.UNBOUNDED
              && (from.kind().isInteger() || from.kind() == Kind.NUMERIC);
      case BOOLEAN -> from.kind() == Kind.INTEGER;
      default -> false;
    };
  }

  /** Whether a literal holds this boolean. */
  static boolean is(Expr expr, boolean value) {
    return expr instanceof Expr.Literal literal && literal.equals(value ? TRUE : FALSE);
  }

  /** Whether it is a NULL constant. */
  static boolean isNullLiteral(Expr expr) {
    return expr instanceof Expr.Literal literal && literal.value() == null;
  }

  /** Whether none of the expressions can fail. */
  public static boolean noneCanFail(List<? extends Expr> expressions) {
    return expressions.stream().noneMatch(ExprProperties::canFail);
  }

  private static final Expr TRUE = Expr.Literal.TRUE;
  private static final Expr FALSE = Expr.Literal.FALSE;
}
