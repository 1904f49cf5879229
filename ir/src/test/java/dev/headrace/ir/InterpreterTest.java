package dev.headrace.ir;

import static dev.headrace.ir.Exprs.add;
import static dev.headrace.ir.Exprs.and;
import static dev.headrace.ir.Exprs.bool;
import static dev.headrace.ir.Exprs.coalesce;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.divide;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.failing;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.isNull;
import static dev.headrace.ir.Exprs.less;
import static dev.headrace.ir.Exprs.not;
import static dev.headrace.ir.Exprs.nothing;
import static dev.headrace.ir.Exprs.or;
import static dev.headrace.ir.Exprs.text;
import static dev.headrace.ir.Exprs.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InterpreterTest {
  private static final Expr TRUE = Expr.Literal.TRUE;
  private static final Expr FALSE = Expr.Literal.FALSE;
  private static final Expr UNKNOWN = nothing(SqlType.BOOLEAN);
  private static final Expr ERROR = equal(divide(constant(1), constant(0)), constant(1));

  private final Interpreter interpreter = new Interpreter();

  private @Nullable Object evaluate(Expr expr, @Nullable Object... columns) {
    return interpreter.evaluate(expr, row(columns));
  }

  private static RowSource row(@Nullable Object... columns) {
    return new RowSource() {
      @Override
      public @Nullable Object column(int index) {
        return columns[index];
      }

      @Override
      public @Nullable Object parameter(int index) {
        return 100 + index;
      }
    };
  }

  private void fails(Expr expr, ErrorCode code, @Nullable Object... columns) {
    assertThatThrownBy(() -> evaluate(expr, columns))
        .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void leavesGiveTheirValues() {
    assertThat(evaluate(integer(1), 7, 8)).isEqualTo(8);
    assertThat(evaluate(constant(5))).isEqualTo(5);
    assertThat(evaluate(nothing(SqlType.DATE))).isNull();
    assertThat(evaluate(new Expr.Parameter(2, SqlType.INTEGER))).isEqualTo(102);
  }

  @Test
  void andIsThreeValuedAndStopsAtFalse() {
    assertThat(evaluate(and(TRUE, TRUE))).isEqualTo(true);
    assertThat(evaluate(and(TRUE, UNKNOWN))).isNull();
    assertThat(evaluate(and(UNKNOWN, TRUE))).isNull();
    assertThat(evaluate(and(UNKNOWN, FALSE))).isEqualTo(false);
    assertThat(evaluate(and(FALSE, ERROR))).isEqualTo(false);
    fails(and(UNKNOWN, ERROR), ErrorCode.DIVISION_BY_ZERO);
    fails(and(ERROR, FALSE), ErrorCode.DIVISION_BY_ZERO);
  }

  @Test
  void orIsThreeValuedAndStopsAtTrue() {
    assertThat(evaluate(or(FALSE, FALSE))).isEqualTo(false);
    assertThat(evaluate(or(FALSE, UNKNOWN))).isNull();
    assertThat(evaluate(or(UNKNOWN, TRUE))).isEqualTo(true);
    assertThat(evaluate(or(TRUE, ERROR))).isEqualTo(true);
    fails(or(UNKNOWN, ERROR), ErrorCode.DIVISION_BY_ZERO);
  }

  @Test
  void notAndIsNull() {
    assertThat(evaluate(not(TRUE))).isEqualTo(false);
    assertThat(evaluate(not(UNKNOWN))).isNull();
    assertThat(evaluate(isNull(UNKNOWN))).isEqualTo(true);
    assertThat(evaluate(isNull(FALSE))).isEqualTo(false);
  }

  @Test
  void caseEvaluatesOnlyTheBranchItTakes() {
    Expr expr = when(bool(0), constant(1), divide(constant(1), constant(0)));
    assertThat(evaluate(expr, true)).isEqualTo(1);
    fails(expr, ErrorCode.DIVISION_BY_ZERO, false);
    fails(expr, ErrorCode.DIVISION_BY_ZERO, new @Nullable Object[] {null});
  }

  @Test
  void coalesceStopsAtTheFirstValue() {
    Expr expr = coalesce(integer(0), integer(1), divide(constant(1), constant(0)));
    assertThat(evaluate(expr, 1, null)).isEqualTo(1);
    assertThat(evaluate(expr, null, 2)).isEqualTo(2);
    fails(expr, ErrorCode.DIVISION_BY_ZERO, null, null);
  }

  @Test
  void arithmeticEvaluatesBothOperandsAlsoForNull() {
    assertThat(evaluate(add(integer(0), integer(1)), 2, 3)).isEqualTo(5);
    assertThat(evaluate(add(integer(0), integer(1)), null, 3)).isNull();
    fails(
        add(integer(0), divide(constant(1), constant(0))),
        ErrorCode.DIVISION_BY_ZERO,
        new @Nullable Object[] {null});
  }

  @Test
  void arithmeticOverflowsByType() {
    fails(add(integer(0), constant(1)), ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, Integer.MAX_VALUE);
    Expr.Column small = new Expr.Column(0, SqlType.SMALLINT, true);
    fails(add(small, small), ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, 20_000);
    assertThat(evaluate(add(small, small), 10_000)).isEqualTo(20_000);
    Expr.Column big = new Expr.Column(0, SqlType.BIGINT, true);
    fails(add(big, big), ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, Long.MAX_VALUE);
    Expr.Column numeric = new Expr.Column(0, SqlType.NUMERIC, true);
    assertThat(evaluate(add(numeric, numeric), new BigDecimal("1.50")))
        .isEqualTo(new BigDecimal("3.00"));
    Expr.Column real = new Expr.Column(0, SqlType.REAL, true);
    fails(add(real, real), ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, Float.MAX_VALUE);
    Expr.Column wide = new Expr.Column(0, SqlType.DOUBLE, true);
    assertThat(evaluate(add(wide, wide), 0.5)).isEqualTo(1.0);
  }

  @Test
  void comparisonsFollowSql() {
    assertThat(evaluate(less(integer(0), integer(1)), 1, 2)).isEqualTo(true);
    assertThat(evaluate(less(integer(0), integer(1)), 1, null)).isNull();
    Expr.Column wide = new Expr.Column(0, SqlType.DOUBLE, true);
    assertThat(evaluate(equal(wide, wide), Double.NaN)).isEqualTo(true);
    Expr.Column other = new Expr.Column(1, SqlType.DOUBLE, true);
    assertThat(evaluate(equal(wide, other), 0.0, -0.0)).isEqualTo(true);
    assertThat(evaluate(less(wide, other), Double.POSITIVE_INFINITY, Double.NaN)).isEqualTo(true);
    Expr.Column character = new Expr.Column(0, SqlType.character(3), true);
    assertThat(evaluate(equal(character, constant("a")), Slice.of("a  "))).isEqualTo(true);
    assertThat(evaluate(equal(text(0), constant("a")), Slice.of("a  "))).isEqualTo(false);
  }

  @Test
  void distinctFromTreatsNullAsAValue() {
    Expr expr = new Expr.DistinctFrom(integer(0), integer(1));
    assertThat(evaluate(expr, null, null)).isEqualTo(false);
    assertThat(evaluate(expr, 1, null)).isEqualTo(true);
    assertThat(evaluate(expr, 1, 1)).isEqualTo(false);
  }

  @Test
  void inIsEqualityWithOneOfTheValues() {
    Expr expr = new Expr.In(integer(0), List.of(constant(1), constant(3)));
    assertThat(evaluate(expr, 3)).isEqualTo(true);
    assertThat(evaluate(expr, 2)).isEqualTo(false);
    assertThat(evaluate(expr, new @Nullable Object[] {null})).isNull();
  }

  @Test
  void callsAreStrict() {
    Expr call = new Expr.Call(TestFunctions.DOUBLED, List.of(integer(0)), SqlType.INTEGER);
    assertThat(evaluate(call, 4)).isEqualTo(8);
    assertThat(evaluate(call, new @Nullable Object[] {null})).isNull();
    Expr nullable =
        new Expr.Call(
            TestFunctions.UNLESS_ZERO,
            List.of(new Expr.Column(0, SqlType.BIGINT, true)),
            SqlType.BIGINT);
    assertThat(evaluate(nullable, 0L)).isNull();
    assertThat(evaluate(nullable, 9L)).isEqualTo(9L);
    fails(failing(0), ErrorCode.DIVISION_BY_ZERO, 1);
  }

  @Test
  void variadicCallsTakeAnyNumberOfArguments() {
    for (int count = 1; count < 5; count++) {
      Expr[] parts = new Expr[count];
      Arrays.fill(parts, text(0));
      Expr call = new Expr.Call(TestFunctions.JOINED, List.of(parts), SqlType.TEXT);
      assertThat(evaluate(call, Slice.of("ab"))).isEqualTo(Slice.of("ab".repeat(count)));
    }
  }

  @Test
  void resultsDoNotShareMemoryWithTheRow() {
    RowLayout layout = new RowLayout(List.of(SqlType.TEXT));
    RowWriter writer = new RowWriter(layout);
    Batch batch = new Batch();
    writer.append(batch, 1, Slice.of("first"));
    RowReaderSource source = new RowReaderSource(layout).at(batch.bytes(), 0);
    Object column = interpreter.evaluate(text(0), source);
    Expr same = new Expr.Call(TestFunctions.SAME, List.of(text(0)), SqlType.TEXT);
    Object view = interpreter.evaluate(same, source);

    batch.clear();
    writer.append(batch, 1, Slice.of("other"));

    assertThat(column).isEqualTo(Slice.of("first"));
    assertThat(view).isEqualTo(Slice.of("first"));
  }

  @Test
  void segmentsAreReadAsOneRow() {
    RowLayout left = new RowLayout(List.of(SqlType.INTEGER, SqlType.TEXT));
    RowLayout right = new RowLayout(List.of(SqlType.INTEGER));
    Batch batch = new Batch();
    new RowWriter(left).append(batch, 1, 1, Slice.of("one"));
    new RowWriter(right).append(batch, 1, 2);
    RowReaderSource source = new RowReaderSource(List.of(left, right), List.of(42));

    source.atConsecutive(batch.bytes(), 0);
    assertThat(interpreter.evaluate(add(integer(0), integer(2)), source)).isEqualTo(3);
    assertThat(interpreter.evaluate(text(1), source)).isEqualTo(Slice.of("one"));
    assertThat(interpreter.evaluate(new Expr.Parameter(0, SqlType.INTEGER), source)).isEqualTo(42);

    source.absent(1);
    assertThat(interpreter.evaluate(integer(2), source)).isNull();
    assertThatThrownBy(() -> source.parameter(1))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("42P02"));
  }
}
