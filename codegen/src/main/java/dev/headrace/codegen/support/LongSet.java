package dev.headrace.codegen.support;

import dev.headrace.model.Hashing;
import java.util.Arrays;
import java.util.stream.LongStream;

/** A constant set of longs: open addressing, at most half full. */
public final class LongSet {
  private final long[] slots;
  private final int mask;
  // marks empty slots; itself a member or not
  private final long empty;
  private final boolean hasEmpty;

  public LongSet(long[] values) {
    this.empty = Long.MIN_VALUE;
    this.slots = new long[Integer.highestOneBit(Math.max(2, values.length * 4 - 1))];
    this.mask = slots.length - 1;
    Arrays.fill(slots, empty);
    boolean found = false;
    for (long value : values) {
      if (value == empty) {
        found = true;
      } else {
        slots[slot(value)] = value;
      }
    }
    this.hasEmpty = found;
  }

  private int slot(long value) {
    int slot = (int) Hashing.mix(Hashing.SEED, value) & mask;
    while (slots[slot] != empty && slots[slot] != value) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** The members in their order. */
  public long[] members() {
    LongStream others = Arrays.stream(slots).filter(value -> value != empty);
    return (hasEmpty ? LongStream.concat(LongStream.of(empty), others) : others).sorted().toArray();
  }

  public boolean contains(long value) {
    return value == empty ? hasEmpty : slots[slot(value)] == value;
  }
}
