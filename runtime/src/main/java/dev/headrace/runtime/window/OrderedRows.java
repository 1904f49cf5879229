package dev.headrace.runtime.window;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.runtime.state.MemoryBudget;
import java.util.Arrays;

/**
 * Rows with their keys, put in order by them. Rows stay where they are; an entry is three numbers.
 * A row of weight n stands n times. Not thread-safe; can be cleared and filled again.
 */
public final class OrderedRows {
  private static final int ENTRY_BYTES = 5 * Integer.BYTES + Long.BYTES;

  private final RowLayout layout;
  private final MemoryBudget budget;
  private final KeySorter sorter = new KeySorter();
  private byte[] slab = new byte[0];
  private ByteOutput keys = new ByteOutput();
  private int[] rows = new int[16];
  private int[] keyStarts = new int[17];
  private int[] partitionEnds = new int[16];
  private int entries;
  private int[] order = new int[0];
  private int size;
  private long taken;

  /** Rows of a layout, whose entries are taken from a budget. */
  public OrderedRows(RowLayout layout, MemoryBudget budget) {
    this.layout = layout;
    this.budget = budget;
  }

  /** Says where the rows stand. */
  public void use(byte[] newSlab) {
    slab = newSlab;
  }

  /** Forgets all rows. */
  public void clear() {
    entries = 0;
    size = 0;
    if (keys.bytes().length > Batch.MAX_BYTES / 64) {
      keys = new ByteOutput();
    }
    keys.clear();
    keyStarts[0] = 0;
  }

  /** Gives the memory back. */
  public void release() {
    budget.take(-taken);
    taken = 0;
    slab = new byte[0];
    keys = new ByteOutput();
    rows = new int[16];
    keyStarts = new int[17];
    partitionEnds = new int[16];
    order = new int[0];
    entries = 0;
    size = 0;
  }

  /** Adds a row of the slab whose key has just been made. */
  public void add(int row, RowKeys key) {
    add(row, key.bytes(), 0, key.orderedLength(), key.partitionLength());
  }

  /** Adds a row of the slab with its key. */
  public void add(int row, byte[] key, int offset, int length, int partitionLength) {
    if (entries == rows.length) {
      grow();
    }
    rows[entries] = row;
    int start = keyStarts[entries];
    keys.write(key, offset, length);
    partitionEnds[entries] = start + partitionLength;
    keyStarts[++entries] = keys.length();
  }

  private void grow() {
    int capacity = Math.multiplyExact(entries, 2);
    long bytes = (long) ENTRY_BYTES * capacity + keys.bytes().length;
    if (bytes > taken) {
      budget.take(bytes - taken);
      taken = bytes;
    }
    rows = Arrays.copyOf(rows, capacity);
    partitionEnds = Arrays.copyOf(partitionEnds, capacity);
    keyStarts = Arrays.copyOf(keyStarts, capacity + 1);
  }

  /** Takes the rows in the order in which they were added, each as often as its weight says. */
  public void keepOrder() {
    order = sorter.identity(entries);
    expand(order);
  }

  /**
   * Puts the rows in order.
   *
   * @param byRow whether rows with equal keys are put in the order of their bytes; else they stay
   *     as they were added
   * @param expanded whether a row stands as often as its weight says, or once
   */
  public void sort(boolean byRow, boolean expanded) {
    int[] sorted = sorter.sort(keys.bytes(), keyStarts, entries, byRow ? this::compareRows : null);
    if (expanded) {
      expand(sorted);
    } else {
      order = sorted;
      size = entries;
    }
  }

  private int compareRows(int a, int b) {
    int left = rows[a];
    int right = rows[b];
    return Arrays.compareUnsigned(
        slab,
        left + Rows.NULLS_OFFSET,
        left + Rows.length(slab, left),
        slab,
        right + Rows.NULLS_OFFSET,
        right + Rows.length(slab, right));
  }

  private void expand(int[] sorted) {
    long total = 0;
    for (int i = 0; i < entries; i++) {
      total += Rows.weight(slab, rows[i]);
    }
    if (total == entries) {
      order = sorted;
      size = entries;
      return;
    }
    int[] expanded = new int[Math.toIntExact(total)];
    int next = 0;
    for (int i = 0; i < entries; i++) {
      int weight = Rows.weight(slab, rows[sorted[i]]);
      Arrays.fill(expanded, next, next + weight, sorted[i]);
      next += weight;
    }
    order = expanded;
    size = next;
  }

  /** Number of rows, in order. */
  public int size() {
    return size;
  }

  public byte[] slab() {
    return slab;
  }

  RowLayout layout() {
    return layout;
  }

  /** Where a row stands in the slab, by its place in the order. */
  public int row(int position) {
    return rows[order[position]];
  }

  /** The place behind the last row of the partition that starts at a place. */
  public int partitionEnd(int from) {
    int first = order[from];
    int start = keyStarts[first];
    int end = partitionEnds[first];
    byte[] bytes = keys.bytes();
    int to = from + 1;
    while (to < size) {
      int other = order[to];
      int otherStart = keyStarts[other];
      // encodings delimit themselves: one that starts with the same bytes is of the same partition
      if (!Arrays.equals(bytes, start, end, bytes, otherStart, partitionEnds[other])) {
        break;
      }
      to++;
    }
    return to;
  }

  /** Whether two rows have equal keys, by their places. */
  boolean samePeers(int a, int b) {
    int left = order[a];
    int right = order[b];
    byte[] bytes = keys.bytes();
    return left == right
        || Arrays.equals(
            bytes,
            keyStarts[left],
            keyStarts[left + 1],
            bytes,
            keyStarts[right],
            keyStarts[right + 1]);
  }

  /** Order of a row against one of other rows that are ordered alike: by key, then by bytes. */
  public int compare(int position, OrderedRows other, int otherPosition) {
    int left = order[position];
    int right = other.order[otherPosition];
    int byKey =
        Arrays.compareUnsigned(
            keys.bytes(),
            keyStarts[left],
            keyStarts[left + 1],
            other.keys.bytes(),
            other.keyStarts[right],
            other.keyStarts[right + 1]);
    return byKey != 0
        ? byKey
        : Arrays.compareUnsigned(
            slab,
            rows[left] + Rows.NULLS_OFFSET,
            rows[left] + Rows.length(slab, rows[left]),
            other.slab,
            other.rows[right] + Rows.NULLS_OFFSET,
            other.rows[right] + Rows.length(other.slab, other.rows[right]));
  }
}
