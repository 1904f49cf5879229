package dev.headrace.runtime.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FillingTest {
  private final Workers workers = Workers.of(2);
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    workers.close();
  }

  /** An operator whose step is an action. */
  private final class Acting extends Operator {
    private final List<Operator> inputs;
    private final Runnable action;

    Acting(String name, Runnable action, Operator... inputs) {
      super(name, 2);
      this.inputs = List.of(inputs);
      this.action = action;
    }

    @Override
    List<Pipe<?>> pipes() {
      return List.of();
    }

    @Override
    public List<Operator> inputs() {
      return inputs;
    }

    @Override
    void run(Workers with) {
      action.run();
      order.add(name());
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void fill(List<List<Operator>> groups, IntConsumer filled) {
    new Filling(workers, groups, filled).run();
  }

  @Test
  void groupsThatDoNotReadEachOtherRunAtOnce() {
    CyclicBarrier both = new CyclicBarrier(2);
    Operator one = new Acting("one", () -> meet(both));
    Operator other = new Acting("other", () -> meet(both));
    fill(List.of(List.of(one), List.of(other)), group -> {});
    assertThat(order).containsExactlyInAnyOrder("one", "other");
  }

  @Test
  void aGroupWaitsForThoseThatItReads() {
    Operator lower = new Acting("lower", () -> sleep(50));
    Operator beside = new Acting("beside", () -> sleep(100));
    Operator upper = new Acting("upper", () -> {}, lower);
    Operator top = new Acting("top", () -> {}, upper, beside);
    fill(
        List.of(List.of(lower), List.of(beside), List.of(upper), List.of(top)),
        group -> order.add("filled " + group));
    assertThat(order).containsSubsequence("lower", "filled 0", "upper", "filled 2", "top");
    assertThat(order).containsSubsequence("beside", "filled 1", "top", "filled 3");
    assertThat(order).hasSize(8);
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void afterAFailureNoGroupBeginsAndAllThatHadBegunHaveEnded() {
    CyclicBarrier both = new CyclicBarrier(2);
    Operator failing =
        new Acting(
            "failing",
            () -> {
              meet(both);
              throw new UnsupportedOperationException("no");
            });
    Operator slow =
        new Acting(
            "slow",
            () -> {
              meet(both);
              sleep(100);
            });
    Operator never = new Acting("never", () -> {}, failing);
    assertThatThrownBy(
            () -> fill(List.of(List.of(failing), List.of(slow), List.of(never)), group -> {}))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(order).containsExactly("slow");
  }

  @Test
  void aFailureOfTheOneWhoIsToldIsThrownToo() {
    Operator operator = new Acting("operator", () -> {});
    assertThatThrownBy(
            () ->
                fill(
                    List.of(List.of(operator)),
                    group -> {
                      throw new UnsupportedOperationException("group " + group);
                    }))
        .hasMessage("group 0");
  }

  @Test
  void withoutGroupsThereIsNothingToDo() {
    fill(List.of(), group -> order.add("filled"));
    assertThat(order).isEmpty();
  }
}
