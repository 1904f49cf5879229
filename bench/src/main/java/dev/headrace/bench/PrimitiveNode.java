package dev.headrace.bench;

import dev.headrace.ir.Expr;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.Arithmetic;
import java.util.List;

/**
 * A node of a tree interpreter that boxes nothing: how one would write an interpreter for speed. It
 * knows what {@link Trades#pipeline} needs.
 */
abstract class PrimitiveNode {
  static final int FALSE = 0;
  static final int TRUE = 1;
  static final int UNKNOWN = 2;

  /** The record, and whether the number evaluated last is NULL. */
  static final class Context {
    byte[] slab = new byte[0];
    int row;
    long nulls;
    boolean isNull;

    void at(byte[] bytes, int offset) {
      slab = bytes;
      row = offset;
      nulls = Rows.getLong(bytes, offset + Rows.NULLS_OFFSET);
    }
  }

  long evaluateLong(Context context) {
    throw new UnsupportedOperationException();
  }

  double evaluateDouble(Context context) {
    throw new UnsupportedOperationException();
  }

  int evaluateBoolean(Context context) {
    throw new UnsupportedOperationException();
  }

  static PrimitiveNode of(Expr expr, RowLayout layout) {
    return switch (expr) {
      case Expr.Column column -> column(column, layout);
      case Expr.Literal literal -> literal(literal);
      case Expr.Arithmetic arithmetic -> arithmetic(arithmetic, layout);
      case Expr.Comparison comparison -> comparison(comparison, layout);
      case Expr.And and -> new And(all(and.operands(), layout));
      case Expr.Cast cast -> new LongToDouble(of(cast.operand(), layout));
      case Expr.Case choice -> choice(choice, layout);
      case Expr.Parameter _,
          Expr.Call _,
          Expr.DistinctFrom _,
          Expr.Or _,
          Expr.Not _,
          Expr.IsNull _,
          Expr.Coalesce _,
          Expr.In _ ->
          throw new IllegalArgumentException("not needed: " + expr);
    };
  }

  private static PrimitiveNode[] all(List<Expr> exprs, RowLayout layout) {
    return exprs.stream().map(e -> of(e, layout)).toArray(PrimitiveNode[]::new);
  }

  private static boolean isDouble(Expr expr) {
    return expr.type().kind() == SqlType.Kind.DOUBLE;
  }

  private static PrimitiveNode column(Expr.Column column, RowLayout layout) {
    int offset = layout.offset(column.index());
    long mask = 1L << column.index();
    return switch (column.type().storage()) {
      case INT32 -> new IntColumn(offset, mask);
      case INT64 -> new LongColumn(offset, mask);
      case FLOAT64 -> new DoubleColumn(offset, mask);
      // offset and length of the bytes
      case BYTES -> new LongColumn(offset, mask);
      case BOOL, INT16, FLOAT32, FIXED16 ->
          throw new IllegalArgumentException("not needed: " + column.type());
    };
  }

  private static PrimitiveNode literal(Expr.Literal literal) {
    Number value = (Number) java.util.Objects.requireNonNull(literal.value());
    return isDouble(literal)
        ? new DoubleLiteral(value.doubleValue())
        : new LongLiteral(value.longValue());
  }

  private static PrimitiveNode arithmetic(Expr.Arithmetic arithmetic, RowLayout layout) {
    PrimitiveNode left = of(arithmetic.left(), layout);
    PrimitiveNode right = of(arithmetic.right(), layout);
    return switch (arithmetic.operator()) {
      case MULTIPLY -> new DoubleMultiply(left, right);
      case SUBTRACT ->
          isDouble(arithmetic) ? new DoubleSubtract(left, right) : new LongSubtract(left, right);
      case REMAINDER -> new LongRemainder(left, right);
      case ADD, DIVIDE -> throw new IllegalArgumentException("not needed: " + arithmetic);
    };
  }

  private static PrimitiveNode comparison(Expr.Comparison comparison, RowLayout layout) {
    PrimitiveNode left = of(comparison.left(), layout);
    PrimitiveNode right = of(comparison.right(), layout);
    boolean doubles = isDouble(comparison.left());
    return switch (comparison.operator()) {
      case GREATER -> doubles ? new DoubleGreater(left, right) : new LongGreater(left, right);
      case LESS -> new LongLess(left, right);
      case EQUAL, NOT_EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL ->
          throw new IllegalArgumentException("not needed: " + comparison);
    };
  }

  private static PrimitiveNode choice(Expr.Case choice, RowLayout layout) {
    return new LongCase(
        all(choice.branches().stream().map(Expr.Case.Branch::condition).toList(), layout),
        all(choice.branches().stream().map(Expr.Case.Branch::result).toList(), layout),
        of(choice.otherwise(), layout));
  }

  private static final class IntColumn extends PrimitiveNode {
    private final int offset;
    private final long mask;

    IntColumn(int offset, long mask) {
      this.offset = offset;
      this.mask = mask;
    }

    @Override
    long evaluateLong(Context context) {
      context.isNull = (context.nulls & mask) != 0;
      return Rows.getInt(context.slab, context.row + offset);
    }
  }

  private static final class LongColumn extends PrimitiveNode {
    private final int offset;
    private final long mask;

    LongColumn(int offset, long mask) {
      this.offset = offset;
      this.mask = mask;
    }

    @Override
    long evaluateLong(Context context) {
      context.isNull = (context.nulls & mask) != 0;
      return Rows.getLong(context.slab, context.row + offset);
    }
  }

  private static final class DoubleColumn extends PrimitiveNode {
    private final int offset;
    private final long mask;

