package dev.headrace.runtime.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WorkersTest {
  private static final int TASKS = 50;

  private static void runsAll(Workers workers) {
    AtomicIntegerArray runs = new AtomicIntegerArray(TASKS);
    workers.run(TASKS, true, runs::incrementAndGet);
    for (int i = 0; i < TASKS; i++) {
      assertThat(runs.get(i)).as("task %s", i).isEqualTo(1);
    }
  }

  @Test
  void everyTaskRunsOnce() {
    try (Workers workers = Workers.of(4)) {
      for (int i = 0; i < 200; i++) {
        runsAll(workers);
      }
    }
  }

  @Test
  void theFirstTaskIsTheCallers() {
    try (Workers workers = Workers.of(4)) {
      Thread[] threads = new Thread[4];
      workers.run(4, true, task -> threads[task] = Thread.currentThread());
      assertThat(threads[0]).isSameAs(Thread.currentThread());
    }
  }

  @Test
  void whoFindsAllOthersBusyDoesAllOfIt() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      CountDownLatch busy = new CountDownLatch(2);
      CountDownLatch go = new CountDownLatch(1);
      Thread other =
          Thread.ofPlatform()
              .start(
                  () ->
                      workers.run(
                          2,
                          true,
                          _ -> {
                            busy.countDown();
                            Workers.awaitUninterruptibly(go);
                          }));
      busy.await();
      runsAll(workers);
      go.countDown();
      other.join();
    }
  }

  @Test
  void aFailureIsThrownWhenAllOthersHaveEnded() {
    try (Workers workers = Workers.of(3)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(TASKS);
      assertThatThrownBy(
              () ->
                  workers.run(
                      TASKS,
                      true,
                      task -> {
                        runs.incrementAndGet(task);
                        if (task == 7) {
                          throw new IllegalStateException("seven");
                        }
                      }))
          .hasMessage("seven");
      assertThat(runs.get(TASKS - 1)).isEqualTo(1);
    }
  }

  @Test
  void nobodyHelpsAfterTheEnd() {
    Workers workers = Workers.of(3);
    workers.close();
    runsAll(workers);
  }
}
