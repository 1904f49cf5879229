package dev.headrace.ir;

import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scalar expression over the columns of one row and the statement's parameters.
 *
 * <p>Typed completely: operands have exactly the types their node asks for, conversions are
 * explicit {@link Cast}s. Evaluation gives a carrier ({@link SqlType#carrier()}), NULL, or an error
 * with a SQLSTATE; the interpreter defines which, compiled code must agree.
 *
 * <p>Order of evaluation is part of the meaning, because errors are: all operands are evaluated,
 * left to right, also when one is NULL; only AND, OR, CASE and COALESCE stop as soon as they know.
 */
public sealed interface Expr {
  SqlType type();

  /** Whether it can be NULL, as far as the tree tells. */
  boolean nullable();

  /** Direct operands, left to right. */
  List<Expr> operands();

  /** A column of the input row, from 0. */
  record Column(int index, SqlType type, boolean nullable) implements Expr {
    public Column {
      Objects.requireNonNull(type, "type");
      if (index < 0) {
        throw new IllegalArgumentException("column " + index);
      }
    }

    @Override
    public List<Expr> operands() {
      return List.of();
    }
  }

  /**
   * A constant, as its type's carrier.
   *
   * @param value null for NULL
   */
  record Literal(@Nullable Object value, SqlType type) implements Expr {
    public static final Literal TRUE = new Literal(true, SqlType.BOOLEAN);
    public static final Literal FALSE = new Literal(false, SqlType.BOOLEAN);

    public Literal {
      if (value != null && !type.carrier().isInstance(value)) {
        throw new IllegalArgumentException(value.getClass() + " is no carrier of " + type);
      }
      value = value instanceof Slice slice ? slice.copy() : value;
    }

    @Override
    public boolean nullable() {
      return value == null;
    }

    @Override
    public List<Expr> operands() {
      return List.of();
    }
  }

  /** A value that is known when the statement runs, from 0. */
  record Parameter(int index, SqlType type) implements Expr {
    @Override
    public boolean nullable() {
      return true;
    }

    @Override
    public List<Expr> operands() {
      return List.of();
    }
  }

  /** A function from the registry. NULL if one argument is NULL, without a call. */
  record Call(ScalarFunction function, List<Expr> arguments, SqlType type) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
      function.check(arguments, type);
    }

    @Override
    public boolean nullable() {
      return function.nullableResult() || anyNullable(arguments);
    }

    @Override
    public List<Expr> operands() {
      return arguments;
    }
  }

  /**
   * Number arithmetic; both operands and the result have one type (NUMERIC ignores its precision).
   */
  record Arithmetic(Operator operator, Expr left, Expr right, SqlType type) implements Expr {
    /**
     * What to compute. Integers overflow with 22003 and divide towards zero; division by zero is
     * 22012 for every type; REMAINDER has the sign of the dividend and does not exist for floats.
     */
    public enum Operator {
      ADD,
      SUBTRACT,
      MULTIPLY,
      DIVIDE,
      REMAINDER
    }

    public Arithmetic {
      requireKind(left, type.kind());
      requireKind(right, type.kind());
      if (!type.kind().isNumber()) {
        throw new IllegalArgumentException("no arithmetic on " + type);
      }
    }

    @Override
    public boolean nullable() {
      return left.nullable() || right.nullable();
    }

    @Override
    public List<Expr> operands() {
      return List.of(left, right);
    }
  }

  /**
   * A comparison of two values of one kind; TEXT, VARCHAR and CHAR count as one. Text compares by
   * code point, CHAR ignoring trailing blanks; NaN equals NaN and is greater than any number; -0.0
   * equals 0.0; jsonb as PostgreSQL orders it.
   */
  record Comparison(Operator operator, Expr left, Expr right) implements Expr {
    /** The six comparisons. */
    public enum Operator {
      EQUAL,
      NOT_EQUAL,
      LESS,
      LESS_OR_EQUAL,
      GREATER,
      GREATER_OR_EQUAL;

      /** The operator for exchanged operands. */
      public Operator mirrored() {
        return switch (this) {
          case EQUAL, NOT_EQUAL -> this;
          case LESS -> GREATER;
          case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
          case GREATER -> LESS;
          case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        };
      }

      /** The operator that holds where this one does not. */
      public Operator negated() {
        return switch (this) {
          case EQUAL -> NOT_EQUAL;
          case NOT_EQUAL -> EQUAL;
          case LESS -> GREATER_OR_EQUAL;
          case LESS_OR_EQUAL -> GREATER;
          case GREATER -> LESS_OR_EQUAL;
          case GREATER_OR_EQUAL -> LESS;
        };
      }

      /** Whether it holds for the result of a {@code compareTo}. */
      public boolean holds(int comparison) {
        return switch (this) {
          case EQUAL -> comparison == 0;
          case NOT_EQUAL -> comparison != 0;
          case LESS -> comparison < 0;
          case LESS_OR_EQUAL -> comparison <= 0;
          case GREATER -> comparison > 0;
          case GREATER_OR_EQUAL -> comparison >= 0;
        };
      }
    }

    public Comparison {
      requireComparable(left, right);
    }

    @Override
    public SqlType type() {
      return SqlType.BOOLEAN;
    }

    @Override
    public boolean nullable() {
      return left.nullable() || right.nullable();
    }

    @Override
    public List<Expr> operands() {
      return List.of(left, right);
    }
  }

  /** IS DISTINCT FROM: NOT EQUAL with NULL as an ordinary value. Never NULL. */
  record DistinctFrom(Expr left, Expr right) implements Expr {
    public DistinctFrom {
      requireComparable(left, right);
    }

    @Override
    public SqlType type() {
      return SqlType.BOOLEAN;
    }

    @Override
    public boolean nullable() {
      return false;
    }

    @Override
    public List<Expr> operands() {
      return List.of(left, right);
    }
  }

  /** Three-valued AND of two or more; stops at the first FALSE. */
  record And(List<Expr> operands) implements Expr {
    public And {
      operands = requireConditions(operands);
    }

    @Override
    public SqlType type() {
      return SqlType.BOOLEAN;
    }

    @Override
    public boolean nullable() {
      return anyNullable(operands);
    }
  }

  /** Three-valued OR of two or more; stops at the first TRUE. */
  record Or(List<Expr> operands) implements Expr {
    public Or {
      operands = requireConditions(operands);
    }

    @Override
    public SqlType type() {
      return SqlType.BOOLEAN;
    }

    @Override
    public boolean nullable() {
      return anyNullable(operands);
    }
  }

  /** Three-valued NOT. */
  record Not(Expr operand) implements Expr {
    public Not {
      requireKind(operand, Kind.BOOLEAN);
    }

    @Override
    public SqlType type() {
      return SqlType.BOOLEAN;
    }

    @Override
    public boolean nullable() {
      return operand.nullable();
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }
  }

  /** IS NULL. Never NULL. {@code x IS TRUE} is {@code COALESCE(x, FALSE)}. */
  record IsNull(Expr operand) implements Expr {
    @Override
    public SqlType type() {
      return SqlType.BOOLEAN;
    }

    @Override
    public boolean nullable() {
      return false;
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }
  }

  /**
   * An explicit cast, PostgreSQL's rules: to VARCHAR(n) and CHAR(n) it truncates, to NUMERIC(p,s)
   * it rounds half away from zero. Casts that depend on the session's time zone are {@link Call}s.
   */
  record Cast(Expr operand, SqlType type) implements Expr {
    @Override
    public boolean nullable() {
      return operand.nullable() || CastTraits.of(operand.type(), type).givesNull();
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }
  }

  /** Searched CASE: the first branch whose condition is TRUE, else {@code otherwise}. */
  record Case(List<Branch> branches, Expr otherwise, SqlType type) implements Expr {
    /** WHEN condition THEN result. */
    public record Branch(Expr condition, Expr result) {
      public Branch {
        requireKind(condition, Kind.BOOLEAN);
      }
    }

    public Case {
      branches = List.copyOf(branches);
      for (Branch branch : branches) {
        requireSameStorage(branch.result, type);
      }
      requireSameStorage(otherwise, type);
    }

    @Override
    public boolean nullable() {
      return otherwise.nullable() || branches.stream().anyMatch(b -> b.result.nullable());
    }

    @Override
    public List<Expr> operands() {
      return Stream.concat(
              branches.stream().flatMap(b -> Stream.of(b.condition, b.result)),
              Stream.of(otherwise))
          .toList();
    }
  }

  /** The first operand that is not NULL. */
  record Coalesce(List<Expr> operands, SqlType type) implements Expr {
    public Coalesce {
      operands = List.copyOf(operands);
      operands.forEach(o -> requireSameStorage(o, type));
    }

    @Override
    public boolean nullable() {
      return operands.stream().allMatch(Expr::nullable);
    }
  }

  /** Equality with one of several constants, none of them NULL. */
  record In(Expr operand, List<Literal> values) implements Expr {
    public In {
      values = List.copyOf(values);
      for (Literal value : values) {
        requireComparable(operand, value);
        Objects.requireNonNull(value.value(), "IN list with NULL");
      }
    }

    @Override
    public SqlType type() {
      return SqlType.BOOLEAN;
    }

    @Override
    public boolean nullable() {
      return operand.nullable();
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }
  }

  /**
   * The type two operands are compared as: text of any kind as CHAR, which ignores trailing blanks,
   * if one of them is CHAR.
   */
  static SqlType comparedAs(SqlType left, SqlType right) {
    return right.kind() == Kind.CHAR ? right : left;
  }

  private static boolean anyNullable(List<Expr> operands) {
    return operands.stream().anyMatch(Expr::nullable);
  }

  private static List<Expr> requireConditions(List<Expr> operands) {
    if (operands.size() < 2) {
      throw new IllegalArgumentException("two or more operands, not " + operands.size());
    }
    operands.forEach(o -> requireKind(o, Kind.BOOLEAN));
    return List.copyOf(operands);
  }

  private static void requireKind(Expr operand, Kind kind) {
    if (operand.type().kind() != kind) {
      throw new IllegalArgumentException(operand.type() + " where " + kind + " is needed");
    }
  }

  private static void requireComparable(Expr left, Expr right) {
    Kind l = left.type().kind();
    Kind r = right.type().kind();
    if (l != r && !(l.isText() && r.isText())) {
      throw new IllegalArgumentException(left.type() + " compared with " + right.type());
    }
  }

  private static void requireSameStorage(Expr operand, SqlType type) {
    Kind kind = operand.type().kind();
    if (kind != type.kind() && !(kind.isText() && type.kind().isText())) {
      throw new IllegalArgumentException(operand.type() + " where " + type + " is needed");
    }
  }
}
