package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.JoinSpec;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.JoinIndex;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.JoinUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Joins of all kinds under insertions and deletions on both sides: what units emit adds up to the
 * join of the two bags, computed from scratch, without the pairs and results that fail; compiled
 * and interpreted units emit the same bytes and report the same errors.
 */
final class JoinPropertyTest {
  // key, second key, payload
  private static final RowLayout LEFT =
      new RowLayout(List.of(SqlType.INTEGER, SqlType.TEXT, SqlType.BIGINT));
  private static final RowLayout RIGHT =
      new RowLayout(List.of(SqlType.INTEGER, SqlType.TEXT, SqlType.DOUBLE, SqlType.BIGINT));
  private static final int CASES = 20;
  private static final int BATCHES = 6;
  private static final int RECORDS = 30;

  @Test
  void resultsAddUpToTheJoin() {
    long seed = new Random().nextLong();
    System.out.println("JoinPropertyTest: seed " + seed);
    int results = 0;
    for (int i = 0; i < CASES; i++) {
      for (Rel.Join.Kind kind : Rel.Join.Kind.values()) {
        try {
          results += new Case(kind, new Random(seed + i)).run();
        } catch (Throwable e) {
          throw new AssertionError("seed " + (seed + i) + ", " + kind, e);
        }
      }
    }
    assertThat(results).isGreaterThan(CASES * 20);
  }

  private static final class Case {
    private final Rel.Join.Kind kind;
    private final RandomGenerator random;
    private final boolean nullsMatch;
    private final int keys;
    private final boolean residual;
    private final boolean projects;
    private final List<Map<List<@Nullable Object>, Integer>> bags =
        List.of(new HashMap<>(), new HashMap<>());
    private final Map<List<@Nullable Object>, Integer> result = new HashMap<>();

    Case(Rel.Join.Kind kind, RandomGenerator random) {
      this.kind = kind;
      this.random = random;
      this.nullsMatch = random.nextInt(3) == 0;
      this.keys = random.nextInt(3);
      this.residual = random.nextBoolean();
      this.projects = random.nextBoolean();
    }

    private List<SqlType> outputTypes() {
      List<SqlType> types = new ArrayList<>(LEFT.types());
      if (!kind.leftOnly()) {
        types.addAll(RIGHT.types());
      }
      if (projects) {
        types.add(SqlType.BIGINT);
      }
      return types;
    }

    private static Expr column(List<SqlType> types, int index) {
      return new Expr.Column(index, types.get(index), true);
    }

    /** left.payload / right.payload is not 2; fails where right.payload is 0. */
    private @Nullable Expr residual() {
      Expr quotient =
          new Expr.Arithmetic(
              Expr.Arithmetic.Operator.DIVIDE,
              new Expr.Column(2, SqlType.BIGINT, true),
              new Expr.Column(6, SqlType.BIGINT, true),
              SqlType.BIGINT);
      return residual
          ? new Expr.Comparison(
              Expr.Comparison.Operator.NOT_EQUAL, quotient, new Expr.Literal(2L, SqlType.BIGINT))
          : null;
    }

    /** Keeps all columns and adds 100 / (left.payload - 3); fails where that is 0. */
    private List<Step> after() {
      if (!projects) {
        return List.of();
      }
      List<SqlType> types = outputTypes();
      List<Expr> columns = new ArrayList<>();
      for (int i = 0; i < types.size() - 1; i++) {
        columns.add(column(types, i));
      }
      Expr difference =
          new Expr.Arithmetic(
              Expr.Arithmetic.Operator.SUBTRACT,
              columns.get(2),
              new Expr.Literal(3L, SqlType.BIGINT),
              SqlType.BIGINT);
      columns.add(
          new Expr.Arithmetic(
              Expr.Arithmetic.Operator.DIVIDE,
              new Expr.Literal(100L, SqlType.BIGINT),
              difference,
              SqlType.BIGINT));
      return List.of(new Step.Project(columns));
    }

    private UnitSpec spec(boolean left) {
      RowLayout own = left ? LEFT : RIGHT;
      List<Integer> keyColumns = List.of(0, 1).subList(0, keys);
      List<Integer> columns = new ArrayList<>();
      for (int i = 0; i < own.columns(); i++) {
        columns.add(i);
      }
      // a projection that copies keeps rows from being taken as they stand
      List<Step> steps =
          projects
              ? List.of(
                  new Step.Project(columns.stream().map(i -> column(own.types(), i)).toList()),
                  new Step.Filter(Expr.Literal.TRUE))
              : List.of();
      JoinSpec join =
          new JoinSpec(
              kind,
              left,
              keyColumns,
              keyColumns.stream().map(i -> nullsMatch).toList(),
              columns,
              own,
              left ? RIGHT : LEFT,
              residual(),
              after(),
              outputTypes());
      return UnitSpec.over(own, steps, new End.Join(join));
    }

    private JoinIndex index() {
      List<SqlType> types = LEFT.types().subList(0, keys);
      return new JoinIndex(new RowLayout(types), true, MemoryBudget.unlimited());
    }

