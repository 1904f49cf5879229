package dev.headrace.runtime.state;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Addresses of records by hash: open addressing with linear probing over one long per slot, 24 bits
 * of the hash and the address, 0 when empty. The hash's low 32 bits stand in an array beside it, so
 * that growing and removing need not look at the records. What makes two records equal is the
 * caller's business, who goes through the candidates:
 *
 * <pre>
 *   for (int slot = table.first(hash); slot >= 0; slot = table.next(hash, slot)) {
 *     if (same(table.address(slot), ...)) ...
 *   }
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class AddressTable {
  private static final int TAG_SHIFT = Pages.ADDRESS_BITS;
  private static final long ADDRESS_MASK = (1L << Pages.ADDRESS_BITS) - 1;
  private static final long SLOT_BYTES = Long.BYTES + Integer.BYTES;
  private static final int MIN_SLOTS = 16;
  private static final int MAX_SLOTS = 1 << 30;
  private static final int MAX_KEPT_SLOTS = 1 << 16;

  private final MemoryBudget budget;
  private long[] slots = new long[MIN_SLOTS];
  private int[] lowHashes = new int[MIN_SLOTS];
  private int mask = MIN_SLOTS - 1;
  private int size;

  AddressTable(MemoryBudget budget) {
    this.budget = budget;
    budget.take(SLOT_BYTES * MIN_SLOTS);
  }

  int size() {
    return size;
  }

  long bytes() {
    return SLOT_BYTES * slots.length;
  }

  /** The first slot with a candidate for a hash, or -1. */
  int first(long hash) {
    return probe(hash, (int) hash & mask);
  }

  /** The next slot with a candidate for a hash, or -1. */
  int next(long hash, int slot) {
    return probe(hash, (slot + 1) & mask);
  }

  private int probe(long hash, int start) {
    long tag = hash >>> TAG_SHIFT;
    int slot = start;
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      if (entry >>> TAG_SHIFT == tag) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** The address in a slot that {@link #first} or {@link #next} returned. */
  long address(int slot) {
    return slots[slot] & ADDRESS_MASK;
  }

  /** Makes room for one more address, so that {@link #add} cannot fail. */
  void reserve() {
    reserve(size + 1L);
  }

  /** Makes room for that many addresses in all. */
  void reserve(long addresses) {
    long capacity = slots.length;
    while (addresses * 4 > capacity * 3) {
      capacity *= 2;
    }
    if (capacity > MAX_SLOTS) {
      throw new SqlException(ErrorCode.OUT_OF_MEMORY, "operator state exceeds its limit");
    }
    if (capacity > slots.length) {
      rehash((int) capacity);
    }
  }

  void add(long hash, long address) {
    reserve();
    insert((int) hash, entry(hash, address));
    size++;
  }

  private void insert(int lowHash, long entry) {
    int slot = lowHash & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = entry;
    lowHashes[slot] = lowHash;
  }

  private static long entry(long hash, long address) {
    return (hash >>> TAG_SHIFT << TAG_SHIFT) | address;
  }

  /** Puts another address in the place of one that is there; the hash is the same. */
  void replace(long hash, long address, long by) {
    slots[slotOf(hash, address)] = entry(hash, by);
  }

  void remove(long hash, long address) {
    if (!removeIfPresent(hash, address)) {
      throw new IllegalStateException("no such record");
    }
  }

  boolean removeIfPresent(long hash, long address) {
    int slot = find(hash, address);
    if (slot < 0) {
      return false;
    }
    closeGap(slot);
    size--;
    return true;
  }

  private int slotOf(long hash, long address) {
    int slot = find(hash, address);
    if (slot < 0) {
      throw new IllegalStateException("no such record");
    }
    return slot;
  }

  private int find(long hash, long address) {
    long wanted = entry(hash, address);
    int slot = (int) hash & mask;
    while (slots[slot] != wanted) {
      if (slots[slot] == 0) {
        return -1;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  // no tombstones: move back whatever the gap would cut off (Knuth 6.4, algorithm R)
  private void closeGap(int start) {
    int gap = start;
    int slot = (gap + 1) & mask;
    while (slots[slot] != 0) {
      int home = lowHashes[slot] & mask;
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        slots[gap] = slots[slot];
        lowHashes[gap] = lowHashes[slot];
        gap = slot;
      }
      slot = (slot + 1) & mask;
    }
    slots[gap] = 0;
  }

  /** Calls a visitor with every address, in no particular order. */
  void forEach(LongConsumer visitor) {
    for (long entry : slots) {
      if (entry != 0) {
        visitor.accept(entry & ADDRESS_MASK);
      }
    }
  }

  /** Removes all addresses and keeps some memory for the next ones. */
  void clear() {
    if (slots.length > MAX_KEPT_SLOTS) {
      budget.take(SLOT_BYTES * (MIN_SLOTS - slots.length));
      slots = new long[MIN_SLOTS];
      lowHashes = new int[MIN_SLOTS];
      mask = MIN_SLOTS - 1;
    } else if (size > 0) {
      Arrays.fill(slots, 0);
    }
    size = 0;
  }

  private void rehash(int capacity) {
    budget.take(SLOT_BYTES * (capacity - slots.length));
    long[] oldSlots = slots;
    int[] oldHashes = lowHashes;
    lowHashes = new int[capacity];
    slots = new long[capacity];
    mask = capacity - 1;
    for (int i = 0; i < oldSlots.length; i++) {
      if (oldSlots[i] != 0) {
        insert(oldHashes[i], oldSlots[i]);
      }
    }
  }
}
