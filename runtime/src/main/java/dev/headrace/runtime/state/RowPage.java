package dev.headrace.runtime.state;

import dev.headrace.model.Batch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page of a {@link RowStore}: rows one after the other, and for each the commit that deleted it.
 * {@link RowStore} has the protocol between writer and readers.
 */
final class RowPage implements CacheablePage {
  private static final int PART_BITS = 6;
  private static final int PART_MASK = (1 << PART_BITS) - 1;
  private static final int PART_BYTES = 16 + (8 << PART_BITS);
  private static final int REFERENCE_BYTES = 4;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  /** Place in the directory. */
  final int slot;

  // null until somebody reads a page whose rows are to be widened, and while it is not in memory
  private volatile byte @Nullable [] bytes;
  private final @Nullable CachedPage cached;
  private final @Nullable WidenedRows widened;

  /** The commit that began the page. */
  final long begun;

  private final int shortestRow;
  private final int taken;

  // readers use it only of pages that have been full since their snapshot
  private int end;

  // what its rows have, or have room for: for deletions
  private int capacity;

  // the writer's own
  private int liveBytes;
  long lastDeletion;

  /** Rows before it have been moved elsewhere by compaction. */
  int movedTo;

  /** Whether it waits to be compacted. */
  boolean sparse;

  /** Whether it waits to be freed. */
  boolean dead;

  private boolean complete;

  // deleting commits by offset over the shortest row's length, 0 for rows that are not deleted; in
  // parts, because most pages have few deletions, which stay in memory when the page does not
  private long @Nullable [] @Nullable [] deleted;
  private int deletionBytes;
  private volatile long firstDeletion;

  /**
   * An empty page.
   *
   * @param cache decides whether it is in memory once it is full; null if it always is
   */
  RowPage(int slot, int size, long begun, int shortestRow, @Nullable PageCache cache) {
    this.slot = slot;
    this.cached = cache == null ? null : cache.register(this);
    if (cached != null) {
      cached.cache().admit(cached, size);
    }
    this.bytes = new byte[size];
    this.capacity = size;
    this.widened = null;
    this.begun = begun;
    this.shortestRow = shortestRow;
    this.taken = size;
  }

  /** A page with the rows of another store, all there and wider. */
  RowPage(int slot, WidenedRows rows, long begun, int shortestRow, @Nullable PageCache cache) {
    this.slot = slot;
    this.cached = cache == null ? null : cache.register(this);
    this.widened = rows;
    this.begun = begun;
    this.shortestRow = shortestRow;
    this.end = rows.size();
    this.liveBytes = end;
    this.taken = end;
  }

  /** The rows; read back if they are not in memory, where others leave for them. */
  byte[] bytes() {
    byte[] known = bytes;
    return known == null ? absent(true) : known;
  }

  /**
   * The rows, for somebody who reads the whole page and needs it only now; {@link PageCache#GONE}
   * if the page was freed since it was found, because all of its rows are deleted for everybody who
   * reads.
   */
  byte[] bytesOnce() {
    if (cached != null) {
      cached.cache().countRequest();
    }
    byte[] known = bytes;
    return known == null ? absent(false) : known;
  }

  /** Hands over the row with an address. */
  void row(long address, RowConsumer consumer) {
    byte[] known = bytes;
    if (known != null || cached == null) {
      consumer.accept(known == null ? bytes() : known, offset(address));
    } else {
      cached.cache().readRow(this, cached, offset(address), consumer);
    }
  }

  private byte[] absent(boolean keep) {
    if (widened != null && !widened.isMade()) {
      return widen(widened);
    }
    byte[] read =
        Objects.requireNonNull(cached, "a page in memory").cache().read(this, cached, keep);
    if (keep && PageCache.isGone(read)) {
      throw new IllegalStateException("a row of a page that was freed");
    }
    return read;
  }

  private byte[] widen(WidenedRows rows) {
    synchronized (rows) {
      if (!rows.isMade()) {
        Batch batch = rows.make();
        byte[] made = Arrays.copyOf(batch.bytes(), batch.end());
        if (cached != null) {
          cached.cache().admit(cached, made.length);
        }
        end = made.length;
        liveBytes = made.length;
        capacity = made.length;
        bytes = made;
        // readers who see that see all that came before
        rows.made();
        if (cached != null) {
          cached.cache().complete(cached);
        }
        return made;
      }
    }
    return bytes();
  }

  private void requireMade() {
    if (widened != null && !widened.isMade()) {
      bytes();
    }
  }

