package dev.headrace.runtime.state;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a {@link RowStore} and the writer's end of them.
 *
 * <pre>
 *   address   place in the directory plus one (24 bits) | eighth of the offset (16 bits)
 * </pre>
 *
 * <p>Rows are appended to the current page; pages double up to a largest size, and a row that would
 * waste much of a page has one of its own. What was appended since the last {@link #commit} can be
 * taken back.
 */
final class RowPages {
  private static final int OFFSET_BITS = 16;
  private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;
  private static final int MAX_PAGES = (1 << (Pages.ADDRESS_BITS - OFFSET_BITS)) - 1;
  private static final int SMALLEST_PAGE = 4 << 10;

  /** The largest page with more than one row. */
  static final int LARGEST_PAGE = 256 << 10;

  private static final int LONG_ROW = LARGEST_PAGE / 8;

  private final int shortestRow;
  private final MemoryBudget budget;
  private final @Nullable PageCache cache;
  private @Nullable RowPage[] directory = new RowPage[4];
  private int places;
  private int[] freePlaces = new int[4];
  private int freeCount;
  private int nextSize = SMALLEST_PAGE;
  private long bytes;

  private @Nullable RowPage current;
  private @Nullable RowPage committed;
  private int committedEnd;
  private int committedLiveBytes;
  private RowPage[] begun = new RowPage[4];
  private int begunCount;

  RowPages(int shortestRow, MemoryBudget budget, @Nullable PageCache cache) {
    this.shortestRow = shortestRow;
    this.budget = budget;
    this.cache = cache;
  }

  /** The pages of a snapshot of another store, in the same places, with wider rows. */
  RowPages(
      RowSnapshot rows,
      int columns,
      RowWidening widening,
      MemoryBudget budget,
      @Nullable PageCache cache) {
    this(widening.layout().fixedLength(), budget, cache);
    this.places = rows.places();
    this.directory = new RowPage[Math.max(places, directory.length)];
    this.nextSize = places == 0 ? SMALLEST_PAGE : LARGEST_PAGE;
    for (int place = 0; place < places; place++) {
      RowPage page = rows.pageAt(place);
      if (page == null || page.liveBytes() == 0) {
        addFree(place);
      } else {
        WidenedRows.Source source =
            new WidenedRows.Source(page, rows.end(page), rows.sequence(), columns);
        RowPage wide =
            new RowPage(
                place, new WidenedRows(source, widening), rows.sequence(), shortestRow, cache);
        budget.take(wide.taken());
        bytes += wide.taken();
        directory[place] = wide;
      }
    }
  }

  static int offset(long address) {
    return ((int) address & OFFSET_MASK) << 3;
  }

  static long address(RowPage page, int offset) {
    return ((long) (page.slot + 1) << OFFSET_BITS) | (page.written(offset) >>> 3);
  }

  static @Nullable RowPage page(@Nullable RowPage[] directory, long address) {
    return directory[(int) (address >>> OFFSET_BITS) - 1];
  }

  RowPage page(long address) {
    RowPage page = page(directory, address);
    if (page == null) {
      throw new IllegalStateException("address of a page that was freed");
    }
    page.touch();
    return page;
  }

  /** Whether a page is still in use. */
  boolean contains(RowPage page) {
    return directory[page.slot] == page;
  }

  @Nullable RowPage[] directory() {
    return directory;
  }

  int places() {
    return places;
  }

  @Nullable RowPage current() {
    return current;
  }

  long bytes() {
    return bytes;
  }

  /** Whether the row at an offset was appended since the last commit, by the commit given. */
  boolean isUncommitted(RowPage page, int offset, long sequence) {
    return page == committed
        ? offset >= committedEnd
        : page.begun == sequence && !page.isComplete();
  }

  /** Appends a copy of a row with a weight and returns its address. */
  long append(byte[] slab, int row, int weight, long sequence) {
    int length = Rows.length(slab, row);
    RowPage page = room(length, sequence);
    int offset = page.end();
    byte[] bytes = page.bytes();
    System.arraycopy(slab, row, bytes, offset, length);
    Rows.setWeight(bytes, offset, weight);
    page.grow(length);
    return address(page, offset);
  }

  /** Appends copies of rows, with their weights, up to an offset; cheaper than one by one. */
  void appendAll(byte[] slab, int from, int to, long sequence) {
    int row = from;
    while (row < to) {
      RowPage page = room(Rows.length(slab, row), sequence);
      int limit = Math.min(to - row, page.size() - page.end());
      int run = 0;
      while (run < limit && run + Rows.length(slab, row + run) <= limit) {
        run += Rows.length(slab, row + run);
      }
      System.arraycopy(slab, row, page.bytes(), page.end(), run);
      page.grow(run);
      row += run;
    }
  }

  private RowPage room(int length, long sequence) {
    if (length > LONG_ROW) {
      return begin(length, sequence);
    }
    RowPage page = current;
    if (page == null || page.size() - page.end() < length) {
      page = begin(Math.max(nextSize, Rows.align(length)), sequence);
      nextSize = Math.min(LARGEST_PAGE, page.size() * 2);
      current = page;
    }
    return page;
  }

  private RowPage begin(int size, long sequence) {
    if (freeCount == 0 && places == MAX_PAGES) {
      throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "a table exceeds its limit");
    }
    int place = freeCount > 0 ? freePlaces[freeCount - 1] : places;
    // fails when there is no room for it, with nothing changed
    RowPage page = new RowPage(place, size, sequence, shortestRow, cache);
    budget.take(size);
    bytes += size;
    if (freeCount > 0) {
      freeCount--;
    } else {
      places++;
    }
    if (place == directory.length) {
      directory = Arrays.copyOf(directory, place * 2);
    }
    directory[place] = page;
    if (begunCount == begun.length) {
      begun = Arrays.copyOf(begun, begunCount * 2);
    }
    begun[begunCount++] = page;
    return page;
  }

  void delete(RowPage page, int offset, int length, long sequence) {
    int growth = page.deletionGrowth(offset);
    if (growth > 0) {
      budget.take(growth);
      bytes += growth;
    }
    page.delete(offset, length, sequence);
  }

  /** Calls a visitor with the address of every row appended since the last commit. */
  void forEachUncommitted(LongConsumer visitor) {
    if (committed != null) {
      forEach(committed, committedEnd, visitor);
    }
    for (int i = 0; i < begunCount; i++) {
      forEach(begun[i], 0, visitor);
    }
  }

  private static void forEach(RowPage page, int from, LongConsumer visitor) {
    for (int row = from; row < page.end(); row += Rows.length(page.bytes(), row)) {
      visitor.accept(address(page, row));
    }
  }

  /** Keeps what was appended, and lets full pages leave memory. */
  void commit() {
    if (cache != null) {
      if (committed != null && committed != current && contains(committed)) {
        committed.complete();
      }
      for (int i = 0; i < begunCount; i++) {
        if (begun[i] != current) {
          begun[i].complete();
        }
      }
    }
    committed = current;
    committedEnd = current == null ? 0 : current.end();
    committedLiveBytes = current == null ? 0 : current.liveBytes();
    Arrays.fill(begun, 0, begunCount, null);
    begunCount = 0;
  }

  /** Takes back what was appended since the last commit; deletions of older rows are undone. */
  void undo(long sequence) {
    for (int i = begunCount - 1; i >= 0; i--) {
      free(begun[i]);
    }
    RowPage page = committed;
    if (page != null) {
      for (int row = committedEnd; row < page.end(); row += Rows.length(page.bytes(), row)) {
        page.undelete(row, 0, sequence);
      }
      page.shrink(committedEnd, committedLiveBytes);
    }
    current = committed;
    commit();
  }

  /** Whether pages may leave memory. */
  boolean areCached() {
    return cache != null;
  }

  /** Forgets a page that no reader needs; those that still look see an old or no page. */
  void free(RowPage page) {
    long size = (long) page.taken() + page.deletionBytes();
    budget.take(-size);
    bytes -= size;
    directory[page.slot] = null;
    addFree(page.slot);
    page.release();
  }

  /** Gives back what the pages take in memory and in the file, because nobody reads them. */
  void release() {
    for (int place = 0; place < places; place++) {
      RowPage page = directory[place];
      if (page != null) {
        page.release();
      }
    }
  }

  private void addFree(int place) {
    if (freeCount == freePlaces.length) {
      freePlaces = Arrays.copyOf(freePlaces, freeCount * 2);
    }
    freePlaces[freeCount++] = place;
  }

  /** Whether there are rows that were written here and not made of another store's. */
  boolean hasOwn() {
    for (int place = 0; place < places; place++) {
      RowPage page = directory[place];
      if (page != null && page.widened() == null) {
        return true;
      }
    }
    return false;
  }
}
