package dev.headrace.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.testkit.ListSource;
import dev.headrace.ir.testkit.Outcome;
import dev.headrace.ir.testkit.RandomExpr;
import dev.headrace.ir.testkit.RandomRows;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rewritten expressions against their originals, on random trees and rows. */
final class ExprRewritePropertyTest {
  private static final int CASES = 4_000;

  private final long seed = Long.getLong("seed", System.nanoTime());

  private void holds(UnaryOperator<Expr> rewrite, boolean condition) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomRows rows = new RandomRows(random);
    for (int i = 0; i < CASES; i++) {
      List<Field> fields = rows.fields(random.nextInt(1, 8));
      RandomExpr exprs = new RandomExpr(random, fields, List.of());
      int depth = random.nextInt(1, 6);
      Expr before = condition ? exprs.condition(depth) : exprs.next(depth);
      Expr after = rewrite.apply(before);
      for (int j = 0; j < 3; j++) {
        List<@Nullable Object> row = rows.row(fields);
        Outcome expected = Outcome.of(before, new ListSource(row));
        Outcome actual = Outcome.of(after, new ListSource(row));
        boolean same =
            condition && expected.error() == null
                ? Boolean.TRUE.equals(expected.value()) == Boolean.TRUE.equals(actual.value())
                    && actual.error() == null
                : expected.equals(actual);
        assertThat(same || (condition && expected.error() != null))
            .as(() -> describe(before, after, fields, row) + ": " + expected + " became " + actual)
            .isTrue();
      }
    }
  }

  private String describe(Expr before, Expr after, List<Field> fields, List<@Nullable Object> row) {
    return "seed "
        + seed
        + ": "
        + Explain.explain(before, fields)
        + " -> "
        + Explain.explain(after, fields)
        + " on "
        + row;
  }

  @Test
  void simplifiedExpressionsHaveTheSameOutcome() {
    holds(ExprSimplifier::simplify, false);
  }

  @Test
  void canonicalExpressionsHaveTheSameOutcome() {
    holds(Canonicalizer::canonical, false);
  }

  @Test
  void simplifiedConditionsAreTrueForTheSameRows() {
    holds(ExprSimplifier::simplifyCondition, true);
  }

  @Test
  void canonicalFormIsAFixpoint() {
    holdsForTrees(
        expr -> {
          Expr once = Canonicalizer.canonical(expr);
          assertThat(Canonicalizer.canonical(once)).as("seed %d", seed).isEqualTo(once);
        });
  }

  @Test
  void whatCannotFailDoesNot() {
    SplittableRandom random = new SplittableRandom(seed);
    RandomRows rows = new RandomRows(random);
    int safe = 0;
    for (int i = 0; i < CASES; i++) {
      List<Field> fields = rows.fields(random.nextInt(1, 8));
      Expr expr = new RandomExpr(random, fields, List.of()).next(random.nextInt(1, 4));
      if (!ExprProperties.canFail(expr)) {
        safe++;
        List<@Nullable Object> row = rows.row(fields);
        assertThat(Outcome.of(expr, new ListSource(row)).error())
            .as(() -> describe(expr, expr, fields, row))
            .isNull();
      }
    }
    assertThat(safe).isGreaterThan(CASES / 10);
  }

  @Test
  void nonNullableExpressionsAreNeverNull() {
    SplittableRandom random = new SplittableRandom(seed);
    RandomRows rows = new RandomRows(random);
    for (int i = 0; i < CASES; i++) {
      List<Field> fields = rows.fields(random.nextInt(1, 8));
      Expr expr = new RandomExpr(random, fields, List.of()).next(random.nextInt(1, 5));
      List<@Nullable Object> row = rows.row(fields);
      Outcome outcome = Outcome.of(expr, new ListSource(row));
      assertThat(expr.nullable() || outcome.error() != null || outcome.value() != null)
          .as(() -> describe(expr, expr, fields, row))
          .isTrue();
    }
  }

  @Test
  void rowsInSlabsReadLikeLists() {
    SplittableRandom random = new SplittableRandom(seed);
    RandomRows rows = new RandomRows(random);
    for (int i = 0; i < 3_000; i++) {
      List<Field> fields = rows.fields(random.nextInt(1, 12));
      List<@Nullable Object> row = rows.row(fields);
      Batch batch = RandomRows.batch(fields, List.of(row));
      Expr expr = new RandomExpr(random, fields, List.of()).next(4);
      RowSource slab = new RowReaderSource(RowLayout.of(fields)).at(batch.bytes(), 0);
      assertThat(Outcome.of(expr, slab))
          .as("seed %d", seed)
          .isEqualTo(Outcome.of(expr, new ListSource(row)));
    }
  }

  private void holdsForTrees(Consumer<Expr> property) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < CASES; i++) {
      List<Field> fields = new RandomRows(random).fields(random.nextInt(1, 8));
      property.accept(new RandomExpr(random, fields, List.of(SqlType.TEXT)).next(5));
    }
  }
}
