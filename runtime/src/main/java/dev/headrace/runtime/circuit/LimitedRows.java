package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;

/** Takes the rows of a bag, in the order they come in, that OFFSET and LIMIT leave. */
public final class LimitedRows {
  private final Limits limits;
  private final Batch target;
  private long position;

  /**
   * Rows that are appended to a batch.
   *
   * @param limits count rows as often as they occur
   */
  public LimitedRows(Limits limits, Batch target) {
    this.limits = limits;
    this.target = target;
  }

  /** Whether no more rows are wanted. */
  public boolean isFull() {
    return position >= limits.end();
  }

  /** Takes what is wanted of the rows in a range of a slab. */
  public void add(byte[] slab, int from, int to) {
    for (int row = from; row < to && !isFull(); row += Rows.length(slab, row)) {
      int weight = Rows.weight(slab, row);
      long first = Math.max(position, limits.offset());
      long end = Math.min(position + weight, limits.end());
      if (first < end) {
        target.append(slab, row, (int) (end - first));
      }
      position += weight;
    }
  }
}