    DoubleColumn(int offset, long mask) {
      this.offset = offset;
      this.mask = mask;
    }

    @Override
    double evaluateDouble(Context context) {
      context.isNull = (context.nulls & mask) != 0;
      return Rows.getDouble(context.slab, context.row + offset);
    }
  }

  private static final class LongLiteral extends PrimitiveNode {
    private final long value;

    LongLiteral(long value) {
      this.value = value;
    }

    @Override
    long evaluateLong(Context context) {
      context.isNull = false;
      return value;
    }
  }

  private static final class DoubleLiteral extends PrimitiveNode {
    private final double value;

    DoubleLiteral(double value) {
      this.value = value;
    }

    @Override
    double evaluateDouble(Context context) {
      context.isNull = false;
      return value;
    }
  }

  private static final class LongToDouble extends PrimitiveNode {
    private final PrimitiveNode operand;

    LongToDouble(PrimitiveNode operand) {
      this.operand = operand;
    }

    @Override
    double evaluateDouble(Context context) {
      return operand.evaluateLong(context);
    }
  }

  private abstract static class Binary extends PrimitiveNode {
    final PrimitiveNode left;
    final PrimitiveNode right;

    Binary(PrimitiveNode left, PrimitiveNode right) {
      this.left = left;
      this.right = right;
    }
  }

  private static final class DoubleMultiply extends Binary {
    DoubleMultiply(PrimitiveNode left, PrimitiveNode right) {
      super(left, right);
    }

    @Override
    double evaluateDouble(Context context) {
      double first = left.evaluateDouble(context);
      if (context.isNull) {
        return 0;
      }
      double second = right.evaluateDouble(context);
      return context.isNull ? 0 : Arithmetic.multiply(first, second);
    }
  }

  private static final class DoubleSubtract extends Binary {
    DoubleSubtract(PrimitiveNode left, PrimitiveNode right) {
      super(left, right);
    }

    @Override
    double evaluateDouble(Context context) {
      double first = left.evaluateDouble(context);
      if (context.isNull) {
        return 0;
      }
      double second = right.evaluateDouble(context);
      return context.isNull ? 0 : Arithmetic.subtract(first, second);
    }
  }

  private static final class LongSubtract extends Binary {
    LongSubtract(PrimitiveNode left, PrimitiveNode right) {
      super(left, right);
    }

    @Override
    long evaluateLong(Context context) {
      long first = left.evaluateLong(context);
      if (context.isNull) {
        return 0;
      }
      long second = right.evaluateLong(context);
      return context.isNull ? 0 : Arithmetic.subtract(first, second);
    }
  }

  private static final class LongRemainder extends Binary {
    LongRemainder(PrimitiveNode left, PrimitiveNode right) {
      super(left, right);
    }

    @Override
    long evaluateLong(Context context) {
      long first = left.evaluateLong(context);
      if (context.isNull) {
        return 0;
      }
      long second = right.evaluateLong(context);
      return context.isNull ? 0 : Arithmetic.remainder(first, second);
    }
  }

  private static final class DoubleGreater extends Binary {
    DoubleGreater(PrimitiveNode left, PrimitiveNode right) {
      super(left, right);
    }

    @Override
    int evaluateBoolean(Context context) {
      double first = left.evaluateDouble(context);
      if (context.isNull) {
        return UNKNOWN;
      }
      double second = right.evaluateDouble(context);
      // NaN is greater than all other values
      boolean greater = first > second || (Double.isNaN(first) && !Double.isNaN(second));
      return context.isNull ? UNKNOWN : greater ? TRUE : FALSE;
    }
  }

  private static final class LongGreater extends Binary {
    LongGreater(PrimitiveNode left, PrimitiveNode right) {
      super(left, right);
    }

    @Override
    int evaluateBoolean(Context context) {
      long first = left.evaluateLong(context);
      if (context.isNull) {
        return UNKNOWN;
      }
      long second = right.evaluateLong(context);
      return context.isNull ? UNKNOWN : first > second ? TRUE : FALSE;
    }
  }

  private static final class LongLess extends Binary {
    LongLess(PrimitiveNode left, PrimitiveNode right) {
      super(left, right);
    }

    @Override
    int evaluateBoolean(Context context) {
      long first = left.evaluateLong(context);
      if (context.isNull) {
        return UNKNOWN;
      }
      long second = right.evaluateLong(context);
      return context.isNull ? UNKNOWN : first < second ? TRUE : FALSE;
    }
  }

  private static final class And extends PrimitiveNode {
    private final PrimitiveNode[] operands;

    And(PrimitiveNode[] operands) {
      this.operands = operands;
    }

    @Override
    int evaluateBoolean(Context context) {
      int result = TRUE;
      for (PrimitiveNode operand : operands) {
        int value = operand.evaluateBoolean(context);
        if (value == FALSE) {
          return FALSE;
        }
        result = Math.max(result, value);
      }
      return result;
    }
  }

  private static final class LongCase extends PrimitiveNode {
    private final PrimitiveNode[] conditions;
    private final PrimitiveNode[] results;
    private final PrimitiveNode otherwise;

    LongCase(PrimitiveNode[] conditions, PrimitiveNode[] results, PrimitiveNode otherwise) {
      this.conditions = conditions;
      this.results = results;
      this.otherwise = otherwise;
    }

    @Override
    long evaluateLong(Context context) {
      for (int i = 0; i < conditions.length; i++) {
        if (conditions[i].evaluateBoolean(context) == TRUE) {
          return results[i].evaluateLong(context);
        }
      }
      return otherwise.evaluateLong(context);
    }
  }
}
