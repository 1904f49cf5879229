package dev.headrace.ir.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.ContentHash;
import dev.headrace.ir.Explain;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelChecker;
import dev.headrace.ir.UniqueKeys;
import dev.headrace.ir.testkit.RandomRel;
import dev.headrace.ir.testkit.RandomRows;
import dev.headrace.ir.testkit.RelExecutor;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random queries give the same rows before and after rewriting. */
@SuppressWarnings("ReferenceEquality") // identity tells an unchanged tree
final class RewriterTest {
  private static final int QUERIES = 1_500;

  private int split;
  private final long seed = Long.getLong("seed", System.nanoTime());

  @Test
  void rewrittenQueriesGiveTheSameRows() {
    SplittableRandom seeds = new SplittableRandom(seed);
    int compared = 0;
    for (int i = 0; i < QUERIES; i++) {
      compared += compare(seeds.nextLong()) ? 1 : 0;
    }
    // The others fail on their own account, as random arithmetic does.
    assertThat(compared).as("seed %d", seed).isGreaterThan(QUERIES / 3);
    assertThat(split).as("aggregates before joins, seed %d", seed).isGreaterThan(QUERIES / 200);
  }

  private boolean compare(long querySeed) {
    SplittableRandom random = new SplittableRandom(querySeed);
    Map<String, List<List<@Nullable Object>>> contents = new HashMap<>();
    Rel before = new RandomRel(random, tables(random, contents)).next(random.nextInt(2, 6));
    RelChecker.check(before);
    RelExecutor executor = new RelExecutor(contents::get, List.of());
    Rel after = Rewriter.rewrite(before);
    Supplier<String> description =
        () ->
            "seed %d, query seed %d:\n%s->\n%s%s"
                .formatted(
                    seed, querySeed, Explain.explain(before), Explain.explain(after), contents);
    check(before, after, description);
    List<List<@Nullable Object>> expected;
    try {
      expected = executor.execute(before);
    } catch (SqlException failsAnyway) {
      return false;
    }
    compare(executor, expected, after, description);
    Rel maintained = maintained(after, random);
    RelChecker.check(maintained);
    Rel simplified = Rewriter.rewrite(maintained);
    compare(
        executor,
        expected,
        simplified,
        () -> description.get() + "->\n" + Explain.explain(simplified));
    split += maintained == after ? 0 : 1;
    return true;
  }

  private static void compare(
      RelExecutor executor,
      List<List<@Nullable Object>> expected,
      Rel after,
      Supplier<String> description) {
    try {
      assertThat(RelExecutor.bag(executor.execute(after)))
          .as(description)
          .isEqualTo(RelExecutor.bag(expected));
    } catch (SqlException e) {
      throw new AssertionError("a new error: " + e.getMessage() + "\n" + description.get(), e);
    }
  }

  /** With some relations taken to have a row per key that have not: equal all the same. */
  private static Rel maintained(Rel rel, SplittableRandom random) {
    UniqueKeys unique = new UniqueKeys(name -> List.of());
    return AggregateBeforeJoin.apply(
        rel, (input, columns) -> unique.isUnique(input, columns) || random.nextBoolean());
  }

  private static void check(Rel before, Rel after, Supplier<String> description) {
    try {
      RelChecker.check(after);
    } catch (IllegalStateException e) {
      throw new AssertionError(description.get(), e);
    }
    assertThat(after.fields().stream().map(Field::type).toList())
        .as(description)
        .isEqualTo(before.fields().stream().map(Field::type).toList());
    assertThat(after.fields().stream().map(Field::name).toList())
        .as(description)
        .isEqualTo(before.fields().stream().map(Field::name).toList());
    assertThat(ContentHash.global(Rewriter.rewrite(after)))
        .as(() -> "again: " + description.get())
        .isEqualTo(ContentHash.global(after));
  }

  private static List<Rel.Scan> tables(
      SplittableRandom random, Map<String, List<List<@Nullable Object>>> contents) {
    RandomRows rows = new RandomRows(random);
    List<Rel.Scan> tables = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<SqlType> types =
          IntStream.range(0, random.nextInt(1, 5))
              .mapToObj(column -> RandomRel.columnType(random))
              .toList();
      List<Field> fields = rows.fields(types);
      tables.add(new Rel.Scan("t" + i, "t" + i, fields));
      contents.put("t" + i, rows.rows(fields, random.nextInt(6)));
    }
    return tables;
  }
}
