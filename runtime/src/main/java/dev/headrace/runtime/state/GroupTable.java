package dev.headrace.runtime.state;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accumulators by key: an open-addressing table of one long per slot over records in pages.
 *
 * <pre>
 *   slot    tag of the hash (24 bits) | address of the record (40 bits), 0 when empty
 *   record  accumulator row (fixed length) | key row
 * </pre>
 *
 * <p>Both rows are EventRows, so a record can be copied to a batch and read by the next pipeline as
 * it stands. Accumulator columns have fixed widths and are never NULL; a new record has them zero.
 * Sums that need more than fixed bytes are objects beside the table, reached through an INTEGER
 * column that is then the accumulator row's last.
 *
 * <p>Keys are equal when their rows' bytes from the null bitmap on are: whoever makes a key
 * normalises it (no -0.0, one NaN, no trailing zeros in a NUMERIC without scale).
 *
 * <p>Not thread-safe; one worker owns a table.
 */
public final class GroupTable {
  private static final int TAG_SHIFT = Pages.ADDRESS_BITS;
  private static final long ADDRESS_MASK = (1L << Pages.ADDRESS_BITS) - 1;
  private static final int MIN_SLOTS = 16;

  private final RowLayout accumulators;
  private final RowLayout key;
  private final int accumulatorLength;
  private final List<Supplier<Object>> objectFactories;
  private final int objectColumnOffset;
  private final Pages pages;
  private final MemoryBudget budget;

  private long[] slots = new long[MIN_SLOTS];
  private int mask = MIN_SLOTS - 1;
  private int size;
  private byte[] page = new byte[0];
  private boolean inserted;

  private @Nullable Object[] objects = new Object[0];
  private int[] freeObjects = new int[0];
  private int objectRecords;
  private int freeObjectCount;

  /**
   * An empty table.
   *
   * @param accumulators layout of the accumulator row
   * @param key layout of the key row
   * @param objectFactories make the object accumulators of a new record; if there are any, the
   *     accumulator row's last column is the INTEGER that finds them
   */
  public GroupTable(
      RowLayout accumulators,
      RowLayout key,
      MemoryBudget budget,
      List<Supplier<Object>> objectFactories) {
    this.accumulators = accumulators;
    this.key = key;
    this.accumulatorLength = accumulators.fixedLength();
    this.objectFactories = List.copyOf(objectFactories);
    this.objectColumnOffset =
        objectFactories.isEmpty() ? -1 : accumulators.offset(accumulators.columns() - 1);
    this.budget = budget;
    this.pages = new Pages(budget);
    budget.take(8L * MIN_SLOTS);
  }

  public RowLayout accumulators() {
    return accumulators;
  }

  public RowLayout key() {
    return key;
  }

  /** Number of records. */
  public int size() {
    return size;
  }

  /** Bytes held, object accumulators not counted. */
  public long bytes() {
    return pages.bytes() + 8L * slots.length;
  }

  /**
   * Finds the record of a key or makes one with zero accumulators. Afterwards {@link #page()} holds
   * the record and {@link #inserted()} tells which of the two it was.
   *
   * @param hash of the key
   * @param keys holds the key row
   * @param keyRow where the key row starts
   * @return where the record's accumulator row starts in {@link #page()}
   */
  public int locate(long hash, byte[] keys, int keyRow) {
    return Pages.offset(locateRecord(hash, keys, keyRow));
  }

