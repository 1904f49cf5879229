package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.TestFunctions;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class EmitUnitTest {
  @Test
  void filtersAndProjects() {
    byte[] output =
        new Subject(Trades.pipeline(List.of())).emit(Trades.random(1000, 1), 1).getFirst();
    RowLayout layout = new RowLayout(((End.Emit) Trades.pipeline(List.of()).end()).outputTypes());
    assertThat(Subject.rows(layout, output, output.length)).hasSizeBetween(300, 700);
  }

  @Test
  void distributesRowsByTheHashOfTheirKey() {
    List<byte[]> outputs =
        new Subject(Trades.pipeline(List.of(5, 3))).emit(Trades.random(1000, 2), 3);
    assertThat(outputs).allSatisfy(bytes -> assertThat(bytes).hasSizeGreaterThan(5_000));
  }

  @Test
  void rowsThatDoNotChangeAreCopiedWithTheirWeight() {
    Expr positive =
        new Expr.Comparison(
            Expr.Comparison.Operator.GREATER,
            Trades.column(3),
            Trades.literal(100, SqlType.INTEGER));
    UnitSpec spec =
        UnitSpec.over(
            Trades.LAYOUT,
            List.of(new Step.Filter(positive)),
            new End.Emit(Trades.LAYOUT.types(), List.of()));
    Batch input = Trades.random(200, 3);
    byte[] output = new Subject(spec).emit(input, 1).getFirst();
    assertThat(Subject.rows(Trades.LAYOUT, input.bytes(), input.end()))
        .containsSubsequence(Subject.rows(Trades.LAYOUT, output, output.length));
  }

  private static UnitSpec tenDividedByQuantity() {
    Expr quotient =
        new Expr.Arithmetic(
            Expr.Arithmetic.Operator.DIVIDE,
            Trades.literal(10, SqlType.INTEGER),
            new Expr.Column(0, SqlType.INTEGER, true),
            SqlType.INTEGER);
    return UnitSpec.over(
        new RowLayout(List.of(SqlType.INTEGER)),
        List.of(new Step.Project(List.of(quotient))),
        new End.Emit(List.of(SqlType.INTEGER), List.of()));
  }

  private static Batch integers(Integer... values) {
    Batch batch = new Batch();
    var writer = new dev.headrace.model.RowWriter(new RowLayout(List.of(SqlType.INTEGER)));
    Arrays.asList(values).forEach(value -> writer.append(batch, 1, value));
    return batch;
  }

  @Test
  void aFailedRecordIsHandedOverAndTheOthersGoOn() {
    Subject subject = new Subject(tenDividedByQuantity());
    byte[] output = subject.emit(integers(2, 0, 5), 1).getFirst();
    assertThat(Subject.rows(new RowLayout(List.of(SqlType.INTEGER)), output, output.length))
        .containsExactly("[5] * 1", "[2] * 1");
  }

  @Test
  void aHandlerThatThrowsEndsTheRun() {
    EmitUnit unit =
        Units.isolated()
            .prepare(tenDividedByQuantity(), UnitMode.ALWAYS)
            .emitUnit(UnitContext.of(RowErrors.FAIL));
    Batch input = integers(2, 0, 5);
    Assertions.assertThatExceptionOfType(SqlException.class)
        .isThrownBy(() -> unit.run(input.bytes(), 0, input.end(), new Batch[] {new Batch()}))
        .withMessage("division by zero");
  }

  private static Expr call(String method, Kind kind, boolean nullable, Expr argument) {
    ScalarFunction function =
        new ScalarFunction(
            method,
            List.of(kind),
            kind,
            false,
            nullable,
            ScalarFunction.Volatility.IMMUTABLE,
            TestFunctions.class,
            method);
    return new Expr.Call(function, List.of(argument), argument.type());
  }

  @Test
  void functionsMayReturnNullOrAViewOfAnArgument() {
    List<Expr> projection =
        List.of(
            call("unlessZero", Kind.BIGINT, true, Trades.column(6)),
            call("same", Kind.TEXT, false, Trades.column(9)),
            new Expr.IsNull(
                call("unlessZero", Kind.BIGINT, true, Trades.literal(0L, SqlType.BIGINT))));
    List<SqlType> types = projection.stream().map(Expr::type).toList();
    UnitSpec spec =
        UnitSpec.over(
            Trades.LAYOUT, List.of(new Step.Project(projection)), new End.Emit(types, List.of()));
    byte[] output = new Subject(spec).emit(Trades.random(100, 4), 1).getFirst();
    assertThat(Subject.rows(new RowLayout(types), output, output.length))
        .hasSize(100)
        .allMatch(row -> row.contains(", true] *"));
  }
}
