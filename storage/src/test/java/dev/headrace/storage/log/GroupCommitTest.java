package dev.headrace.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that wait for the disk together. */
@Timeout(60)
final class GroupCommitTest {
  private final AtomicLong written = new AtomicLong();
  private final AtomicInteger syncs = new AtomicInteger();

  private long slowSync() {
    long sequence = written.get();
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    syncs.incrementAndGet();
    return sequence;
  }

  @Test
  void whoIsAloneSyncsByItself() {
    Thread[] syncing = new Thread[1];
    GroupCommit group =
        new GroupCommit(
            () -> {
              syncing[0] = Thread.currentThread();
              return written.get();
            },
            0);
    group.await(written.incrementAndGet());
    assertThat(syncing[0]).isSameAs(Thread.currentThread());
  }

  @Test
  void manyShareASync() throws Exception {
    GroupCommit group = new GroupCommit(this::slowSync, 0);
    int threads = 16;
    int each = 50;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        done.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    long sequence = written.incrementAndGet();
                    group.await(sequence);
                    assertThat(group.durable()).isGreaterThanOrEqualTo(sequence);
                  }
                }));
      }
      for (Future<?> future : done) {
        future.get();
      }
    }
    assertThat(group.durable()).isEqualTo(written.get());
    assertThat(syncs.get()).isLessThan(threads * each / 4);
  }

  @Test
  void aFailureReachesAllWhoWaitAndWhoComeLater() throws Exception {
    GroupCommit group =
        new GroupCommit(
            () -> {
              slowSync();
              throw new SqlException(ErrorCode.IO_ERROR, "broken");
            },
            0);
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        all.add(executor.submit(() -> group.await(written.incrementAndGet())));
      }
      for (Future<?> future : all) {
        assertThatThrownBy(future::get).hasRootCauseMessage("broken");
      }
    }
    assertThatThrownBy(() -> group.await(100)).hasMessage("broken");
  }

  @Test
  void anInterruptedThreadStillWaitsAndStaysInterrupted() {
    GroupCommit group = new GroupCommit(this::slowSync, 0);
    Thread.currentThread().interrupt();
    group.await(written.incrementAndGet());
    assertThat(Thread.interrupted()).isTrue();
  }
}
