package dev.headrace.runtime.state;

import dev.headrace.model.Rows;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were looked up in pages which are not in memory: rows that are wanted again and again
 * are often far apart, and their pages take some hundred times their room.
 *
 * <p>A row has one place where it can be, by its address, and takes that of whoever was there. It
 * is found by its page's identity and its offset, at which it never changes: one that is deleted is
 * not looked for any more, because no index of a later snapshot leads to it, and a page that comes
 * to the place of one that was freed is another page. So nothing has to be taken out. Thread-safe,
 * without a lock.
 */
final class HotRows {
  /** Longer rows are read with their page. */
  private static final int LONGEST = 1 << 10;

  private final AtomicReferenceArray<@Nullable HotRow> places;

  private static final class HotRow {
    private final CachedPage page;
    private final int offset;
    private final byte[] bytes;

    HotRow(CachedPage page, int offset, byte[] bytes) {
      this.page = page;
      this.offset = offset;
      this.bytes = bytes;
    }
  }

  /**
   * Has room for rows.
   *
   * @param limit how many bytes they take at most
   */
  HotRows(long limit) {
    this.places = new AtomicReferenceArray<>(Math.clamp(limit / LONGEST, 1, 1 << 24));
  }

  /** A copy of the row at an offset of a page; null if there is none. */
  byte @Nullable [] find(CachedPage page, int offset) {
    HotRow row = places.get(place(page, offset));
    return row != null && row.page.equals(page) && row.offset == offset ? row.bytes : null;
  }

  /** Keeps a copy of a row. */
  void keep(CachedPage page, int offset, byte[] slab) {
    int length = Rows.length(slab, offset);
    if (length <= LONGEST) {
      places.set(
          place(page, offset),
          new HotRow(page, offset, Arrays.copyOfRange(slab, offset, offset + length)));
    }
  }

  private int place(CachedPage page, int offset) {
    long hash = (page.hashCode() * 31L + offset) * 0x9E3779B97F4A7C15L;
    return (int) ((hash >>> 32) * places.length() >>> 32);
  }
}