  // ---- the cache's

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

  /** Notes that somebody looks for a row of it. */
  void touch() {
    if (cached != null) {
      cached.touch();
    }
  }

  /** From now on it may leave memory; its rows are not changed any more. */
  void complete() {
    if (cached != null) {
      complete = true;
      cached.cache().complete(cached);
    }
  }

  /** Whether it may leave memory. */
  boolean isComplete() {
    return complete;
  }

  /**
   * Whether a scan should leave its rows until it needs them, because it is not in memory, or may
   * leave it: a long scan should not keep what others do without.
   */
  boolean isCold() {
    return cached != null && (bytes == null || cached.complete);
  }

  /** Nobody reads it any more. */
  void release() {
    if (cached != null) {
      cached.cache().release(cached);
    }
  }

  // ---- rows

  /** How its rows come from another store; null if they were written here. */
  @Nullable WidenedRows widened() {
    return widened;
  }

  /** Bytes of memory that were taken for it, but for deletions. */
  int taken() {
    return taken;
  }

  /** About how many bytes its rows have, or room for them. */
  int size() {
    return capacity == 0 ? end : capacity;
  }

  /** Where the rows end. */
  @Override
  public int end() {
    requireMade();
    return end;
  }

  int liveBytes() {
    return liveBytes;
  }

  /** Where the row with an address is. */
  int offset(long address) {
    int offset = RowPages.offset(address);
    if (widened == null) {
      return offset;
    }
    requireMade();
    return widened.place(offset);
  }

  /** The offset in the address of the row at a place. */
  int written(int row) {
    return widened == null ? row : widened.written(row);
  }

  /** Takes up bytes at its end for a row or several. */
  void grow(int length) {
    end += length;
    liveBytes += length;
  }

  /** Gives back what was taken up since. */
  void shrink(int formerEnd, int formerLiveBytes) {
    end = formerEnd;
    liveBytes = formerLiveBytes;
  }

  /** Bytes that deletions take. */
  int deletionBytes() {
    return deletionBytes;
  }

  /** Bytes that deletions will take more with that of a row. */
  int deletionGrowth(int row) {
    long[][] parts = deleted;
    if (parts == null) {
      return REFERENCE_BYTES * deletionParts() + PART_BYTES;
    }
    return parts[part(row)] == null ? PART_BYTES : 0;
  }

  private int deletionParts() {
    requireMade();
    return (capacity / shortestRow >>> PART_BITS) + 1;
  }

  private int part(int row) {
    return row / shortestRow >>> PART_BITS;
  }

  private int place(int row) {
    return row / shortestRow & PART_MASK;
  }

  /** Whether a snapshot sees every row up to its end of the page. */
  boolean isWhole(long sequence) {
    long first = firstDeletion;
    return first == 0 || first > sequence;
  }

  /** Whether a snapshot sees the row at an offset that is before its end of the page. */
  boolean isVisible(int row, long sequence) {
    long commit = deletion(row);
    return commit == 0 || commit > sequence;
  }

  private long deletion(int row) {
    long[][] parts = deleted;
    if (parts == null) {
      return 0;
    }
    int slot = row / shortestRow;
    long[] commits = parts[slot >>> PART_BITS];
    return commits == null ? 0 : (long) ELEMENT.getOpaque(commits, slot & PART_MASK);
  }

  boolean isLive(int row) {
    return deletion(row) == 0;
  }

  void delete(int row, int length, long sequence) {
    int growth = deletionGrowth(row);
    long[][] parts = deleted;
    if (parts == null) {
      parts = new long[deletionParts()][];
      deleted = parts;
    }
    long[] commits = parts[part(row)];
    if (commits == null) {
      commits = new long[PART_MASK + 1];
      parts[part(row)] = commits;
    }
    deletionBytes += growth;
    ELEMENT.setOpaque(commits, place(row), sequence);
    if (firstDeletion == 0) {
      firstDeletion = sequence;
    }
    lastDeletion = sequence;
    liveBytes -= length;
  }

  /** Undoes a deletion by a commit that did not happen. */
  void undelete(int row, int length, long sequence) {
    long[][] parts = deleted;
    long[] commits = parts == null ? null : parts[part(row)];
    if (commits != null) {
      ELEMENT.setOpaque(commits, place(row), 0L);
    }
    if (firstDeletion == sequence) {
      firstDeletion = 0;
    }
    liveBytes += length;
    movedTo = 0;
  }
}
