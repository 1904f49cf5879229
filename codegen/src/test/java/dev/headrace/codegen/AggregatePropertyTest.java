package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.PipelinePropertyTest.RandomPipeline;
import dev.headrace.codegen.spec.Accumulator;
import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.ValueSet;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.runtime.unit.AggregateUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Groups that compiled and interpreted units make are those of a plain map. */
final class AggregatePropertyTest {
  private static final int CASES = 200;
  private static final int RECORDS = 100;

  @Test
  void groupsAreThoseOfTheModel() {
    long seed = new Random().nextLong();
    System.out.println("AggregatePropertyTest: seed " + seed);
    int groups = 0;
    for (int i = 0; i < CASES; i++) {
      try {
        groups += run(new Random(seed + i));
      } catch (Throwable e) {
        throw new AssertionError("seed " + (seed + i), e);
      }
    }
    assertThat(groups).isGreaterThan(CASES);
  }

  private static int run(RandomGenerator random) {
    RandomPipeline pipeline = new RandomPipeline(random, random.nextInt(20) == 0 ? 40 : 5);
    List<SqlType> types = Step.outputTypes(pipeline.types(), pipeline.steps());
    End.Aggregate end = randomEnd(random, types);
    Subject subject = new Subject(pipeline.spec(end));
    AggregateUnit compiled = (AggregateUnit) subject.compiled();
    AggregateUnit interpreted = (AggregateUnit) subject.interpreted();
    GroupTables actual = new GroupTables(end, types);
    GroupTables expected = new GroupTables(end, types);
    GroupModel model = new GroupModel(end);
    Subject rows = new Subject(pipeline.spec(new End.Emit(types, List.of())));
    for (int batch = 0; batch < 3; batch++) {
      Batch input = pipeline.input(RECORDS);
      interpreted.run(input.bytes(), 0, input.end(), expected.groups(), expected.values());
      List<String> errors = subject.takeErrors();
      compiled.run(input.bytes(), 0, input.end(), actual.groups(), actual.values());
      assertThat(subject.takeErrors()).isEqualTo(errors);
      model.add(new RowLayout(types), rows.emit(input, 1).getFirst());
    }
    assertThat(actual.dump()).isEqualTo(expected.dump());
    assertThat(actual.dump()).isEqualTo(model.dump());
    return actual.groups().size();
  }

  private static End.Aggregate randomEnd(RandomGenerator random, List<SqlType> types) {
    List<Integer> keys = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      keys.add(random.nextInt(types.size()));
    }
    List<Accumulator> accumulators = new ArrayList<>();
    accumulators.add(Accumulator.rows());
    List<ValueSet> values = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      int argument = random.nextInt(types.size());
      int filter = randomFilter(random, types);
      if (random.nextInt(4) == 0) {
        values.add(new ValueSet(argument, filter, types.get(argument)));
      } else {
        accumulators.add(randomAccumulator(random, types, argument, filter));
      }
    }
    return new End.Aggregate(keys, accumulators, values);
  }

  private static int randomFilter(RandomGenerator random, List<SqlType> types) {
    int column = random.nextInt(types.size());
    return types.get(column).kind() == Kind.BOOLEAN ? column : -1;
  }

  private static Accumulator randomAccumulator(
      RandomGenerator random, List<SqlType> types, int argument, int filter) {
    Kind type = types.get(argument).kind();
    Accumulator.Kind kind =
        random.nextInt(4) == 0
            ? Accumulator.Kind.COUNT
            : switch (type) {
              case SMALLINT, INTEGER -> Accumulator.Kind.SUM_LONG;
              case BIGINT ->
                  random.nextBoolean() ? Accumulator.Kind.SUM_LONG : Accumulator.Kind.SUM_WIDE;
              case REAL, DOUBLE -> Accumulator.Kind.SUM_DOUBLE;
              case NUMERIC -> Accumulator.Kind.SUM_DECIMAL;
              default -> Accumulator.Kind.COUNT;
            };
    boolean countsAll = kind == Accumulator.Kind.COUNT && random.nextInt(3) == 0;
    return new Accumulator(kind, countsAll ? -1 : argument, filter);
  }
}
