package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.Cancellation;
import java.util.Arrays;

/**
 * Sorts rows of a query's result. Keys are order-preserving bytes in one slab; a long with a key's
 * first eight bytes decides most comparisons.
 */
public final class RowSorter {
  /** An entry and the reference to it. */
  private static final int BYTES_PER_ENTRY = 48;

  private static final int CHECK_MASK = (1 << 16) - 1;

  private final OrderEncoder encoder;
  private final MemoryBudget budget;
  private final Cancellation cancellation;
  private int comparisons;

  public RowSorter(OrderPlan order, MemoryBudget budget, Cancellation cancellation) {
    this.encoder = new OrderEncoder(order);
    this.budget = budget;
    this.cancellation = cancellation;
  }

  /** The wanted rows of a bag in order; a weight above one stands for equal neighbours. */
  public Batch sort(Segments input, Limits limits) {
    int count = Math.toIntExact(input.rows());
    budget.take(input.bytes() + (long) BYTES_PER_ENTRY * count);
    Batch rows = new Batch((int) Math.min(input.bytes() + 64, Batch.MAX_BYTES));
    Batch keys = new Batch(budget::take);
    Entry[] entries = new Entry[count];
    int next = 0;
    for (int i = 0; i < input.size(); i++) {
      cancellation.check();
      byte[] slab = input.slab(i);
      for (int at = input.from(i); at < input.to(i); at += Rows.length(slab, at)) {
        int row = rows.end();
        rows.append(slab, at);
        encoder.encode(slab, at);
        int length = encoder.length();
        System.arraycopy(encoder.bytes(), 0, keys.reserve(length), keys.end(), length);
        entries[next++] = new Entry(prefix(encoder.bytes(), length), row, keys.end(), length);
        keys.commit(length);
      }
    }
    byte[] keyBytes = keys.bytes();
    Arrays.sort(entries, (a, b) -> compare(a, b, keyBytes));
    return take(rows, entries, limits);
  }

  private record Entry(long prefix, int row, int key, int length) {}

  private static long prefix(byte[] key, int length) {
    long prefix = 0;
    for (int i = 0; i < 8; i++) {
      prefix = prefix << 8 | (i < length ? key[i] & 0xff : 0);
    }
    return prefix;
  }

  private int compare(Entry a, Entry b, byte[] keys) {
    if ((++comparisons & CHECK_MASK) == 0) {
      cancellation.check();
    }
    int byPrefix = Long.compareUnsigned(a.prefix, b.prefix);
    return byPrefix != 0
        ? byPrefix
        : Arrays.compareUnsigned(keys, a.key, a.key + a.length, keys, b.key, b.key + b.length);
  }

  private static Batch take(Batch rows, Entry[] entries, Limits limits) {
    Batch result = new Batch(rows.end());
    long position = 0;
    for (Entry entry : entries) {
      int weight = Rows.weight(rows.bytes(), entry.row);
      long from = Math.max(position, limits.offset());
      long to = Math.min(position + weight, limits.end());
      if (from < to) {
        result.append(rows.bytes(), entry.row, (int) (to - from));
      }
      position += weight;
      if (position >= limits.end()) {
        break;
      }
    }
    return result;
  }
}
