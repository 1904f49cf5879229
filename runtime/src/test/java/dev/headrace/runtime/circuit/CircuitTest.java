package dev.headrace.runtime.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which operators a step runs. */
final class CircuitTest {
  private static final RowLayout LAYOUT =
      RowLayout.of(List.of(Field.notNull("v", SqlType.INTEGER)));

  private final Workers workers = Workers.of(1);
  private final Circuit circuit = new Circuit(workers);
  private final List<String> ran = new ArrayList<>();

  @AfterEach
  void close() {
    workers.close();
  }

  /** Puts out what its inputs do, unless it keeps everything back. */
  private final class Passing extends Operator {
    private final List<Pipe<Object>> pipes = new ArrayList<>();
    private final boolean silent;

    Passing(String name, boolean silent, Operator... inputs) {
      super(name, 1);
      for (Operator input : inputs) {
        pipes.add(new Pipe<>(input, _ -> new Object(), UnitContext.of(RowErrors.FAIL)));
      }
      this.silent = silent;
    }

    @Override
    List<Pipe<Object>> pipes() {
      return pipes;
    }

    @Override
    void run(Workers with) {
      ran.add(name());
      if (!silent) {
        inputs().forEach(input -> output(0).addAll(input.output(0)));
      }
    }
  }

  private InputOperator input(String name) {
    return circuit.add(new InputOperator(name, 1));
  }

  private Operator passing(String name, Operator... inputs) {
    return circuit.add(new Passing(name, false, inputs));
  }

  private static void feed(InputOperator input) {
    input.feed(rows());
  }

  private static Segments rows() {
    Batch rows = new Batch();
    RowWriter writer = new RowWriter(LAYOUT);
    writer.begin(rows);
    writer.setInt(0, 1);
    writer.end(1);
    return Segments.of(rows);
  }

  private List<String> step() {
    ran.clear();
    circuit.step();
    return List.copyOf(ran);
  }

  private List<String> changed() {
    return circuit.changed().stream().map(Operator::name).toList();
  }

  @Test
  void theFirstStepRunsAllOperatorsAndLaterOnesThoseThatGetSomething() {
    InputOperator t = input("t");
    InputOperator u = input("u");
    Operator a = passing("a", t);
    Operator b = passing("b", u);
    passing("c", a, b);
    passing("d", b);
    feed(t);
    assertThat(step()).containsExactly("a", "b", "c", "d");
    assertThat(changed()).containsExactly("t", "a", "c");
    feed(u);
    assertThat(step()).containsExactly("b", "c", "d");
    assertThat(changed()).containsExactly("u", "b", "c", "d");
    assertThat(a.hasOutput()).isFalse();
    assertThat(step()).isEmpty();
    assertThat(changed()).isEmpty();
  }

  @Test
  void whatPutsOutNothingWakesNobody() {
    InputOperator t = input("t");
    Operator silent = circuit.add(new Passing("silent", true, t));
    passing("reader", silent);
    step();
    feed(t);
    assertThat(step()).containsExactly("silent");
    assertThat(changed()).containsExactly("t");
  }

  @Test
  void anOperatorThatComesLaterMakesItsFirstStepWithTheNextOne() {
    InputOperator t = input("t");
    passing("a", t);
    step();
    passing("b", t);
    assertThat(step()).containsExactly("b");
    feed(t);
    assertThat(step()).containsExactly("a", "b");
  }

  @Test
  void nobodyWaitsForAnInputWithoutReaders() {
    InputOperator t = input("t");
    assertThat(circuit.isWaitingFor(t)).as("before the first step").isTrue();
    step();
    assertThat(circuit.isWaitingFor(t)).isFalse();
    Operator a = passing("a", t);
    assertThat(circuit.isWaitingFor(t)).as("before the first step of its reader").isTrue();
    step();
    assertThat(circuit.isWaitingFor(t)).isTrue();
    assertThat(circuit.isWaitingFor(input("u"))).isFalse();
    circuit.retain(Set.of(t));
    assertThat(circuit.isWaitingFor(t)).isFalse();
    assertThat(a.hasOutput()).isFalse();
  }

  @Test
  void whatIsPassedOverHasFlowedAndIsNotFed() {
    InputOperator t = input("t");
    t.passOver(new Segments());
    assertThat(t.hasFlowed()).isFalse();
    t.passOver(rows());
    assertThat(t.hasFlowed()).isTrue();
    assertThat(t.isFed()).isFalse();
  }

  @Test
  void anOperatorThatIsRemovedIsNotWoken() {
    InputOperator t = input("t");
    Operator a = passing("a", t);
    passing("b", t);
    Operator c = passing("c", a);
    feed(t);
    step();
    circuit.retain(Set.of(t, a, c));
    assertThat(changed()).containsExactly("t", "a", "c");
    feed(t);
    assertThat(step()).containsExactly("a", "c");
  }

  @Test
  void anOperatorThatMovesOverIsWokenByWhatItReadsNow() {
    InputOperator t = input("t");
    step();
    Circuit other = new Circuit(workers);
    InputOperator standIn = other.add(InputOperator.standingFor(t));
    Operator moving = other.add(new Passing("moving", false, standIn));
    feed(standIn);
    other.step();
    circuit.adopt(other, Set.of(moving), Map.of(standIn, t));
    assertThat(step()).isEmpty();
    assertThat(moving.hasOutput()).isFalse();
    feed(t);
    assertThat(step()).containsExactly("moving");
    assertThat(changed()).containsExactly("t", "moving");
  }

  @Test
  void afterAResetTheNextStepIsTheFirst() {
    InputOperator t = input("t");
    passing("a", t);
    step();
    assertThat(circuit.reset()).as("all can forget").isFalse();
    assertThat(step()).containsExactly("a");
  }
}
