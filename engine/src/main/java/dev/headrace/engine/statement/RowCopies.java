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
    byte[] chunk = new byte[0];
    int end = 0;
    long left = rows.bytes();
    for (int i = 0; i < rows.size(); i++) {
      // once for each range, which may have to be read
      byte[] slab = rows.slab(i);
      int from = rows.from(i);
      int length = rows.to(i) - from;
      if (length > chunk.length - end) {
        copies.add(chunk, 0, end);
        chunk = new byte[(int) Math.max(length, Math.min(left, CHUNK_BYTES))];
        end = 0;
      }
      System.arraycopy(slab, from, chunk, end, length);
      end += length;
      left -= length;
    }
    copies.add(chunk, 0, end);
    budget.take(-rows.bytes());
    return copies;
  }
}