    int run() {
      List<Subject> subjects = List.of(new Subject(spec(true)), new Subject(spec(false)));
      List<JoinUnit> compiled =
          subjects.stream().map(subject -> (JoinUnit) subject.compiled()).toList();
      List<JoinUnit> interpreted =
          subjects.stream().map(subject -> (JoinUnit) subject.interpreted()).toList();
      List<JoinIndex> actual = List.of(index(), index());
      List<JoinIndex> expected = List.of(index(), index());
      RowLayout layout = new RowLayout(outputTypes());
      for (int i = 0; i < BATCHES; i++) {
        int side = random.nextInt(2);
        // one record at a time, to find out which one goes wrong
        for (int record = 0; record < RECORDS; record++) {
          Batch input = new Batch();
          List<@Nullable Object> row = change(side, input);
          Batch output = new Batch();
          interpreted
              .get(side)
              .run(
                  input.bytes(),
                  0,
                  input.end(),
                  expected.get(side),
                  expected.get(1 - side),
                  output,
                  true);
          List<String> errors = subjects.get(side).takeErrors();
          Batch compiledOutput = Subject.dirty();
          compiled
              .get(side)
              .run(
                  input.bytes(),
                  0,
                  input.end(),
                  actual.get(side),
                  actual.get(1 - side),
                  compiledOutput,
                  true);
          assertThat(subjects.get(side).takeErrors()).isEqualTo(errors);
          assertThat(Trades.bytes(compiledOutput)).isEqualTo(Trades.bytes(output));
          bags.get(side).merge(row, Rows.weight(input.bytes(), 0), Case::sum);
          collect(layout, output);
        }
        assertThat(result).isEqualTo(fromScratch());
      }
      return result.size();
    }

    private static @Nullable Integer sum(Integer left, Integer right) {
      return left + right == 0 ? null : Integer.valueOf(left + right);
    }

    private void collect(RowLayout layout, Batch output) {
      RowReader reader = new RowReader(layout);
      for (int row = 0; row < output.end(); row = output.next(row)) {
        result.merge(reader.get(output.bytes(), row), Rows.weight(output.bytes(), row), Case::sum);
      }
    }

    /** An insertion of a random row, or a deletion of one that is there. */
    private List<@Nullable Object> change(int side, Batch input) {
      Map<List<@Nullable Object>, Integer> bag = bags.get(side);
      List<@Nullable Object> row = randomRow(side);
      int weight = random.nextInt(1, 3);
      if (!bag.isEmpty() && random.nextInt(3) == 0) {
        row = new ArrayList<>(bag.keySet()).get(random.nextInt(bag.size()));
        weight = -Math.min(weight, Objects.requireNonNull(bag.get(row)));
      }
      new RowWriter(side == 0 ? LEFT : RIGHT).append(input, weight, row.toArray());
      return row;
    }

    private List<@Nullable Object> randomRow(int side) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(random.nextInt(6) == 0 ? null : (Object) random.nextInt(3));
      row.add(random.nextInt(6) == 0 ? null : (Object) Slice.of("ab".repeat(random.nextInt(2))));
      if (side == 1) {
        row.add(random.nextInt(4) == 0 ? null : (Object) (double) random.nextInt(2));
      }
      row.add(random.nextInt(6) == 0 ? null : (Object) (long) random.nextInt(-1, 12));
      return row;
    }

    private Map<List<@Nullable Object>, Integer> fromScratch() {
      Map<List<@Nullable Object>, Integer> all = new HashMap<>();
      Map<List<@Nullable Object>, Integer> rightMatches = new HashMap<>();
      bags.get(0)
          .forEach(
              (left, leftWeight) -> {
                int matches = 0;
                for (var right : bags.get(1).entrySet()) {
                  if (matches(left, right.getKey())) {
                    matches += right.getValue();
                    rightMatches.merge(right.getKey(), leftWeight, Integer::sum);
                    if (!kind.leftOnly()) {
                      put(all, left, right.getKey(), leftWeight * right.getValue());
                    }
                  }
                }
                boolean alone =
                    kind == Rel.Join.Kind.SEMI
                        ? matches > 0
                        : (kind.keepsUnmatchedLeft() || kind == Rel.Join.Kind.ANTI) && matches == 0;
                if (alone) {
                  put(all, left, null, leftWeight);
                }
              });
      if (kind.keepsUnmatchedRight()) {
        bags.get(1)
            .forEach(
                (right, weight) -> {
                  if (!rightMatches.containsKey(right)) {
                    put(all, null, right, weight);
                  }
                });
      }
      return all;
    }

    private boolean matches(List<@Nullable Object> left, List<@Nullable Object> right) {
      for (int i = 0; i < keys; i++) {
        boolean equal =
            left.get(i) == null || right.get(i) == null
                ? nullsMatch && left.get(i) == null && right.get(i) == null
                : left.get(i).equals(right.get(i));
        if (!equal) {
          return false;
        }
      }
      if (!residual) {
        return true;
      }
      Long dividend = (Long) left.get(2);
      Long divisor = (Long) right.get(3);
      // a pair that divides by zero is reported and does not match
      return dividend != null && divisor != null && divisor != 0 && dividend / divisor != 2;
    }

    private void put(
        Map<List<@Nullable Object>, Integer> all,
        @Nullable List<@Nullable Object> left,
        @Nullable List<@Nullable Object> right,
        int weight) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 0; i < LEFT.columns(); i++) {
        row.add(left == null ? null : left.get(i));
      }
      for (int i = 0; i < (kind.leftOnly() ? 0 : RIGHT.columns()); i++) {
        row.add(right == null ? null : right.get(i));
      }
      if (projects) {
        Long payload = (Long) row.get(2);
        if (payload != null && payload == 3) {
          // a result that divides by zero is reported and left out
          return;
        }
        row.add(payload == null ? null : (Object) (100 / (payload - 3)));
      }
      all.merge(row, weight, Integer::sum);
    }
  }
}
