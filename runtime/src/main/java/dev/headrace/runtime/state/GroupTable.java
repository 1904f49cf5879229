package dev.headrace.runtime.state;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accumulators by key: a hash table over records in pages.
 *
 * <pre>
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
  private final RowLayout accumulators;
  private final RowLayout key;
  private final int accumulatorLength;
  private final List<Supplier<Object>> objectFactories;
  private final int objectWidth;
  private final int objectColumnOffset;
  private final Pages pages;
  private final AddressTable table;

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
    this.objectWidth = objectFactories.size();
    this.objectColumnOffset =
        objectFactories.isEmpty() ? -1 : accumulators.offset(accumulators.columns() - 1);
    this.pages = new Pages(budget);
    this.table = new AddressTable(budget);
  }

  public RowLayout accumulators() {
    return accumulators;
  }

  public RowLayout key() {
    return key;
  }

  /** Number of records. */
  public int size() {
    return table.size();
  }

  /** Bytes held, object accumulators not counted. */
  public long bytes() {
    return pages.bytes() + table.bytes();
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
    long address = find(hash, keys, keyRow);
    inserted = address == 0;
    return inserted ? insert(hash, keys, keyRow) : address;
  }

  /** Finds the record of a key; 0 if there is none. Sets {@link #page()} if there is. */
  @SuppressWarnings("ReferenceEquality") // storing the same reference again costs a card mark
  public long find(long hash, byte[] keys, int keyRow) {
    for (int slot = table.first(hash); slot >= 0; slot = table.next(hash, slot)) {
      long address = table.address(slot);
      byte[] candidate = pages.page(address);
      if (Rows.sameColumns(candidate, Pages.offset(address) + accumulatorLength, keys, keyRow)) {
        if (page != candidate) {
          page = candidate;
        }
        return address;
      }
    }
    return 0;
  }

  private long insert(long hash, byte[] keys, int keyRow) {
    table.reserve();
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
    table.add(hash, address);
    return address;
  }

  private int addObjects() {
    int record = freeObjectCount > 0 ? freeObjects[--freeObjectCount] : objectRecords++;
    if ((record + 1) * objectWidth > objects.length) {
      objects = Arrays.copyOf(objects, Math.max(16 * objectWidth, objects.length * 2));
    }
    for (int i = 0; i < objectWidth; i++) {
      objects[record * objectWidth + i] = objectFactories.get(i).get();
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
    Object object = objects[record * objectWidth + index];
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
    table.remove(hash, address);
    byte[] recordPage = pages.page(address);
    int offset = Pages.offset(address);
    if (objectColumnOffset >= 0) {
      removeObjects(Rows.getInt(recordPage, offset + objectColumnOffset));
    }
    pages.release(address, accumulatorLength + Rows.length(recordPage, offset + accumulatorLength));
  }

  private void removeObjects(int record) {
    Arrays.fill(objects, record * objectWidth, (record + 1) * objectWidth, null);
    if (freeObjectCount == freeObjects.length) {
      freeObjects = Arrays.copyOf(freeObjects, Math.max(16, freeObjectCount * 2));
    }
    freeObjects[freeObjectCount++] = record;
  }

  /** The hash that goes with a key row: what {@link #locate} must be called with. */
  public static long hash(byte[] keys, int keyRow) {
    return Rows.hashColumns(keys, keyRow);
  }

  /** Calls a visitor with the address of every record, in no particular order. */
  public void forEach(LongConsumer visitor) {
    table.forEach(visitor);
  }

  /** Makes room for that many records in all. */
  public void reserve(long records) {
    table.reserve(records);
  }

  /** Removes all records and keeps some memory for the next ones. */
  public void clear() {
    table.clear();
    pages.clear();
    objects = new Object[0];
    freeObjects = new int[0];
    objectRecords = 0;
    freeObjectCount = 0;
  }
}
