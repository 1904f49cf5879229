package dev.headrace.runtime.state;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pages of many {@link RowStore}s and the blocks of their indexes within a limit of
 * memory: those that nobody has looked at for long leave it, and are read back from a file when
 * somebody needs them. Blocks are pages here.
 *
 * <p><b>What leaves.</b> Pages whose rows are all there and committed, which therefore never change
 * but for deletions, and those stay in memory; and what indexes have as of the last commit. So a
 * page is written once, however often it leaves, and whoever still holds its bytes may go on to
 * read them. The page that a store is filling, and those of a commit under way, stay; if they are
 * more than the limit, it is exceeded.
 *
 * <p><b>Who leaves first</b> is decided as in S3-FIFO (Yang et al., SOSP 2023). A page begins in a
 * queue on probation; if it has been looked at again when its turn comes to leave, it moves to the
 * main queue, which it goes round in as long as it is looked at once per round. A page that is
 * wanted again soon after it left comes back to the main queue at once. A scan of a whole table
 * takes no part: it reads what is not in memory for itself, and leaves it there only while there is
 * room, so it drives nobody out. A single row that was looked up in a page that had left is kept
 * besides, by itself: see {@link HotRows}.
 *
 * <p><b>Failure.</b> A commit that needs room which cannot be made, because the file cannot be
 * written, fails; nothing is lost, because pages leave only when they have been written. A reader
 * does without room. What is read is compared with a checksum. Thread-safe.
 */
public final class PageCache {
  /** Which part of the limit is for pages on probation, at least. */
  private static final int PROBATION_PART = 10;

  /** Which part of the limit indexes may take before one of them leaves memory. */
  private static final int INDEX_PART = 2;

  /** Up to how many bytes a page is a small one. */
  private static final int SMALL = 16 << 10;

  /** Which part of the limit is for rows of pages that are not in memory. */
  private static final int HOT_ROWS_PART = 8;

  private static final int FEW_RELEASED = 1_024;

  /** The bytes of a page that was freed. */
  static final byte[] GONE = new byte[0];

  private final long limit;
  private final long pagesLimit;
  private final PageFile file;
  private final HotRows hotRows;
  private final ReferenceQueue<CacheablePage> gone = new ReferenceQueue<>();
  private final LongAdder requests = new LongAdder();
  private final LongAdder reads = new LongAdder();

  // all else is guarded by this
  private final PageSpace space = new PageSpace();
  // a weak reference that nobody holds does not tell when its page goes
  private final Set<CachedPage> known = new HashSet<>();
  // small ones apart, because one large page would drive a hundred of them out
  private final Probation largePages = new Probation();
  private final Probation smallPages = new Probation();
  private Deque<CachedPage> main = new ArrayDeque<>();
  private long residentBytes;
  private final List<WeakReference<IndexTree>> indexes = new ArrayList<>();
  private long indexBytes;
  private long averageIndex;
  private long fileBytes;
  private long evictions;
  private int releasedInQueues;

  /**
   * What a cache does.
   *
   * @param limit of memory for pages and indexes
   * @param residentBytes of pages in memory, and of indexes
   * @param fileBytes of pages in the file, whether they are in memory as well or not
   * @param hits how often a page was in memory when it was needed
   * @param misses how often it was read
   * @param evictions how often a page left memory
   */
  public record Statistics(
      long limit, long residentBytes, long fileBytes, long hits, long misses, long evictions) {}

  /** Whether these are the bytes of a page that was freed: others have a row at least. */
  static boolean isGone(byte[] bytes) {
    return bytes.length == 0;
  }

  /** A cache of pages that take up to that many bytes of memory together. */
  public PageCache(long limit, PageFile file) {
    this.limit = limit;
    this.file = file;
    this.hotRows = new HotRows(limit / HOT_ROWS_PART);
    this.pagesLimit = limit - limit / HOT_ROWS_PART;
  }

  /** What it has done so far. */
  public Statistics statistics() {
    synchronized (this) {
      collectGone();
      countIndexes();
      long misses = reads.sum();
      return new Statistics(
          limit,
          residentBytes + indexBytes,
          fileBytes,
          Math.max(0, requests.sum() - misses),
          misses,
          evictions);
    }
  }

  void countRequest() {
    requests.increment();
  }

  // ---- indexes in memory

  /** Gets to know the keys of an index, which take room that pages do not have then. */
  synchronized void register(IndexTree index) {
    indexes.add(new WeakReference<>(index));
  }

