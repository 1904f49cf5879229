package dev.headrace.check.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class BackgroundTest {
  private final List<Thread> makers = new ArrayList<>();

  private Thread make() {
    makers.add(Thread.currentThread());
    return Thread.currentThread();
  }

  @Test
  void anotherThreadMakesWhatIsForeseen() {
    Background<Thread> started = new Background<>(this::make, _ -> {}).start();
    assertThat(started.get()).isNotSameAs(Thread.currentThread());
    started.get();
    assertThat(makers).hasSize(1);
  }

  @Test
  void whoNeedsItMakesWhatNobodyHasBegun() {
    Background<Thread> idle = new Background<>(this::make, _ -> {});
    assertThat(idle.get()).isSameAs(Thread.currentThread());
    idle.get();
    assertThat(makers).hasSize(1);
  }

  @Test
  void eachWhoAsksIsToldWhatWentWrong() {
    Background<Thread> wrong =
        new Background<Thread>(
                () -> {
                  throw new SourceException("no way", null);
                },
                _ -> {})
            .start();
    assertThatThrownBy(wrong::get).isInstanceOf(SourceException.class).hasMessage("no way");
    assertThatThrownBy(wrong::get).isInstanceOf(SourceException.class).hasMessage("no way");
  }

  @Test
  void whatIsMadeIsClosedOnce() {
    List<String> closed = new ArrayList<>();
    Background<String> made = new Background<>(() -> "made", closed::add);
    made.get();
    made.close();
    made.close();
    assertThat(closed).containsExactly("made");
  }

  @Test
  void whatNobodyBeganIsNotMadeToBeClosed() {
    new Background<>(this::make, _ -> {}).close();
    assertThat(makers).isEmpty();
  }

  @Test
  void whatComesAfterItWasClosedIsClosedThen() {
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<String> closed = new CompletableFuture<>();
    Background<String> late =
        new Background<>(
                () -> {
                  go.await();
                  return "late";
                },
                closed::complete)
            .start();
    late.close();
    assertThat(closed).isNotDone();
    go.countDown();
    assertThat(closed.join()).isEqualTo("late");
  }
}