  /** As {@link #locate}, but returns the record's address, which stays until it is removed. */
  public long locateRecord(long hash, byte[] keys, int keyRow) {
    long tag = hash >>> TAG_SHIFT << TAG_SHIFT;
    int slot = (int) hash & mask;
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      if ((entry & ~ADDRESS_MASK) == tag) {
        long address = entry & ADDRESS_MASK;
        page = pages.page(address);
        if (Rows.sameColumns(page, Pages.offset(address) + accumulatorLength, keys, keyRow)) {
          inserted = false;
          return address;
        }
      }
      slot = (slot + 1) & mask;
    }
    return insert(slot, tag, keys, keyRow);
  }

  /** Finds the record of a key; 0 if there is none. Sets {@link #page()} if there is. */
  public long find(long hash, byte[] keys, int keyRow) {
    long tag = hash >>> TAG_SHIFT << TAG_SHIFT;
    int slot = (int) hash & mask;
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      if ((entry & ~ADDRESS_MASK) == tag) {
        long address = entry & ADDRESS_MASK;
        page = pages.page(address);
        if (Rows.sameColumns(page, Pages.offset(address) + accumulatorLength, keys, keyRow)) {
          return address;
        }
      }
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  private long insert(int slot, long tag, byte[] keys, int keyRow) {
    int keyLength = Rows.length(keys, keyRow);
    long address = pages.allocate(accumulatorLength + keyLength);
    page = pages.page(address);
    int offset = Pages.offset(address);
    Arrays.fill(page, offset, offset + accumulatorLength, (byte) 0);
    Rows.putInt(page, offset + Rows.LENGTH_OFFSET, accumulatorLength);
    Rows.putInt(page, offset + Rows.WEIGHT_OFFSET, 1);
    System.arraycopy(keys, keyRow, page, offset + accumulatorLength, keyLength);
    if (objectColumnOffset >= 0) {
      Rows.putInt(page, offset + objectColumnOffset, addObjects());
    }
    slots[slot] = tag | address;
    inserted = true;
    if (++size * 4L > slots.length * 3L) {
      rehash(slots.length * 2);
    }
    return address;
  }

  private int addObjects() {
    int record = freeObjectCount > 0 ? freeObjects[--freeObjectCount] : objectRecords++;
    int width = objectFactories.size();
    if ((record + 1) * width > objects.length) {
      objects = Arrays.copyOf(objects, Math.max(16 * width, objects.length * 2));
    }
    for (int i = 0; i < width; i++) {
      objects[record * width + i] = objectFactories.get(i).get();
    }
    return record;
  }

  /** The page of the record that was located last. */
  public byte[] page() {
    return page;
  }

  /** The page of a record. */
  public byte[] page(long address) {
    return pages.page(address);
  }

  /** Where a record's accumulator row starts in its page. */
  public static int offset(long address) {
    return Pages.offset(address);
  }

  /** Whether the last {@link #locate} made the record. */
  public boolean inserted() {
    return inserted;
  }

  /** An object accumulator of the record whose accumulator row starts at an offset of a page. */
  public Object object(byte[] recordPage, int offset, int index) {
    int record = Rows.getInt(recordPage, offset + objectColumnOffset);
    Object object = objects[record * objectFactories.size() + index];
    if (object == null) {
      throw new IllegalStateException("record without object accumulators");
    }
    return object;
  }

  /** Bytes from a record's start to its key row. */
  public int keyOffset() {
    return accumulatorLength;
  }

  /** Appends a record, accumulator row and key row, to a batch. */
  public void append(long address, int weight, Batch batch) {
    byte[] source = pages.page(address);
    int offset = Pages.offset(address);
    int length = accumulatorLength + Rows.length(source, offset + accumulatorLength);
    byte[] target = batch.reserve(length);
    System.arraycopy(source, offset, target, batch.end(), length);
    Rows.setWeight(target, batch.end(), weight);
    batch.commit(length);
  }

  /** Removes a record. */
  public void remove(long hash, long address) {
    long entry = (hash >>> TAG_SHIFT << TAG_SHIFT) | address;
    int slot = (int) hash & mask;
    while (slots[slot] != entry) {
      if (slots[slot] == 0) {
        throw new IllegalStateException("no such record");
      }
      slot = (slot + 1) & mask;
    }
    byte[] recordPage = pages.page(address);
    int offset = Pages.offset(address);
    if (objectColumnOffset >= 0) {
      removeObjects(Rows.getInt(recordPage, offset + objectColumnOffset));
    }
    pages.release(address, accumulatorLength + Rows.length(recordPage, offset + accumulatorLength));
    size--;
    closeGap(slot);
  }

  private void removeObjects(int record) {
    int width = objectFactories.size();
    Arrays.fill(objects, record * width, (record + 1) * width, null);
    if (freeObjectCount == freeObjects.length) {
      freeObjects = Arrays.copyOf(freeObjects, Math.max(16, freeObjectCount * 2));
    }
    freeObjects[freeObjectCount++] = record;
  }

  // linear probing without tombstones: move back whatever the gap would cut off (Knuth 6.4,
  // algorithm R)
  private void closeGap(int start) {
    int gap = start;
    int slot = (gap + 1) & mask;
    while (slots[slot] != 0) {
      int home = (int) hashOf(slots[slot] & ADDRESS_MASK) & mask;
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        slots[gap] = slots[slot];
        gap = slot;
      }
      slot = (slot + 1) & mask;
    }
    slots[gap] = 0;
  }

  private void rehash(int capacity) {
    budget.take(8L * (capacity - slots.length));
    long[] old = slots;
    slots = new long[capacity];
    mask = capacity - 1;
    for (long entry : old) {
      if (entry != 0) {
        int slot = (int) hashOf(entry & ADDRESS_MASK) & mask;
        while (slots[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = entry;
      }
    }
  }

  private long hashOf(long address) {
    return Rows.hashColumns(pages.page(address), Pages.offset(address) + accumulatorLength);
  }

  /** The hash that goes with a key row: what {@link #locate} must be called with. */
  public static long hash(byte[] keys, int keyRow) {
    return Rows.hashColumns(keys, keyRow);
  }

  /** Calls a visitor with the address of every record, in no particular order. */
  public void forEach(java.util.function.LongConsumer visitor) {
    for (long entry : slots) {
      if (entry != 0) {
        visitor.accept(entry & ADDRESS_MASK);
      }
    }
  }

  /** Removes all records and keeps some memory for the next ones. */
  public void clear() {
    if (slots.length > 1 << 16) {
      budget.take(8L * (MIN_SLOTS - slots.length));
      slots = new long[MIN_SLOTS];
      mask = MIN_SLOTS - 1;
    } else if (size > 0) {
      Arrays.fill(slots, 0);
    }
    pages.clear();
    size = 0;
    objects = new Object[0];
    freeObjects = new int[0];
    objectRecords = 0;
    freeObjectCount = 0;
  }
}