  /** Sums up what indexes take. */
  synchronized void countIndexes() {
    long sum = 0;
    int count = 0;
    for (Iterator<WeakReference<IndexTree>> each = indexes.iterator(); each.hasNext(); ) {
      IndexTree index = each.next().get();
      if (index == null) {
        each.remove();
      } else {
        sum += index.committedBytes();
        count++;
      }
    }
    indexBytes = sum;
    averageIndex = count == 0 ? 0 : sum / count;
  }

  /** Whether an index should leave memory, because all of them take too much of it. */
  synchronized boolean hasTooManyKeys(IndexTree index) {
    return indexBytes > limit / INDEX_PART && index.committedBytes() >= averageIndex;
  }

  // ---- pages come and go

  /** Gets to know a page that has no bytes yet. */
  CachedPage register(CacheablePage page) {
    CachedPage cached = new CachedPage(this, page, gone);
    synchronized (this) {
      known.add(cached);
    }
    return cached;
  }

  /**
   * Makes room for a page's bytes, which are going to be there.
   *
   * @throws SqlException if pages must leave for it and cannot be written
   */
  void admit(CachedPage page, int size) {
    makeRoom(size);
    synchronized (this) {
      page.size = size;
      page.resident = true;
      residentBytes += size;
    }
  }

  /**
   * Makes room for more bytes of a page that may not leave yet.
   *
   * @throws SqlException if pages must leave for it and cannot be written
   */
  void grow(CachedPage page, int size) {
    int growth;
    synchronized (this) {
      growth = size - page.size;
    }
    makeRoom(growth);
    synchronized (this) {
      page.size = size;
      residentBytes += growth;
    }
  }

  /** From now on a page may leave memory: it is full, and its rows are committed. */
  synchronized void complete(CachedPage page) {
    if (!page.complete && !page.released) {
      page.complete = true;
      enqueue(page);
    }
  }

  /** A page is no more, or nobody can read it. */
  synchronized void release(CachedPage page) {
    if (page.released) {
      return;
    }
    page.released = true;
    known.remove(page);
    if (page.resident) {
      page.resident = false;
      residentBytes -= page.size;
    }
    // one that is being written out is given back then
    if (!page.leaving) {
      giveBack(page);
    }
    if (page.queued) {
      releasedInQueues++;
      if (releasedInQueues > FEW_RELEASED && releasedInQueues > queued() / 2) {
        purge();
      }
    }
  }

  private void giveBack(CachedPage page) {
    if (page.place != CachedPage.NOWHERE) {
      space.give(page.place, page.length);
      fileBytes -= page.length;
      page.place = CachedPage.NOWHERE;
    }
  }

  private int queued() {
    return largePages.pages.size() + smallPages.pages.size() + main.size();
  }

  private void purge() {
    largePages.purge();
    smallPages.purge();
    main = living(main);
    releasedInQueues = 0;
  }

  private static Deque<CachedPage> living(Deque<CachedPage> pages) {
    pages.removeIf(page -> page.released);
    // it does not shrink by itself
    return new ArrayDeque<>(pages);
  }

  /** Those on probation, the first of them longest. */
  private static final class Probation {
    private Deque<CachedPage> pages = new ArrayDeque<>();
    private long bytes;

    void add(CachedPage page) {
      pages.add(page);
      bytes += page.size;
    }

    CachedPage remove() {
      CachedPage page = pages.remove();
      bytes -= page.size;
      return page;
    }

    void purge() {
      pages = living(pages);
      bytes = pages.stream().mapToLong(page -> page.size).sum();
    }
  }

  /** Those on probation of which one is to leave; null if one of the others is. */
  private @Nullable Probation tooMany() {
    for (Probation probation : List.of(largePages, smallPages)) {
      if (!probation.pages.isEmpty()
          && (probation.bytes > pagesLimit / PROBATION_PART || main.isEmpty())) {
        return probation;
      }
    }
    return null;
  }

  private void collectGone() {
    for (Reference<?> each = gone.poll(); each != null; each = gone.poll()) {
      release((CachedPage) each);
    }
  }

  private void enqueue(CachedPage page) {
    page.queued = true;
    boolean missed = page.left > 0 && evictions - page.left <= main.size();
    if (missed) {
      main.add(page);
    } else {
      (page.size <= SMALL ? smallPages : largePages).add(page);
    }
  }

  // ---- leaving

  private void makeRoom(long size) {
    for (CachedPage page = next(size); page != null; page = next(size)) {
      evict(page);
    }
  }

