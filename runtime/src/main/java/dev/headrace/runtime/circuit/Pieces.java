package dev.headrace.runtime.circuit;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The input of some pipes, cut into pieces that several threads take as they come to them
 * ("morsels"; Leis, Boncz, Kemper, Neumann, SIGMOD 2014): a thread that is held up takes fewer.
 *
 * <p>The pieces are taken in order. If some fail, the failure of the first of them is what there is
 * to tell, as if one thread had gone through them all.
 *
 * @param <U> the kind of unit
 */
final class Pieces<U> {
  private final List<Pipe<U>> pipes;
  private final int pieceBytes;
  private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

  // where the next piece is; guarded by this
  private int pipe;
  private int part;
  private int range;
  private int from;
  private int taken;

  private record Failure(int piece, Throwable cause) {}

  /**
   * One piece.
   *
   * @param rows only the thread that has the piece looks at them
   */
  private record Piece<U>(int number, Pipe<U> pipe, Segments rows) {}

  Pieces(List<Pipe<U>> pipes, int pieceBytes) {
    this.pipes = pipes;
    this.pieceBytes = pieceBytes;
  }

  /** What decides whether a thread takes another piece. */
  @FunctionalInterface
  interface Condition {
    boolean holds();
  }

  /** Lets a worker's units run over pieces as long as there are some and a condition holds. */
  void run(int worker, Condition further, Pipe.Run<? super U> run) {
    while (further.holds()) {
      Piece<U> piece = take();
      if (piece == null || isAfterFailure(piece.number)) {
        return;
      }
      try {
        piece.pipe.source().cancellation().check();
        run(piece, worker, run);
      } catch (Throwable e) {
        failed(new Failure(piece.number, e));
        return;
      }
    }
  }

  private static <U> void run(Piece<U> piece, int worker, Pipe.Run<? super U> run) {
    U unit = piece.pipe.unit(worker);
    Segments rows = piece.rows;
    for (int i = 0; i < rows.size(); i++) {
      byte[] slab = rows.slab(i);
      run.run(unit, slab, rows.from(i), rows.to(i));
    }
  }

  private boolean isAfterFailure(int number) {
    Failure known = failure.get();
    return known != null && known.piece < number;
  }

  private void failed(Failure other) {
    failure.accumulateAndGet(
        other, (known, made) -> known == null || made.piece < known.piece ? made : known);
  }

  private synchronized @Nullable Piece<U> take() {
    while (pipe < pipes.size()) {
      Operator source = pipes.get(pipe).source();
      if (part == source.parts()) {
        part = 0;
        pipe++;
      } else if (range == source.output(part).size()) {
        range = 0;
        part++;
      } else {
        return new Piece<>(taken++, pipes.get(pipe), take(source, source.output(part)));
      }
    }
    return null;
  }

  // ranges may be short: what lies between the deleted rows of a page
  private Segments take(Operator source, Segments input) {
    Segments piece = new Segments();
    while (range < input.size() && piece.bytes() < pieceBytes) {
      if (input.isCold(range)) {
        // as a whole, to be read by who has it
        piece.add(input, range++);
        continue;
      }
      byte[] slab = input.slab(range);
      int start = Math.max(from, input.from(range));
      int to = input.to(range);
      int room = pieceBytes - (int) piece.bytes();
      int end = to - start <= room ? to : source.boundary(slab, start, to, room);
      piece.add(slab, start, end);
      if (end < to) {
        from = end;
      } else {
        from = 0;
        range++;
      }
    }
    return piece;
  }

  /** Throws the first failure, after all threads have ended. */
  void rethrow() {
    Failure known = failure.get();
    Workers.rethrow(known == null ? null : known.cause);
  }
}
