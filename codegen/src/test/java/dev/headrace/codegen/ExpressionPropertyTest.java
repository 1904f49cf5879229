package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import dev.headrace.ir.testkit.RandomExpr;
import dev.headrace.ir.testkit.RandomRows;
import dev.headrace.ir.testkit.RandomValues;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compiled expressions give what interpreted ones do: value, NULL, SQLSTATE and message. */
final class ExpressionPropertyTest {
  private static final int SCHEMAS = 40;
  private static final int EXPRESSIONS = 50;
  private static final int ROWS = 60;

  @Test
  void compiledEqualsInterpreted() {
    long seed = new Random().nextLong();
    String property = System.getProperty("headrace.seed");
    run(property == null ? seed : Long.parseLong(property));
  }

  private static void run(long seed) {
    System.out.println("ExpressionPropertyTest: seed " + seed);
    long values = 0;
    for (int schema = 0; schema < SCHEMAS; schema++) {
      values += runSchema(seed + schema);
    }
    // the others fail or are filtered: a generator that only makes errors would prove nothing
    assertThat(values).isGreaterThan(SCHEMAS * EXPRESSIONS * ROWS / 10);
  }

  private static long runSchema(long seed) {
    RandomGenerator random = new Random(seed);
    RandomRows rows = new RandomRows(random);
    List<Field> fields = rows.fields(random.nextInt(1, 12));
    Batch input = rows.batch(fields, ROWS);
    List<SqlType> parameterTypes =
        List.of(SqlType.INTEGER, SqlType.TEXT, new RandomValues(random).type());
    RandomExpr expressions = new RandomExpr(random, fields, parameterTypes);
    long values = 0;
    for (int i = 0; i < EXPRESSIONS; i++) {
      Expr expr = expressions.next(random.nextInt(2, 6));
      @Nullable Object[] parameters =
          parameterTypes.stream().map(new RandomValues(random)::valueOrNull).toArray();
      try {
        values += values(fields, parameterTypes, parameters, expr, input);
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ", expression " + i + ": " + expr, e);
      }
    }
    return values;
  }

  private static int values(
      List<Field> fields,
      List<SqlType> parameterTypes,
      @Nullable Object[] parameters,
      Expr expr,
      Batch input) {
    List<Step> steps = new ArrayList<>();
    List<SqlType> types = new ArrayList<>();
    if (expr.type().kind() == SqlType.Kind.BOOLEAN && input.rows() % 2 == 0) {
      steps.add(new Step.Filter(new Expr.Coalesce(List.of(expr, Expr.Literal.TRUE), expr.type())));
    }
    steps.add(new Step.Project(List.of(expr)));
    types.add(expr.type());
    UnitSpec spec =
        new UnitSpec(
            List.of(RowLayout.of(fields)),
            fields.stream().map(Field::nullable).toList(),
            new RowLayout(parameterTypes),
            steps,
            new End.Emit(types, List.of()));
    List<byte[]> output = new Subject(spec, parameters).emit(input, 1);
    return Subject.rows(new RowLayout(types), output.getFirst(), output.getFirst().length).size();
  }
}
