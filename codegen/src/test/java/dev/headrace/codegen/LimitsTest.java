package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Arithmetic.Operator;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.TestFunctions;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is too large for one method, or for a class file. */
final class LimitsTest {
  private static final RowLayout ROW =
      new RowLayout(List.of(SqlType.INTEGER, SqlType.TEXT, SqlType.BIGINT));
  private static final Expr NUMBER = new Expr.Column(0, SqlType.INTEGER, true);
  private static final Expr TEXT = new Expr.Column(1, SqlType.TEXT, true);

  private static Batch input() {
    Random random = new Random(1);
    Batch batch = new Batch();
    RowWriter writer = new RowWriter(ROW);
    for (int i = 0; i < 200; i++) {
      @Nullable Object number = random.nextInt(10) == 0 ? null : random.nextInt(12_000);
      @Nullable Object text =
          random.nextInt(10) == 0 ? null : Slice.of("t" + random.nextInt(12_000));
      writer.append(batch, 1, number, text, random.nextLong(100));
    }
    return batch;
  }

  private static Expr.Literal integer(int value) {
    return new Expr.Literal(value, SqlType.INTEGER);
  }

  private static Expr equal(Expr left, Expr right) {
    return new Comparison(Comparison.Operator.EQUAL, left, right);
  }

  private static <T> List<T> list(int size, IntFunction<T> element) {
    return IntStream.range(0, size).mapToObj(element).toList();
  }

  /** Runs a projection both ways; every method must be one that the JIT compiler takes. */
  private static void check(List<Expr> projection) {
    List<SqlType> types = projection.stream().map(Expr::type).toList();
    UnitSpec spec =
        UnitSpec.over(ROW, List.of(new Step.Project(projection)), new End.Emit(types, List.of(0)));
    Subject subject = new Subject(spec);
    subject.emit(input(), 2);
    for (MethodModel method : ClassFile.of().parse(subject.image().bytes()).methods()) {
      CodeAttribute code = (CodeAttribute) method.code().orElseThrow();
      boolean initialises = method.methodName().stringValue().startsWith("<");
      assertThat(initialises ? 0 : code.codeLength())
          .as(method.methodName().stringValue())
          .isLessThan(8_000);
    }
  }

  @Test
  void methodOf8000Bytes() {
    Expr sum = new Expr.Column(2, SqlType.BIGINT, true);
    List<Expr> sums = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      sum =
          new Expr.Arithmetic(Operator.ADD, sum, new Expr.Literal(1L, SqlType.BIGINT), sum.type());
      sums.add(sum);
    }
    check(sums);
  }

  @Test
  void projectionOf1000Columns() {
    check(
        list(
            1_000,
            i ->
                switch (i % 4) {
                  case 0 -> NUMBER;
                  case 1 -> TEXT;
                  case 2 -> new Expr.Arithmetic(Operator.ADD, NUMBER, integer(i), SqlType.INTEGER);
                  default -> new Expr.Literal(i % 8 == 3 ? null : Slice.of("x" + i), SqlType.TEXT);
                }));
  }

  @Test
  void caseOf5000Branches() {
    check(
        List.of(
            new Expr.Case(
                list(
                    5_000,
                    i ->
                        new Expr.Case.Branch(
                            equal(NUMBER, integer(i)),
                            new Expr.Arithmetic(
                                Operator.MULTIPLY,
                                new Expr.Column(2, SqlType.BIGINT, true),
                                new Expr.Literal((long) i, SqlType.BIGINT),
                                SqlType.BIGINT))),
                new Expr.Literal(-1L, SqlType.BIGINT),
                SqlType.BIGINT)));
  }

  @Test
  void orOf10000Conditions() {
    check(List.of(new Expr.Or(list(10_000, i -> equal(NUMBER, integer(i))))));
  }

  @Test
  void andOf2000Conditions() {
    check(
        List.of(
            new Expr.And(
                list(
                    2_000,
                    i ->
                        new Comparison(
                            Comparison.Operator.NOT_EQUAL,
                            TEXT,
                            new Expr.Literal(Slice.of("t" + i), SqlType.TEXT))))));
  }

  @Test
  void inOf10000Elements() {
    check(
        List.of(
            new Expr.In(NUMBER, list(10_000, LimitsTest::integer)),
            new Expr.In(
                TEXT, list(10_000, i -> new Expr.Literal(Slice.of("t" + i), SqlType.TEXT)))));
  }

  @Test
  void coalesceOf1000Operands() {
    check(
        List.of(
            new Expr.Coalesce(
                list(
                    1_000,
                    i ->
                        i < 999
                            ? new Expr.Case(
                                List.of(
                                    new Expr.Case.Branch(
                                        equal(NUMBER, integer(11 * i)), integer(i))),
                                new Expr.Literal(null, SqlType.INTEGER),
                                SqlType.INTEGER)
                            : integer(-1)),
                SqlType.INTEGER)));
  }

  /** With other arguments these were more than the 255 words of a method call; an array is one. */
  @Test
  void callOf250Arguments() {
    ScalarFunction concat =
        new ScalarFunction(
            "joined",
            List.of(Kind.TEXT),
            Kind.TEXT,
            true,
            false,
            ScalarFunction.Volatility.IMMUTABLE,
            TestFunctions.class,
            "joined");
    check(List.of(new Expr.Call(concat, list(250, i -> TEXT), SqlType.TEXT)));
  }

  private static UnitSpec nested(int depth) {
    Expr deep = NUMBER;
    for (int i = 1; i < depth; i++) {
      deep = new Expr.Arithmetic(Operator.ADD, deep, integer(0), SqlType.INTEGER);
    }
    return UnitSpec.over(
        ROW,
        List.of(new Step.Project(List.of(deep))),
        new End.Emit(List.of(SqlType.INTEGER), List.of()));
  }

  @Test
  void expressionTooDeepForTheStackIsInterpreted() {
    assertThat(Units.isolated().prepare(nested(2_001), UnitMode.AUTO).describe())
        .isEqualTo("interpreted: an expression is 2001 levels deep");
  }

  @Test
  void deepestExpressionNeedsHalfAMegabyteOfStack() throws InterruptedException {
    List<String> descriptions = new ArrayList<>();
    Thread thread =
        new Thread(
            null,
            () ->
                descriptions.add(Units.isolated().prepare(nested(400), UnitMode.ALWAYS).describe()),
            "small stack",
            512 << 10);
    thread.start();
    thread.join();
    assertThat(descriptions).singleElement().asString().startsWith("compiled");
  }
}
