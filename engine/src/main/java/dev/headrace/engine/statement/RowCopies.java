package dev.headrace.engine.statement;

import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.MemoryBudget;

/** Copies rows out of stores, whose pages are theirs again as soon as the read view is closed. */
final class RowCopies {
  /** Ranges are gathered up to this size; longer ones are copied by themselves. */
  private static final int CHUNK_BYTES = 1 << 20;

  private RowCopies() {}

  /**
   * Copies of rows.
   *
   * @param budget has room for them
   */
  static Segments of(Segments rows, MemoryBudget budget) {
    budget.take(rows.bytes());
    Segments copies = new Segments();
    for (int first = 0; first < rows.size(); ) {
      int length = rows.to(first) - rows.from(first);
      int end = first + 1;
      while (end < rows.size() && length + rows.to(end) - rows.from(end) <= CHUNK_BYTES) {
        length += rows.to(end) - rows.from(end);
        end++;
      }
      copies.add(copy(rows, first, end, length), 0, length);
      first = end;
    }
    budget.take(-rows.bytes());
    return copies;
  }

  private static byte[] copy(Segments rows, int first, int end, int length) {
    byte[] copy = new byte[length];
    int at = 0;
    for (int i = first; i < end; i++) {
      int bytes = rows.to(i) - rows.from(i);
      System.arraycopy(rows.slab(i), rows.from(i), copy, at, bytes);
      at += bytes;
    }
    return copy;
  }
}
