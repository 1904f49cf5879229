package dev.headrace.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {
  @Test
  void takesUpToItsLimitAndNotBeyond() {
    MemoryBudget budget = new MemoryBudget(100);
    budget.take(60);
    budget.take(40);
    assertThatThrownBy(() -> budget.take(1))
        .asInstanceOf(InstanceOfAssertFactories.type(SqlException.class))
        .extracting(SqlException::code)
        .isEqualTo(ErrorCode.OUT_OF_MEMORY);
    assertThat(budget.used()).isEqualTo(100);
    budget.take(-30);
    assertThat(budget.available()).isEqualTo(30);
    assertThat(budget.peak()).isEqualTo(100);
  }

  @Test
  void anEnormousRequestDoesNotWrapAround() {
    MemoryBudget budget = new MemoryBudget(100);
    budget.take(50);
    assertThatThrownBy(() -> budget.take(Long.MAX_VALUE)).isInstanceOf(SqlException.class);
    assertThat(budget.used()).isEqualTo(50);
  }

  @Test
  void givingBackNeverFailsHoweverOthersFail() throws InterruptedException, ExecutionException {
    MemoryBudget budget = new MemoryBudget(1_000);
    budget.take(500);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> results = new ArrayList<>();
      results.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  assertThatThrownBy(() -> budget.take(2_000)).isInstanceOf(SqlException.class);
                }
              }));
      results.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 1_000_000; i++) {
                  budget.take(100);
                  budget.take(-100);
                }
              }));
      for (Future<?> result : results) {
        assertThat(result.get()).isNull();
      }
    }
    assertThat(budget.used()).isEqualTo(500);
    assertThat(budget.peak()).isEqualTo(600);
  }
}
