package dev.headrace.runtime.state;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import java.util.Arrays;

/**
 * Memory for records of any length, addressed by 40-bit numbers: page number, 12 bits, and eighth
 * of the offset, 28 bits. Pages double from 4 KiB to 16 MiB; a longer record has a page of its own.
 * A freed record is reused by the next one of the same length.
 *
 * <p>Address 0 is never given out. Not thread-safe.
 */
final class Pages {
  /** Bits of an address. */
  static final int ADDRESS_BITS = 40;

  private static final int OFFSET_BITS = 28;
  private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
  private static final int MAX_PAGES = 1 << (ADDRESS_BITS - OFFSET_BITS);
  private static final int FIRST_PAGE = 4 << 10;
  private static final int LARGEST_PAGE = 16 << 20;
  private static final int RECYCLED_LENGTHS = 512;

  private final MemoryBudget budget;
  private byte[][] pages = new byte[4][];
  private int count;
  private int end;
  private long bytes;
  // heads of the lists of free records by length in eighths, linked through their first long
  private final long[] free = new long[RECYCLED_LENGTHS];

  Pages(MemoryBudget budget) {
    this.budget = budget;
  }

  byte[] page(long address) {
    return pages[(int) (address >>> OFFSET_BITS)];
  }

  static int offset(long address) {
    return (int) (address & OFFSET_MASK) << 3;
  }

  /** Room for a record of a length that is a multiple of eight; its contents are undefined. */
  long allocate(int length) {
    int eighths = length >>> 3;
    if (eighths < RECYCLED_LENGTHS && free[eighths] != 0) {
      long address = free[eighths];
      free[eighths] = Rows.getLong(page(address), offset(address));
      return address;
    }
    if (count == 0 || pages[count - 1].length - end < length) {
      addPage(length);
    }
    long address = ((long) (count - 1) << OFFSET_BITS) | (end >>> 3);
    end += length;
    return address;
  }

  /** Gives a record of that length back. */
  void release(long address, int length) {
    int eighths = length >>> 3;
    if (eighths < RECYCLED_LENGTHS) {
      Rows.putLong(page(address), offset(address), free[eighths]);
      free[eighths] = address;
    }
  }

  private void addPage(int length) {
    int size = count == 0 ? FIRST_PAGE : Math.min(LARGEST_PAGE, pages[count - 1].length * 2);
    // the first eight bytes of the first page stay unused: no record has address 0
    size = Math.max(Math.min(size, LARGEST_PAGE), length + 8);
    if (count == MAX_PAGES || size > Batch.MAX_BYTES) {
      throw new SqlException(ErrorCode.OUT_OF_MEMORY, "operator state exceeds its limit");
    }
    budget.take(size);
    bytes += size;
    if (count == pages.length) {
      pages = Arrays.copyOf(pages, Math.min(MAX_PAGES, count * 2));
    }
    pages[count++] = new byte[size];
    end = 8;
  }

  /** Bytes held. */
  long bytes() {
    return bytes;
  }

  /** Forgets all records; keeps the largest page for reuse. */
  void clear() {
    if (count > 0) {
      byte[] last = pages[count - 1];
      budget.take(last.length - bytes);
      bytes = last.length;
      Arrays.fill(pages, null);
      pages[0] = last;
      count = 1;
      end = 8;
    }
    Arrays.fill(free, 0);
  }
}
