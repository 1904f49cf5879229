package dev.headrace.runtime.circuit;

import dev.headrace.runtime.unit.Cancellation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Orders byte strings that stand back to back in a slab: eight bytes at a time, as a number, by a
 * radix sort from the last byte to the first that skips bytes all have in common; then each run of
 * equal numbers by the eight bytes after them. The order of equal strings is that of their places.
 *
 * <p>No string may be the beginning of another, as is so with order-preserving keys.
 */
final class KeySort {
  /** Fewer are sorted by insertion. */
  private static final int FEW = 48;

  private static final int WIDTH = 8;
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] keys;
  private final int[] ends;
  private final Cancellation cancellation;
  private int[] order;
  private long[] numbers;
  private int[] otherOrder;
  private long[] otherNumbers;

  /**
   * Sorts.
   *
   * @param ends where each string ends, which is where the next one begins; the first is at 0
   */
  KeySort(byte[] keys, int[] ends, int count, Cancellation cancellation) {
    this.cancellation = cancellation;
    this.keys = keys;
    this.ends = ends;
    this.order = new int[count];
    this.numbers = new long[count];
    this.otherOrder = new int[count];
    this.otherNumbers = new long[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    sort(0, count, 0);
  }

  /** The strings' numbers, in order. */
  int[] order() {
    return order;
  }

  private int start(int key) {
    return key == 0 ? 0 : ends[key - 1];
  }

  private void sort(int from, int to, int skipped) {
    for (int i = from; i < to; i++) {
      int at = start(order[i]) + skipped;
      numbers[i] = number(at, ends[order[i]] - at);
    }
    if (to - from < FEW) {
      insert(from, to);
    } else {
      radix(from, to);
    }
    int run = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || numbers[i] != numbers[run]) {
        if (i - run > 1 && anyGoesOn(run, i, skipped + WIDTH)) {
          sort(run, i, skipped + WIDTH);
        }
        run = i;
      }
    }
  }

  private boolean anyGoesOn(int from, int to, int length) {
    for (int i = from; i < to; i++) {
      if (ends[order[i]] - start(order[i]) > length) {
        return true;
      }
    }
    return false;
  }

  private long number(int at, int length) {
    if (length >= WIDTH) {
      return (long) BIG_ENDIAN.get(keys, at);
    }
    long number = 0;
    for (int i = 0; i < WIDTH; i++) {
      number = number << 8 | (i < length ? keys[at + i] & 0xff : 0);
    }
    return number;
  }

  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long number = numbers[i];
      int key = order[i];
      int at = i;
      while (at > from && Long.compareUnsigned(numbers[at - 1], number) > 0) {
        numbers[at] = numbers[at - 1];
        order[at] = order[at - 1];
        at--;
      }
      numbers[at] = number;
      order[at] = key;
    }
  }

  private void radix(int from, int to) {
    long differing = 0;
    for (int i = from + 1; i < to; i++) {
      differing |= numbers[i] ^ numbers[from];
    }
    int[] counts = new int[256];
    for (int shift = 0; shift < Long.SIZE; shift += 8) {
      if ((differing >>> shift & 0xff) != 0) {
        pass(from, to, shift, counts);
      }
    }
  }

  private void pass(int from, int to, int shift, int[] counts) {
    cancellation.check();
    Arrays.fill(counts, 0);
    for (int i = from; i < to; i++) {
      counts[(int) (numbers[i] >>> shift) & 0xff]++;
    }
    int next = from;
    for (int digit = 0; digit < counts.length; digit++) {
      int count = counts[digit];
      counts[digit] = next;
      next += count;
    }
    for (int i = from; i < to; i++) {
      int target = counts[(int) (numbers[i] >>> shift) & 0xff]++;
      otherNumbers[target] = numbers[i];
      otherOrder[target] = order[i];
    }
    swap(from, to);
  }

  // the whole arrays change places; only a part of them needs to be copied
  private void swap(int from, int to) {
    if (from == 0 && to == order.length) {
      int[] keptOrder = order;
      order = otherOrder;
      otherOrder = keptOrder;
      long[] keptNumbers = numbers;
      numbers = otherNumbers;
      otherNumbers = keptNumbers;
    } else {
      System.arraycopy(otherOrder, from, order, from, to - from);
      System.arraycopy(otherNumbers, from, numbers, from, to - from);
    }
  }
}
