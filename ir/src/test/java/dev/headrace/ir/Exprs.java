package dev.headrace.ir;

import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.util.List;

/** Short names for building expressions in tests. */
public final class Exprs {
  private Exprs() {}

  public static Expr.Column integer(int column) {
    return new Expr.Column(column, SqlType.INTEGER, true);
  }

  public static Expr.Column notNull(int column) {
    return new Expr.Column(column, SqlType.INTEGER, false);
  }

  public static Expr.Column bool(int column) {
    return new Expr.Column(column, SqlType.BOOLEAN, true);
  }

  public static Expr.Column text(int column) {
    return new Expr.Column(column, SqlType.TEXT, true);
  }

  public static Literal constant(int value) {
    return new Literal(value, SqlType.INTEGER);
  }

  public static Literal constant(String value) {
    return new Literal(Slice.of(value), SqlType.TEXT);
  }

  public static Literal nothing(SqlType type) {
    return new Literal(null, type);
  }

  public static Expr add(Expr left, Expr right) {
    return new Expr.Arithmetic(Expr.Arithmetic.Operator.ADD, left, right, left.type());
  }

  public static Expr divide(Expr left, Expr right) {
    return new Expr.Arithmetic(Expr.Arithmetic.Operator.DIVIDE, left, right, left.type());
  }

  public static Expr equal(Expr left, Expr right) {
    return new Comparison(Comparison.Operator.EQUAL, left, right);
  }

  public static Expr less(Expr left, Expr right) {
    return new Comparison(Comparison.Operator.LESS, left, right);
  }

  public static Expr greater(Expr left, Expr right) {
    return new Comparison(Comparison.Operator.GREATER, left, right);
  }

  public static Expr and(Expr... operands) {
    return new Expr.And(List.of(operands));
  }

  public static Expr or(Expr... operands) {
    return new Expr.Or(List.of(operands));
  }

  public static Expr not(Expr operand) {
    return new Expr.Not(operand);
  }

  public static Expr isNull(Expr operand) {
    return new Expr.IsNull(operand);
  }

  public static Expr coalesce(Expr... operands) {
    return new Expr.Coalesce(List.of(operands), operands[0].type());
  }

  public static Expr when(Expr condition, Expr result, Expr otherwise) {
    return new Expr.Case(
        List.of(new Expr.Case.Branch(condition, result)), otherwise, result.type());
  }

  /** A condition that fails whenever it is evaluated for a column that is not NULL. */
  public static Expr failing(int column) {
    return new Expr.Call(TestFunctions.FAILING, List.of(integer(column)), SqlType.BOOLEAN);
  }

  /** A condition that fails when the column is zero. */
  public static Expr fragile(int column) {
    return greater(divide(constant(10), integer(column)), constant(1));
  }
}
