package dev.headrace.ir;

import dev.headrace.ir.Expr.Comparison;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.Arithmetic;
import dev.headrace.model.function.Comparisons;
import java.lang.invoke.MethodHandle;
import java.math.BigDecimal;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions by walking their trees: the definition of what an {@link Expr} means, the
 * first tier of short queries, and the fallback where no code can be generated.
 *
 * <p>Every node evaluates all its operands from left to right, also when the first is already NULL,
 * and then computes; only AND, OR, CASE and COALESCE stop early:
 *
 * <ul>
 *   <li>AND stops at the first FALSE, OR at the first TRUE; NULLs before it do not stop them.
 *   <li>CASE evaluates conditions up to the first TRUE, then that branch's result only.
 *   <li>COALESCE stops at the first operand that is not NULL.
 * </ul>
 *
 * <p>An error of an operand that is evaluated is the error of the whole.
 *
 * <p>An instance remembers what it prepared per node (by identity), so keep one per statement or
 * unit, with the trees it evaluates. Not thread-safe.
 */
public final class Interpreter {
  private final IdentityHashMap<Expr.Call, MethodHandle> handles = new IdentityHashMap<>();
  private final IdentityHashMap<Expr.Cast, Expr> expandedCasts = new IdentityHashMap<>();

  /**
   * The value of an expression as its type's carrier, or null for NULL. A slice is the caller's to
   * keep: it shares no memory with the row.
   *
   * @throws dev.headrace.model.SqlException if the evaluation fails
   */
  public @Nullable Object evaluate(Expr expr, RowSource row) {
    Object value = value(expr, row);
    return value instanceof Slice slice && !(expr instanceof Expr.Literal) ? slice.copy() : value;
  }

  /**
   * The same, but a slice may share memory with the row: it is to be used before the row changes.
   */
  public @Nullable Object evaluateInPlace(Expr expr, RowSource row) {
    return value(expr, row);
  }

  /** Whether a condition is TRUE, as a filter asks. */
  public boolean isTrue(Expr condition, RowSource row) {
    return Boolean.TRUE.equals(value(condition, row));
  }

  private @Nullable Object value(Expr expr, RowSource row) {
    return switch (expr) {
      case Expr.Column column -> row.column(column.index());
      case Expr.Literal literal -> literal.value();
      case Expr.Parameter parameter -> row.parameter(parameter.index());
      case Expr.Call call -> call(call, row);
      case Expr.Arithmetic arithmetic -> arithmetic(arithmetic, row);
      case Comparison comparison -> comparison(comparison, row);
      case Expr.DistinctFrom distinct -> distinctFrom(distinct, row);
      case Expr.And and -> and(and.operands(), row);
      case Expr.Or or -> or(or.operands(), row);
      case Expr.Not not -> not(value(not.operand(), row));
      case Expr.IsNull isNull -> value(isNull.operand(), row) == null;
      case Expr.Cast cast -> value(expanded(cast), row);
      case Expr.Case choice -> choice(choice, row);
      case Expr.Coalesce coalesce -> coalesce(coalesce.operands(), row);
      case Expr.In in -> in(in, row);
    };
  }

  private @Nullable Object call(Expr.Call call, RowSource row) {
    ScalarFunction function = call.function();
    List<Expr> operands = call.arguments();
    int count = operands.size();
    @Nullable Object[] arguments = new Object[FunctionHandles.arity(function, count)];
    boolean anyNull = false;
    for (int i = 0; i < count; i++) {
      arguments[i] = value(operands.get(i), row);
      anyNull |= arguments[i] == null;
    }
    if (anyNull) {
      return null;
    }
    if (function.fillsSlice()) {
      arguments[count] = new Slice();
    }
    return invoke(handle(call), arguments);
  }

  private MethodHandle handle(Expr.Call call) {
    MethodHandle handle = handles.get(call);
    if (handle == null) {
      handle = FunctionHandles.of(call.function(), call.arguments().size());
      handles.put(call, handle);
    }
    return handle;
  }

