package dev.headrace.runtime.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sorts byte strings that stand in one slab, stably, without an object per string.
 *
 * <p>Within a range of strings that agree up to some depth, first the bytes are skipped that all of
 * them agree in. The next eight bytes of each make a long, by which the range is sorted: by
 * counting bytes from the last to the first (radix sort), or by insertion if it is short. Ranges
 * whose longs are equal go on eight bytes deeper.
 */
final class KeySorter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int SHORT = 24;
  private static final int RADIX_LEAST = 512;

  /** Decides between equal strings, by number. */
  interface Tie {
    int compare(int a, int b);
  }

  private byte[] keys = new byte[0];
  private int[] starts = new int[0];
  private @Nullable Tie tie;
  private long[] prefixes = new long[0];
  private long[] otherPrefixes = new long[0];
  private int[] order = new int[0];
  private int[] otherOrder = new int[0];
  private final int[] counts = new int[8 * 256];

  /** The numbers from 0. */
  int[] identity(int count) {
    reserve(count);
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    return order;
  }

  private void reserve(int count) {
    if (order.length < count) {
      int capacity = Math.max(count, Math.min(2 * order.length, 1 << 20));
      prefixes = new long[capacity];
      otherPrefixes = new long[capacity];
      order = new int[capacity];
      otherOrder = new int[capacity];
    }
  }

  /**
   * The numbers of strings in order. The array is overwritten by the next call.
   *
   * @param keyStarts where each string starts, and where the last ends
   */
  int[] sort(byte[] keyBytes, int[] keyStarts, int count, @Nullable Tie onTie) {
    keys = keyBytes;
    starts = keyStarts;
    tie = onTie;
    identity(count);
    if (count > 1) {
      sort(0, count, 0);
    }
    return order;
  }

  private void sort(int from, int to, int agreed) {
    int depth = agreed(from, to, agreed);
    boolean more = false;
    for (int i = from; i < to; i++) {
      int key = order[i];
      prefixes[i] = prefix(starts[key] + depth, starts[key + 1]);
      more |= starts[key + 1] - starts[key] > depth + 8;
    }
    if (to - from <= SHORT) {
      insertionSort(from, to);
    } else if (to - from < RADIX_LEAST) {
      mergeSort(from, to);
    } else {
      radixSort(from, to);
    }
    if (more || tie != null) {
      sortRuns(from, to, depth + 8, more);
    }
  }

  private void sortRuns(int from, int to, int depth, boolean more) {
    int start = from;
    while (start < to) {
      int end = start + 1;
      while (end < to && prefixes[end] == prefixes[start]) {
        end++;
      }
      if (end - start > 1) {
        if (more && isLonger(start, depth)) {
          sort(start, end, depth);
        } else {
          sortTies(start, end);
        }
      }
      start = end;
    }
  }

  // no key is another's prefix, so either all keys of a run go on or all of them end
  private boolean isLonger(int position, int depth) {
    int key = order[position];
    return starts[key + 1] - starts[key] > depth;
  }

  private int agreed(int from, int to, int depth) {
    int first = order[from];
    int start = starts[first] + depth;
    int end = starts[first + 1];
    for (int i = from + 1; i < to && end > start; i++) {
      int other = order[i];
      int mismatch =
          Arrays.mismatch(keys, start, end, keys, starts[other] + depth, starts[other + 1]);
      end = mismatch < 0 ? end : start + mismatch;
    }
    return depth + Math.max(0, end - start);
  }

  private long prefix(int from, int to) {
    if (to - from >= 8) {
      return (long) LONG.get(keys, from);
    }
    long prefix = 0;
    for (int i = 0; i < 8; i++) {
      prefix = prefix << 8 | (from + i < to ? keys[from + i] & 0xff : 0);
    }
    return prefix;
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long prefix = prefixes[i];
      int number = order[i];
      int j = i;
      while (j > from && Long.compareUnsigned(prefixes[j - 1], prefix) > 0) {
        prefixes[j] = prefixes[j - 1];
        order[j] = order[j - 1];
        j--;
      }
      prefixes[j] = prefix;
      order[j] = number;
    }
  }

  private void mergeSort(int from, int to) {
    if (to - from <= SHORT) {
      insertionSort(from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(from, middle);
    mergeSort(middle, to);
    System.arraycopy(prefixes, from, otherPrefixes, from, middle - from);
    System.arraycopy(order, from, otherOrder, from, middle - from);
    int left = from;
    int right = middle;
    for (int i = from; left < middle; i++) {
      boolean takeRight =
          right < to && Long.compareUnsigned(prefixes[right], otherPrefixes[left]) < 0;
      prefixes[i] = takeRight ? prefixes[right] : otherPrefixes[left];
      order[i] = takeRight ? order[right++] : otherOrder[left++];
    }
  }

  @SuppressWarnings("ArrayEquals") // which of two arrays holds the result
  private void radixSort(int from, int to) {
    Arrays.fill(counts, 0);
    for (int i = from; i < to; i++) {
      long prefix = prefixes[i];
      for (int digit = 0; digit < 8; digit++) {
        counts[digit << 8 | (int) (prefix >>> 8 * digit) & 0xff]++;
      }
    }
    long[] source = prefixes;
    long[] target = otherPrefixes;
    int[] sourceOrder = order;
    int[] targetOrder = otherOrder;
    for (int digit = 0; digit < 8; digit++) {
      if (counts[digit << 8 | (int) (source[from] >>> 8 * digit) & 0xff] == to - from) {
        continue;
      }
      startPositions(from, digit);
      distribute(from, to, digit, source, sourceOrder, target, targetOrder);
      long[] prefix = source;
      source = target;
      target = prefix;
      int[] numbers = sourceOrder;
      sourceOrder = targetOrder;
      targetOrder = numbers;
    }
    if (sourceOrder == otherOrder) {
      System.arraycopy(source, from, target, from, to - from);
      System.arraycopy(sourceOrder, from, targetOrder, from, to - from);
    }
  }

  private void startPositions(int from, int digit) {
    int next = from;
    for (int i = digit << 8; i < (digit + 1) << 8; i++) {
      int count = counts[i];
      counts[i] = next;
      next += count;
    }
  }

  private void distribute(
      int from,
      int to,
      int digit,
      long[] source,
      int[] sourceOrder,
      long[] target,
      int[] targetOrder) {
    int shift = 8 * digit;
    for (int i = from; i < to; i++) {
      long prefix = source[i];
      int at = counts[digit << 8 | (int) (prefix >>> shift) & 0xff]++;
      target[at] = prefix;
      targetOrder[at] = sourceOrder[i];
    }
  }

  private void sortTies(int from, int to) {
    Tie decides = tie;
    if (decides == null) {
      return;
    }
    if (to - from <= SHORT) {
      insertTies(decides, from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sortTies(from, middle);
    sortTies(middle, to);
    System.arraycopy(order, from, otherOrder, from, middle - from);
    int left = from;
    int right = middle;
    for (int i = from; left < middle; i++) {
      boolean takeRight = right < to && decides.compare(order[right], otherOrder[left]) < 0;
      order[i] = takeRight ? order[right++] : otherOrder[left++];
    }
  }

  private void insertTies(Tie decides, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int number = order[i];
      int j = i;
      while (j > from && decides.compare(order[j - 1], number) > 0) {
        order[j] = order[j - 1];
        j--;
      }
      order[j] = number;
    }
  }
}
