package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.Cancellation;

/**
 * Sorts rows of a query's result. Every row gets a key of order-preserving bytes, all keys in one
 * slab; {@link KeySort} finds their order, and the rows are copied once, into their places.
 */
public final class RowSorter {
  private static final int BYTES_PER_ROW = 40;

  private final OrderEncoder encoder;
  private final MemoryBudget budget;
  private final Cancellation cancellation;

  private int[] slabs = new int[0];
  private int[] rows = new int[0];
  private int[] keyEnds = new int[0];
  private Batch keys = new Batch();

  public RowSorter(OrderPlan order, MemoryBudget budget, Cancellation cancellation) {
    this.encoder = new OrderEncoder(order);
    this.budget = budget;
    this.cancellation = cancellation;
  }

  /** The wanted rows of a bag in order; a weight above one stands for equal neighbours. */
  public Batch sort(Segments input, Limits limits) {
    int count = Math.toIntExact(input.rows());
    long memory = input.bytes() + (long) BYTES_PER_ROW * count;
    budget.take(memory);
    try {
      encode(input, count);
      return take(input, new KeySort(keys.bytes(), keyEnds, count, cancellation).order(), limits);
    } finally {
      budget.take(-memory);
    }
  }

  private void encode(Segments input, int count) {
    slabs = new int[count];
    rows = new int[count];
    keyEnds = new int[count];
    keys = new Batch(16 * count + 64);
    int next = 0;
    for (int i = 0; i < input.size(); i++) {
      cancellation.check();
      byte[] slab = input.slab(i);
      int to = input.to(i);
      for (int at = input.from(i); at < to; at += Rows.length(slab, at)) {
        encoder.encodeColumns(slab, at);
        int length = encoder.length();
        System.arraycopy(encoder.bytes(), 0, keys.reserve(length), keys.end(), length);
        keys.commit(length);
        slabs[next] = i;
        rows[next] = at;
        keyEnds[next++] = keys.end();
      }
    }
  }

  private Batch take(Segments input, int[] order, Limits limits) {
    Batch result = new Batch((int) Math.min(input.bytes() + 64, capacity(limits)));
    long position = 0;
    for (int each : order) {
      byte[] slab = input.slab(slabs[each]);
      int weight = Rows.weight(slab, rows[each]);
      long from = Math.max(position, limits.offset());
      long to = Math.min(position + weight, limits.end());
      if (from < to) {
        result.append(slab, rows[each], (int) (to - from));
      }
      position += weight;
      if (position >= limits.end()) {
        break;
      }
    }
    return result;
  }

  // with few rows wanted, the batch grows to what they take
  private static long capacity(Limits limits) {
    return limits.limit() < 1024 ? 4096 : Batch.MAX_BYTES;
  }
}