  private static @Nullable Object invoke(MethodHandle handle, @Nullable Object[] arguments) {
    try {
      return (Object) handle.invokeExact(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("functions declare no checked exceptions", e);
    }
  }

  private Expr expanded(Expr.Cast cast) {
    Expr expanded = expandedCasts.get(cast);
    if (expanded == null) {
      expanded = Casts.expand(cast);
      expandedCasts.put(cast, expanded);
    }
    return expanded;
  }

  private @Nullable Object arithmetic(Expr.Arithmetic node, RowSource row) {
    Object left = value(node.left(), row);
    Object right = value(node.right(), row);
    if (left == null || right == null) {
      return null;
    }
    return switch (left) {
      case Integer l when node.type().kind() == SqlType.Kind.SMALLINT ->
          ofSmallints(node.operator(), l, (Integer) right);
      case Integer l -> ofInts(node.operator(), l, (Integer) right);
      case Long l -> ofLongs(node.operator(), l, (Long) right);
      case Float l -> ofFloats(node.operator(), l, (Float) right);
      case Double l -> ofDoubles(node.operator(), l, (Double) right);
      case BigDecimal l -> ofDecimals(node.operator(), l, (BigDecimal) right);
      default -> throw new IllegalArgumentException("no arithmetic on " + left.getClass());
    };
  }

  private static int ofSmallints(Expr.Arithmetic.Operator operator, int left, int right) {
    return switch (operator) {
      case ADD -> Arithmetic.addSmallint(left, right);
      case SUBTRACT -> Arithmetic.subtractSmallint(left, right);
      case MULTIPLY -> Arithmetic.multiplySmallint(left, right);
      case DIVIDE -> Arithmetic.divideSmallint(left, right);
      case REMAINDER -> Arithmetic.remainderSmallint(left, right);
    };
  }

  private static int ofInts(Expr.Arithmetic.Operator operator, int left, int right) {
    return switch (operator) {
      case ADD -> Arithmetic.add(left, right);
      case SUBTRACT -> Arithmetic.subtract(left, right);
      case MULTIPLY -> Arithmetic.multiply(left, right);
      case DIVIDE -> Arithmetic.divide(left, right);
      case REMAINDER -> Arithmetic.remainder(left, right);
    };
  }

  private static long ofLongs(Expr.Arithmetic.Operator operator, long left, long right) {
    return switch (operator) {
      case ADD -> Arithmetic.add(left, right);
      case SUBTRACT -> Arithmetic.subtract(left, right);
      case MULTIPLY -> Arithmetic.multiply(left, right);
      case DIVIDE -> Arithmetic.divide(left, right);
      case REMAINDER -> Arithmetic.remainder(left, right);
    };
  }

  private static float ofFloats(Expr.Arithmetic.Operator operator, float left, float right) {
    return switch (operator) {
      case ADD -> Arithmetic.add(left, right);
      case SUBTRACT -> Arithmetic.subtract(left, right);
      case MULTIPLY -> Arithmetic.multiply(left, right);
      case DIVIDE -> Arithmetic.divide(left, right);
      case REMAINDER -> throw new IllegalArgumentException("floats have no REMAINDER");
    };
  }

  private static double ofDoubles(Expr.Arithmetic.Operator operator, double left, double right) {
    return switch (operator) {
      case ADD -> Arithmetic.add(left, right);
      case SUBTRACT -> Arithmetic.subtract(left, right);
      case MULTIPLY -> Arithmetic.multiply(left, right);
      case DIVIDE -> Arithmetic.divide(left, right);
      case REMAINDER -> throw new IllegalArgumentException("floats have no REMAINDER");
    };
  }

  private static BigDecimal ofDecimals(
      Expr.Arithmetic.Operator operator, BigDecimal left, BigDecimal right) {
    return switch (operator) {
      case ADD -> Arithmetic.add(left, right);
      case SUBTRACT -> Arithmetic.subtract(left, right);
      case MULTIPLY -> Arithmetic.multiply(left, right);
      case DIVIDE -> Arithmetic.divide(left, right);
      case REMAINDER -> Arithmetic.remainder(left, right);
    };
  }

  private @Nullable Object comparison(Comparison node, RowSource row) {
    Object left = value(node.left(), row);
    Object right = value(node.right(), row);
    if (left == null || right == null) {
      return null;
    }
    SqlType type = Expr.comparedAs(node.left().type(), node.right().type());
    return node.operator().holds(Comparisons.compare(type, left, right));
  }

  private boolean distinctFrom(Expr.DistinctFrom node, RowSource row) {
    Object left = value(node.left(), row);
    Object right = value(node.right(), row);
    if (left == null || right == null) {
      return (left == null) != (right == null);
    }
    SqlType type = Expr.comparedAs(node.left().type(), node.right().type());
    return Comparisons.compare(type, left, right) != 0;
  }

  private @Nullable Object and(List<Expr> operands, RowSource row) {
    Boolean result = Boolean.TRUE;
    for (int i = 0; i < operands.size(); i++) {
      Object operand = value(operands.get(i), row);
      if (operand == null) {
        result = null;
      } else if (!(Boolean) operand) {
        return false;
      }
    }
    return result;
  }

  private @Nullable Object or(List<Expr> operands, RowSource row) {
    Boolean result = Boolean.FALSE;
    for (int i = 0; i < operands.size(); i++) {
      Object operand = value(operands.get(i), row);
      if (operand == null) {
        result = null;
      } else if ((Boolean) operand) {
        return true;
      }
    }
    return result;
  }

  private static @Nullable Object not(@Nullable Object operand) {
    return operand == null ? null : (Object) !(Boolean) operand;
  }

  private @Nullable Object choice(Expr.Case node, RowSource row) {
    List<Expr.Case.Branch> branches = node.branches();
    for (int i = 0; i < branches.size(); i++) {
      if (isTrue(branches.get(i).condition(), row)) {
        return value(branches.get(i).result(), row);
      }
    }
    return value(node.otherwise(), row);
  }

  private @Nullable Object coalesce(List<Expr> operands, RowSource row) {
    for (int i = 0; i < operands.size(); i++) {
      Object operand = value(operands.get(i), row);
      if (operand != null) {
        return operand;
      }
    }
    return null;
  }

  private @Nullable Object in(Expr.In node, RowSource row) {
    Object operand = value(node.operand(), row);
    if (operand == null) {
      return null;
    }
    List<Expr.Literal> values = node.values();
    for (int i = 0; i < values.size(); i++) {
      Expr.Literal literal = values.get(i);
      SqlType type = Expr.comparedAs(node.operand().type(), literal.type());
      if (Comparisons.compare(type, operand, Objects.requireNonNull(literal.value())) == 0) {
        return true;
      }
    }
    return false;
  }
}
