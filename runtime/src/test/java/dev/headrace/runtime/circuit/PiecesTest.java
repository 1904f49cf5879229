package dev.headrace.runtime.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PiecesTest {
  private static final RowLayout LAYOUT =
      RowLayout.of(List.of(Field.notNull("v", SqlType.INTEGER)));

  /** What a unit was given: the values of its rows. */
  private record Unit(List<Integer> values) {
    void run(byte[] slab, int from, int to) {
      for (int row = from; row < to; row += Rows.length(slab, row)) {
        values.add(Rows.getInt(slab, row + LAYOUT.offset(0)));
      }
    }
  }

  private static Batch rows(int from, int to) {
    Batch rows = new Batch();
    RowWriter writer = new RowWriter(LAYOUT);
    for (int value = from; value < to; value++) {
      writer.begin(rows);
      writer.setInt(0, value);
      writer.end(1);
    }
    return rows;
  }

  private static Pipe<Unit> pipe(Batch... batches) {
    InputOperator input = new InputOperator("rows", 1);
    Segments segments = new Segments();
    for (Batch batch : batches) {
      segments.add(batch);
    }
    input.feed(segments);
    try (Workers alone = Workers.of(1)) {
      Circuit circuit = new Circuit(alone);
      circuit.add(input);
      circuit.step();
    }
    return new Pipe<>(input, _ -> new Unit(new ArrayList<>()), UnitContext.of(RowErrors.FAIL));
  }

  @Test
  void everyRowIsInOnePiece() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      int first = random.nextInt(300);
      int second = first + random.nextInt(300);
      int third = second + random.nextInt(300);
      List<Pipe<Unit>> pipes =
          List.of(pipe(rows(0, first), rows(first, second)), pipe(rows(second, third)));
      int threads = 1 + random.nextInt(4);
      pipes.forEach(pipe -> pipe.provide(threads));
      Pieces<Unit> pieces = new Pieces<>(pipes, 1 + random.nextInt(2_000));
      try (Workers workers = Workers.sharing(threads, 0)) {
        workers.run(threads, true, worker -> pieces.run(worker, () -> true, Unit::run));
      }
      pieces.rethrow();

      List<Integer> values = new ArrayList<>();
      for (Pipe<Unit> pipe : pipes) {
        for (int worker = 0; worker < threads; worker++) {
          values.addAll(pipe.unit(worker).values);
        }
      }
      assertThat(values.stream().sorted().toList())
          .as("seed %s", seed)
          .isEqualTo(IntStream.range(0, third).boxed().toList());
    }
  }

  @Test
  void theFailureIsThatOfTheFirstPieceThatFailsWhoeverFailsFirst() throws InterruptedException {
    Pipe<Unit> pipe = pipe(rows(0, 10));
    pipe.provide(2);
    Pieces<Unit> pieces = new Pieces<>(List.of(pipe), 1);
    CountDownLatch laterFailed = new CountDownLatch(1);
    CountDownLatch taken = new CountDownLatch(1);
    Thread first =
        Thread.ofPlatform()
            .start(
                () ->
                    pieces.run(
                        0,
                        () -> true,
                        (unit, slab, from, to) -> {
                          taken.countDown();
                          Workers.awaitUninterruptibly(laterFailed);
                          throw new IllegalStateException("first");
                        }));
    taken.await();
    pieces.run(
        1,
        () -> true,
        (unit, slab, from, to) -> {
          throw new IllegalStateException("second");
        });
    laterFailed.countDown();
    first.join();

    assertThatThrownBy(pieces::rethrow).hasMessage("first");
  }

  @Test
  void nobodyTakesPiecesBehindAFailureOrAgainstItsCondition() {
    Pipe<Unit> pipe = pipe(rows(0, 10));
    pipe.provide(3);
    Pieces<Unit> pieces = new Pieces<>(List.of(pipe), 1);
    pieces.run(2, () -> pipe.unit(2).values.size() < 3, Unit::run);
    assertThat(pipe.unit(2).values).containsExactly(0, 1, 2);
    pieces.run(
        0,
        () -> true,
        (unit, slab, from, to) -> {
          throw new IllegalStateException("third");
        });
    pieces.run(1, () -> true, Unit::run);

    assertThat(pipe.unit(1).values).isEmpty();
  }
}
