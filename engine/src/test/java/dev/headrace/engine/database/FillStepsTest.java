package dev.headrace.engine.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is filled in is cut at the bounds of ranges, small relations first. */
final class FillStepsTest {
  private final Operator facts = new InputOperator("facts", 1);
  private final Operator dimension = new InputOperator("dimension", 1);

  @Test
  void smallRelationsComeFirstAndStepsAreOfOneSize() {
    IdentityHashMap<Operator, Segments> rows = new IdentityHashMap<>();
    rows.put(facts, ranges(10, 100));
    rows.put(dimension, ranges(1, 50));
    FillSteps steps = new FillSteps(rows, 300, false);

    List<String> taken = new ArrayList<>();
    List<Integer> percents = new ArrayList<>();
    while (steps.hasNext()) {
      Map<Operator, Segments> step = steps.next();
      taken.add(bytes(step, dimension) + "+" + bytes(step, facts));
      percents.add(steps.percent());
    }
    assertThat(taken).containsExactly("50+300", "0+300", "0+300", "0+100");
    assertThat(percents).containsExactly(33, 61, 90, 100);
  }

  @Test
  void stepsGrowWithAllThatHasBeenReadForWhatIsComputedAnew() {
    FillSteps steps = new FillSteps(Map.of(facts, ranges(32, 100)), 200, true);

    List<Long> taken = new ArrayList<>();
    while (steps.hasNext()) {
      taken.add(bytes(steps.next(), facts));
    }
    assertThat(taken).containsExactly(200L, 200L, 400L, 800L, 1600L);
  }

  @Test
  void aRangeIsNeverCut() {
    FillSteps steps = new FillSteps(Map.of(facts, ranges(2, 100)), 1, false);
    assertThat(bytes(steps.next(), facts)).isEqualTo(100);
    assertThat(steps.hasNext()).isTrue();
    assertThat(bytes(steps.next(), facts)).isEqualTo(100);
    assertThat(steps.hasNext()).isFalse();
  }

  @Test
  void nothingToReadIsAStepWithoutRows() {
    FillSteps steps = new FillSteps(Map.of(facts, new Segments()), 100, false);
    assertThat(steps.hasNext()).isFalse();
    assertThat(steps.next()).isEmpty();
    assertThat(steps.percent()).isEqualTo(100);
  }

  private static Segments ranges(int count, int bytes) {
    Segments segments = new Segments();
    for (int i = 0; i < count; i++) {
      segments.add(new byte[bytes], 0, bytes);
    }
    return segments;
  }

  private static long bytes(Map<Operator, Segments> step, Operator operator) {
    Segments rows = step.get(operator);
    return rows == null ? 0 : rows.bytes();
  }
}