  /** A page that is to leave for something of a size; null if there is room, or none can. */
  private synchronized @Nullable CachedPage next(long size) {
    collectGone();
    if (residentBytes + indexBytes + size <= pagesLimit) {
      return null;
    }
    // each page is passed over once at most, even if it is looked at all the time
    for (int patience = queued() + main.size(); ; patience--) {
      Probation probation = tooMany();
      CachedPage page = probation == null ? main.poll() : probation.remove();
      if (page == null) {
        return null;
      }
      if (page.released) {
        releasedInQueues--;
      } else if (page.takeUsed() && patience > 0) {
        main.add(page);
      } else {
        page.queued = false;
        page.leaving = true;
        return page;
      }
    }
  }

  private void evict(CachedPage leaving) {
    CacheablePage page = leaving.get();
    byte[] bytes = page == null ? null : page.resident();
    if (page == null || bytes == null) {
      synchronized (this) {
        leaving.leaving = false;
        if (leaving.released) {
          giveBack(leaving);
        }
      }
      return;
    }
    boolean written = false;
    try {
      if (leaving.place == CachedPage.NOWHERE) {
        write(leaving, bytes, page.end());
      }
      written = true;
    } finally {
      left(leaving, page, written);
    }
  }

  private void write(CachedPage page, byte[] bytes, int length) {
    long place;
    synchronized (this) {
      place = space.take(length);
    }
    boolean done = false;
    try {
      file.write(place, bytes, length);
      done = true;
    } finally {
      synchronized (this) {
        if (done) {
          page.place = place;
          page.length = length;
          page.checksum = checksum(bytes, length);
          fileBytes += length;
        } else {
          space.give(place, length);
        }
      }
    }
  }

  private synchronized void left(CachedPage leaving, CacheablePage page, boolean written) {
    leaving.leaving = false;
    if (leaving.released) {
      giveBack(leaving);
    } else if (written) {
      page.evict();
      leaving.resident = false;
      residentBytes -= leaving.size;
      leaving.left = ++evictions;
    } else {
      leaving.queued = true;
      main.addFirst(leaving);
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  // ---- coming back

  /**
   * The bytes of a page that is not in memory; {@link #GONE} if it was freed, so that no row of it
   * is in the snapshot of whoever asks.
   *
   * @param keep whether others should leave for it
   * @throws SqlException if it cannot be read, or is not what was written
   */
  byte[] read(CacheablePage page, CachedPage cached, boolean keep) {
    long place;
    int length;
    int checksum;
    synchronized (this) {
      byte[] there = page.resident();
      if (there != null) {
        return there;
      }
      if (cached.released) {
        return GONE;
      }
      place = cached.place;
      length = cached.length;
      checksum = cached.checksum;
    }
    if (place == CachedPage.NOWHERE) {
      throw new IllegalStateException("a page that is nowhere");
    }
    byte[] bytes = new byte[length];
    file.read(place, bytes, length);
    reads.increment();
    if (checksum(bytes, length) != checksum) {
      synchronized (this) {
        // another page may have its place by now
        if (cached.released) {
          return GONE;
        }
      }
      throw new SqlException(
          ErrorCode.DATA_CORRUPTED,
          "a page of a table was read back wrong from the page file, at " + place);
    }
    if (keep) {
      tryToMakeRoom(length);
    }
    return install(page, cached, bytes);
  }

  /** Hands over a row of a page that is not in memory. */
  void readRow(RowPage page, CachedPage cached, int offset, RowConsumer consumer) {
    byte[] row = hotRows.find(cached, offset);
    if (row != null) {
      consumer.accept(row, 0);
      return;
    }
    byte[] bytes = page.bytes();
    hotRows.keep(cached, offset, bytes);
    consumer.accept(bytes, offset);
  }

  private void tryToMakeRoom(long size) {
    try {
      makeRoom(size);
    } catch (SqlException e) {
      // who needs room to write is told; reading goes on without
      if (e.code() != ErrorCode.DISK_FULL && e.code() != ErrorCode.IO_ERROR) {
        throw e;
      }
    }
  }

  private synchronized byte[] install(CacheablePage page, CachedPage cached, byte[] bytes) {
    byte[] there = page.resident();
    if (there != null) {
      return there;
    }
    if (!cached.released && residentBytes + indexBytes + bytes.length <= pagesLimit) {
      page.install(bytes);
      cached.resident = true;
      cached.size = bytes.length;
      residentBytes += bytes.length;
      cached.takeUsed();
      enqueue(cached);
    }
    return bytes;
  }
}
