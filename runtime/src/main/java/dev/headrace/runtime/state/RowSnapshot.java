package dev.headrace.runtime.state;

import dev.headrace.model.Rows;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a {@link RowStore} as they were after a commit. Any number of threads may read it, as
 * long as the store has not been told that its sequence is no longer read.
 */
public final class RowSnapshot {
  private static final KeySnapshot NO_KEYS = new AdaptiveRadixTree().snapshot();

  final long sequence;
  final long rows;

  /** The snapshot before this one, until nobody can ask for it. */
  @Nullable RowSnapshot previous;

  private final @Nullable RowPage[] directory;
  private final int places;
  private final boolean cached;
  private final @Nullable RowPage current;
  private final int currentEnd;
  private final @Nullable IndexSnapshot key;
  private final SecondaryIndexes.Roots indexes;

  RowSnapshot(
      long sequence,
      long rows,
      RowPages pages,
      @Nullable KeySnapshot key,
      SecondaryIndexes.Roots indexes,
      @Nullable RowSnapshot previous) {
    this.sequence = sequence;
    this.rows = rows;
    this.directory = pages.directory();
    this.places = pages.places();
    this.cached = pages.areCached();
    this.current = pages.current();
    this.currentEnd = current == null ? 0 : current.end();
    this.key = key == null ? null : new IndexSnapshot(this, key);
    this.indexes = indexes;
    this.previous = previous;
  }

  private RowSnapshot(RowSnapshot source, SecondaryIndexes.Roots indexes) {
    this.sequence = source.sequence;
    this.rows = source.rows;
    this.directory = source.directory;
    this.places = source.places;
    this.cached = source.cached;
    this.current = source.current;
    this.currentEnd = source.currentEnd;
    this.key = source.key;
    this.indexes = indexes;
    this.previous = source.previous;
  }

  /** The same rows with other indexes. */
  RowSnapshot with(SecondaryIndexes.Roots others) {
    return new RowSnapshot(this, others);
  }

  /** The commit that made it what it is. */
  public long sequence() {
    return sequence;
  }

  /** Number of rows: the sum of their multiplicities. */
  public long rows() {
    return rows;
  }

  /** Hands over all rows in runs, in no particular order; weights are multiplicities. */
  public void scan(SlabConsumer consumer) {
    scan(0, 1, consumer);
  }

  /** Hands over one of several disjoint parts of the rows, about equal in size. */
  public void scan(int part, int parts, SlabConsumer consumer) {
    int from = (int) ((long) places * part / parts);
    int to = (int) ((long) places * (part + 1) / parts);
    for (int place = from; place < to; place++) {
      RowPage page = pageAt(place);
      if (page != null) {
        scan(page, consumer);
      }
    }
  }

  private void scan(RowPage page, SlabConsumer consumer) {
    byte[] bytes = page.bytesOnce();
    if (PageCache.isGone(bytes)) {
      return;
    }
    int end = page == current ? currentEnd : page.end();
    if (!page.isWhole(sequence)) {
      scanVisible(page, bytes, end, consumer);
    } else if (end > 0) {
      consumer.accept(bytes, 0, end);
    }
  }

  /**
   * Hands over all rows in no particular order, those that are in pages which may leave memory as
   * what is read later.
   */
  public void scanCold(SlabConsumer consumer, Consumer<ColdRows> coldConsumer) {
    for (int place = 0; place < places; place++) {
      RowPage page = pageAt(place);
      if (page != null && page != current && page.isCold()) {
        coldConsumer.accept(new ColdRows(page, sequence));
      } else if (page != null) {
        scan(page, consumer);
      }
    }
  }

  private void scanVisible(RowPage page, byte[] bytes, int end, SlabConsumer consumer) {
    int runStart = 0;
    int row = 0;
    while (row < end) {
      int next = row + Rows.length(bytes, row);
      if (!page.isVisible(row, sequence)) {
        if (runStart < row) {
          consumer.accept(bytes, runStart, row);
        }
        runStart = next;
      }
      row = next;
    }
    if (runStart < end) {
      consumer.accept(bytes, runStart, end);
    }
  }

  /** Takes a row, its page, and the bytes of that. */
  @FunctionalInterface
  interface AddressConsumer {
    void accept(RowPage page, byte[] bytes, int row);
  }

  /** Hands over all rows with their pages. */
  void forEach(AddressConsumer consumer) {
    for (int place = 0; place < places; place++) {
      RowPage page = pageAt(place);
      byte[] bytes = page == null ? PageCache.GONE : page.bytesOnce();
      if (page != null && !PageCache.isGone(bytes)) {
        int end = page == current ? currentEnd : page.end();
        for (int row = 0; row < end; row += Rows.length(bytes, row)) {
          if (page.isVisible(row, sequence)) {
            consumer.accept(page, bytes, row);
          }
        }
      }
    }
  }

  /**
   * Hands over the row with a key.
   *
   * @return whether there is one
   */
  public boolean get(byte[] bytes, int offset, int length, RowConsumer consumer) {
    return key().get(bytes, offset, length, consumer);
  }

  /** The rows in the order of their keys. */
  public IndexSnapshot key() {
    if (key == null) {
      throw new IllegalStateException("a relation without a key");
    }
    return key;
  }

  /**
   * Whether there is a secondary index; there is not in snapshots from before it was added and
   * after it was dropped.
   */
  public boolean has(SecondaryIndex index) {
    return indexes.find(index) >= 0;
  }

  /** The rows in the order of a secondary index that is there, or of any if there are no rows. */
  public IndexSnapshot index(SecondaryIndex index) {
    int place = indexes.find(index);
    if (place < 0) {
      if (rows == 0) {
        return new IndexSnapshot(this, NO_KEYS);
      }
      throw new IllegalStateException("an index that commit " + sequence + " does not have");
    }
    return new IndexSnapshot(this, indexes.tree(place));
  }

  int places() {
    return places;
  }

  /** A page with rows of this snapshot, or null. */
  @Nullable RowPage pageAt(int place) {
    RowPage page = directory[place];
    return page == null || page.begun > sequence ? null : page;
  }

  /**
   * Whether rows are in pages that may leave memory, so that who keeps rows has to copy them: they
   * would keep the whole page.
   */
  public boolean isCached() {
    return cached;
  }

  /** How many pages there are, and how many of them are not in memory. */
  public record PageCount(int all, int cold) {}

  /** Counts pages, as they are now. */
  public PageCount pageCount() {
    int all = 0;
    int cold = 0;
    for (int place = 0; place < places; place++) {
      RowPage page = pageAt(place);
      if (page != null) {
        all++;
        cold += page.resident() == null ? 1 : 0;
      }
    }
    return new PageCount(all, cold);
  }

  /** Where the rows of a page end, without looking at them. */
  OptionalInt end(RowPage page) {
    return page == current ? OptionalInt.of(currentEnd) : OptionalInt.empty();
  }

  @Nullable KeySnapshot keys() {
    return key == null ? null : key.keys();
  }

  /** The entries of a secondary index, or null. */
  @Nullable KeySnapshot entries(SecondaryIndex index) {
    int place = indexes.find(index);
    return place < 0 ? null : indexes.tree(place);
  }

  /** A page of which somebody wants a row. */
  RowPage page(long address) {
    RowPage page = pageOf(address);
    page.touch();
    return page;
  }

  RowPage pageOf(long address) {
    RowPage page = RowPages.page(directory, address);
    if (page == null) {
      throw new IllegalStateException("commit " + sequence + " was released while it was read");
    }
    return page;
  }
}
