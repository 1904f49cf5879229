package dev.headrace.bench;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Arithmetic.Operator;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A ten-column table of trades and a typical pipeline over it. */
final class Trades {
  static final RowLayout LAYOUT =
      new RowLayout(
          List.of(
              SqlType.BIGINT, // 0 id
              SqlType.BIGINT, // 1 ts
              SqlType.DOUBLE, // 2 price, nullable
              SqlType.INTEGER, // 3 quantity, nullable
              SqlType.INTEGER, // 4 flags
              SqlType.DOUBLE, // 5 discount, nullable
              SqlType.BIGINT, // 6 user, nullable
              SqlType.INTEGER, // 7 region, nullable
              SqlType.INTEGER, // 8 category
              SqlType.TEXT)); // 9 symbol, nullable
  static final List<Boolean> NULLABLE =
      List.of(false, false, true, true, false, true, true, true, false, true);
  static final List<SqlType> OUTPUT =
      List.of(SqlType.BIGINT, SqlType.DOUBLE, SqlType.BIGINT, SqlType.TEXT, SqlType.BIGINT);

  private Trades() {}

  static Expr column(int index) {
    return new Expr.Column(index, LAYOUT.type(index), NULLABLE.get(index));
  }

  static Expr literal(Object value, SqlType type) {
    return new Expr.Literal(value, type);
  }

  private static Expr arithmetic(Operator operator, Expr left, Expr right) {
    return new Expr.Arithmetic(operator, left, right, left.type());
  }

  private static Expr.Case.Branch tier(int above, long tier) {
    return new Expr.Case.Branch(
        new Comparison(Comparison.Operator.GREATER, column(3), literal(above, SqlType.INTEGER)),
        literal(tier, SqlType.BIGINT));
  }

  /**
   * The trades above a price in the first eight regions, five columns of them, each to the output
   * of its user.
   */
  static UnitSpec pipeline() {
    return pipeline(50.0);
  }

  /** Pipelines of the same nodes in other places. */
  static List<UnitSpec> others() {
    Expr quantity = new Expr.Cast(column(3), SqlType.DOUBLE);
    Expr half = literal(0.5, SqlType.DOUBLE);
    Expr rest = arithmetic(Operator.SUBTRACT, column(5), half);
    Expr hours = arithmetic(Operator.REMAINDER, column(0), literal(24L, SqlType.BIGINT));
    List<UnitSpec> others = new ArrayList<>();
    for (Expr left : List.of(column(5), half, quantity, rest)) {
      for (Expr right : List.of(column(2), half, quantity, rest)) {
        Expr product = arithmetic(Operator.MULTIPLY, left, right);
        Expr difference = arithmetic(Operator.SUBTRACT, left, right);
        Expr greater = new Comparison(Comparison.Operator.GREATER, left, right);
        Expr tier =
            new Expr.Case(
                List.of(
                    new Expr.Case.Branch(greater, column(1)),
                    new Expr.Case.Branch(
                        new Comparison(Comparison.Operator.LESS, hours, column(1)), hours)),
                column(0),
                SqlType.BIGINT);
        Expr steps = arithmetic(Operator.SUBTRACT, hours, column(6));
        others.add(
            pipeline(
                new Expr.And(
                    List.of(
                        new Comparison(Comparison.Operator.GREATER, column(0), hours),
                        new Comparison(
                            Comparison.Operator.LESS, hours, literal(9L, SqlType.BIGINT)))),
                List.of(steps, product, tier, column(9), hours)));
        others.add(pipeline(greater, List.of(hours, difference, steps, column(9), tier)));
      }
    }
    return others;
  }

  /** The same above some price: pipelines of different prices are different units. */
  static UnitSpec pipeline(double price) {
    Expr predicate =
        new Expr.And(
            List.of(
                new Comparison(
                    Comparison.Operator.GREATER, column(2), literal(price, SqlType.DOUBLE)),
                new Comparison(Comparison.Operator.LESS, column(7), literal(8, SqlType.INTEGER))));
    Expr net =
        arithmetic(
            Operator.MULTIPLY,
            arithmetic(Operator.MULTIPLY, column(2), new Expr.Cast(column(3), SqlType.DOUBLE)),
            arithmetic(Operator.SUBTRACT, literal(1.0, SqlType.DOUBLE), column(5)));
    Expr tier =
        new Expr.Case(
            List.of(tier(1000, 3), tier(100, 2), tier(10, 1)),
            literal(0L, SqlType.BIGINT),
            SqlType.BIGINT);
    Expr minute =
        arithmetic(
            Operator.SUBTRACT,
            column(1),
            arithmetic(Operator.REMAINDER, column(1), literal(60_000L, SqlType.BIGINT)));
    return pipeline(predicate, List.of(column(6), net, tier, column(9), minute));
  }

  private static UnitSpec pipeline(Expr predicate, List<Expr> columns) {
    return new UnitSpec(
        List.of(LAYOUT),
        NULLABLE,
        new RowLayout(List.of()),
        List.of(new Step.Filter(predicate), new Step.Project(columns)),
        new End.Emit(OUTPUT, List.of(0)));
  }

  /**
   * Random trades.
   *
   * @param all whether all pass the pipeline's filter; otherwise it is about half
   */
  static Batch random(int rows, boolean all, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RowWriter writer = new RowWriter(LAYOUT);
    Batch batch = new Batch();
    for (int i = 0; i < rows; i++) {
      writer.append(
          batch,
          random.nextInt(8) == 0 ? -1 : 1,
          1_000_000L + i,
          1_760_000_000_000L + i * 37L + random.nextInt(100),
          all ? 51 + 49 * random.nextDouble() : price(random),
          orNull(random, (int) Math.exp(random.nextDouble() * 8.5)),
          random.nextInt(),
          orNull(random, random.nextInt(30) / 100.0),
          orNull(random, random.nextLong(1_000_000)),
          all ? random.nextInt(8) : region(random),
          random.nextInt(100),
          orNull(random, symbol(random)));
    }
    return batch;
  }

  private static @Nullable Object price(SplittableRandom random) {
    return orNull(random, random.nextInt(4) > 0 ? 50 + 50 * random.nextDouble() : 20.0);
  }

  private static @Nullable Object region(SplittableRandom random) {
    return orNull(random, random.nextInt(4) > 0 ? random.nextInt(8) : 8 + random.nextInt(8));
  }

  private static Slice symbol(SplittableRandom random) {
    byte[] letters = new byte[4 + random.nextInt(9)];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (byte) ('A' + random.nextInt(26));
    }
    return Slice.of(letters);
  }

  private static @Nullable Object orNull(SplittableRandom random, Object value) {
    return random.nextInt(20) == 0 ? null : value;
  }

  static byte[] bytes(Batch batch) {
    return Arrays.copyOf(batch.bytes(), batch.end());
  }
}
