package dev.headrace.runtime.state;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A leaf of a {@link BlockTree}: some hundred keys with their values, in order, in one array that a
 * {@link PageCache} may do without.
 *
 * <pre>
 *   count (4) | ends of the entries, from the first one's start (4 each) | entries
 *   entry:  value (5) | key
 * </pre>
 *
 * <p>Its writer changes it in place until it is {@link #complete complete}; never after that.
 */
final class KeyBlock implements CacheablePage {
  /** Up to which length a block with several keys grows. */
  static final int LARGEST = 4 << 10;

  private static final int SMALLEST = 256;
  private static final int ENDS = 4;
  private static final int VALUE_BYTES = Pages.ADDRESS_BITS / Byte.SIZE;

  private final CachedPage cached;

  /** The tree's epoch in which it was made. */
  final long epoch;

  /** The commit it came with; 0 if readers of any commit may see it. */
  long born;

  /** The commit it went with. */
  long died;

  private volatile byte @Nullable [] bytes;
  private int end;

  private KeyBlock(PageCache cache, long epoch, byte[] bytes, int end) {
    this.cached = cache.register(this);
    this.epoch = epoch;
    this.end = end;
    this.bytes = bytes;
    cache.admit(cached, bytes.length);
  }

  /** A block with one key. */
  static KeyBlock of(PageCache cache, long epoch, byte[] key, int offset, int length, long value) {
    byte[] bytes = new byte[capacity(ENDS)];
    KeyBlock block = new KeyBlock(cache, epoch, bytes, ENDS);
    block.insert(0, key, offset, length, value);
    return block;
  }

  private static int capacity(int length) {
    return length > LARGEST
        ? length
        : Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, length - 1)) << 1);
  }

  /** A copy that may be changed. */
  KeyBlock copy(PageCache cache, long newEpoch) {
    byte[] source = bytes();
    int length = length(source);
    return new KeyBlock(cache, newEpoch, Arrays.copyOf(source, capacity(length)), length);
  }

  // ---- what a block's bytes say; readers have nothing else

  static int count(byte[] block) {
    return Rows.getInt(block, 0);
  }

  private static int entries(int count) {
    return ENDS + Integer.BYTES * count;
  }

  /** Where an entry starts; that of the count is where the last one ends. */
  private static int start(byte[] block, int count, int entry) {
    return entries(count)
        + (entry == 0 ? 0 : Rows.getInt(block, ENDS + Integer.BYTES * (entry - 1)));
  }

  private static int length(byte[] block) {
    int count = count(block);
    return start(block, count, count);
  }

  static int keyStart(byte[] block, int entry) {
    return start(block, count(block), entry) + VALUE_BYTES;
  }

  static int keyEnd(byte[] block, int entry) {
    return start(block, count(block), entry + 1);
  }

  static long value(byte[] block, int entry) {
    int at = start(block, count(block), entry);
    return Rows.getInt(block, at) & 0xffff_ffffL | (block[at + 4] & 0xffL) << 32;
  }

  private static void setValue(byte[] block, int at, long value) {
    Rows.putInt(block, at, (int) value);
    block[at + 4] = (byte) (value >>> 32);
  }

  /**
   * The first entry whose key is not less than some bytes, or the count.
   *
   * @param pastPrefix whether a key that starts with the bytes counts as less
   */
  static int seek(byte[] block, byte[] key, int offset, int length, boolean pastPrefix) {
    int low = 0;
    int high = count(block);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isLess(block, middle, key, offset, length, pastPrefix)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean isLess(
      byte[] block, int entry, byte[] key, int offset, int length, boolean pastPrefix) {
    int from = keyStart(block, entry);
    int to = keyEnd(block, entry);
    if (pastPrefix && to - from > length) {
      to = from + length;
    }
    int order = Arrays.compareUnsigned(block, from, to, key, offset, offset + length);
    return order < 0 || pastPrefix && order == 0;
  }

  static boolean hasKey(byte[] block, int entry, byte[] key, int offset, int length) {
    return entry < count(block)
        && Arrays.equals(
            block, keyStart(block, entry), keyEnd(block, entry), key, offset, offset + length);
  }

  // ---- where the bytes are

  /** The bytes, read back if they are not in memory. */
  byte[] bytes() {
    cached.touch();
    byte[] known = bytes;
    if (known == null) {
      known = cached.cache().read(this, cached, true);
      if (PageCache.isGone(known)) {
        throw new IllegalStateException("a commit was released while it was read");
      }
    }
    return known;
  }

  @Override
  public byte @Nullable [] resident() {
    return bytes;
  }

  @Override
  public void evict() {
    bytes = null;
  }

  @Override
  public void install(byte[] read) {
    bytes = read;
  }

  @Override
  public int end() {
    return end;
  }

  /** From now on it may leave memory, and is not changed any more. */
  void complete() {
    cached.cache().complete(cached);
  }

  /** Nobody reads it any more. */
  void release() {
    cached.cache().release(cached);
  }

  // ---- changes, by the writer, of a block that is not complete

  private byte[] own() {
    return Objects.requireNonNull(bytes, "a block that may not leave memory");
  }

  /** Whether a key would make it longer than a block with several keys should be. */
  boolean isFullFor(int keyLength) {
    return end + Integer.BYTES + VALUE_BYTES + keyLength > LARGEST;
  }

  void set(int entry, long value) {
    byte[] own = own();
    setValue(own, start(own, count(own), entry), value);
  }

  void insert(int entry, byte[] key, int offset, int length, long value) {
    int added = VALUE_BYTES + length;
    byte[] own = withRoom(end + (long) Integer.BYTES + added);
    int count = count(own);
    int at = start(own, count, entry);
    // behind the entry, before it, and the ends of those behind
    System.arraycopy(own, at, own, at + Integer.BYTES + added, end - at);
    int entries = entries(count);
    System.arraycopy(own, entries, own, entries + Integer.BYTES, at - entries);
    for (int i = count; i > entry; i--) {
      int before = ENDS + Integer.BYTES * (i - 1);
      Rows.putInt(own, before + Integer.BYTES, Rows.getInt(own, before) + added);
    }
    Rows.putInt(own, ENDS + Integer.BYTES * entry, at - entries + added);
    Rows.putInt(own, 0, count + 1);
    setValue(own, at + Integer.BYTES, value);
    System.arraycopy(key, offset, own, at + Integer.BYTES + VALUE_BYTES, length);
    end += Integer.BYTES + added;
  }

  private byte[] withRoom(long length) {
    byte[] own = own();
    if (length <= own.length) {
      return own;
    }
    if (length > Batch.MAX_BYTES) {
      throw new SqlException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED, "a key of an index is longer than a row may be");
    }
    byte[] larger = Arrays.copyOf(own, capacity((int) length));
    cached.cache().grow(cached, larger.length);
    bytes = larger;
    return larger;
  }

  void remove(int entry) {
    byte[] own = own();
    int count = count(own);
    int entries = entries(count);
    int from = start(own, count, entry);
    int to = start(own, count, entry + 1);
    for (int i = entry + 1; i < count; i++) {
      int at = ENDS + Integer.BYTES * i;
      Rows.putInt(own, at - Integer.BYTES, Rows.getInt(own, at) - (to - from));
    }
    Rows.putInt(own, 0, count - 1);
    System.arraycopy(own, entries, own, entries - Integer.BYTES, from - entries);
    System.arraycopy(own, to, own, from - Integer.BYTES, end - to);
    end -= Integer.BYTES + to - from;
  }

  /** Moves the entries from one on to a new block. */
  KeyBlock split(PageCache cache, int entry) {
    byte[] own = own();
    int count = count(own);
    int moved = count - entry;
    int from = start(own, count, entry);
    int length = entries(moved) + end - from;
    byte[] right = new byte[capacity(length)];
    int skipped = from - entries(count);
    Rows.putInt(right, 0, moved);
    for (int i = 0; i < moved; i++) {
      int end = Rows.getInt(own, ENDS + Integer.BYTES * (entry + i));
      Rows.putInt(right, ENDS + Integer.BYTES * i, end - skipped);
    }
    System.arraycopy(own, from, right, entries(moved), end - from);
    KeyBlock made = new KeyBlock(cache, epoch, right, length);
    Rows.putInt(own, 0, entry);
    System.arraycopy(own, entries(count), own, entries(entry), skipped);
    end = entries(entry) + skipped;
    return made;
  }

  /** The entry in the middle of the bytes, neither the first nor behind the last. */
  int middle() {
    byte[] own = own();
    int count = count(own);
    int entry = 1;
    while (entry < count - 1 && start(own, count, entry) - entries(count) < end / 2) {
      entry++;
    }
    return entry;
  }

  /** Adds a key that is greater than all others. */
  void append(byte[] key, int offset, int length, long value) {
    insert(count(own()), key, offset, length, value);
  }

  /** Appends all entries of another block, whose keys are greater. */
  void append(byte[] other) {
    int count = count(other);
    for (int i = 0; i < count; i++) {
      int key = keyStart(other, i);
      append(other, key, keyEnd(other, i) - key, value(other, i));
    }
  }
}
