package dev.headrace.runtime.state;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table or a materialized view: a bag that one writer changes commit by commit and
 * that any number of readers see as it was after one of them.
 *
 * <p><b>Versions.</b> Rows stand in append-only pages, back to back as in a batch, with their
 * multiplicity as weight. A row is never changed: a new weight is a new version. A page remembers
 * the commit that began it and, per row, the commit that deleted it. {@link #publish} makes a
 * snapshot: its commit's sequence, the page directory, where the current page ends, and the root of
 * the index. A reader at sequence S uses the newest snapshot that is not newer than S and sees, in
 * pages begun at or before S and up to the snapshot's end of what was then the current page, the
 * rows that no commit up to S deleted. A page of which that is all goes to the reader as it stands.
 *
 * <p><b>Threads.</b> All methods but {@link #at} and {@link #published} belong to the writer. The
 * snapshot is published by a volatile write and read by a volatile read, so everything the writer
 * did up to it is seen. What the writer does later, a reader may or may not see, and need not: rows
 * behind the snapshot's end, pages begun later, and deletions later than S count for nothing.
 * Directory places and bytes of rows are reused only when no snapshot in use reaches them.
 *
 * <p><b>Identity.</b> The writer finds the row a delta is about by its key, in an ordered index
 * that readers share, or by the whole row, in a hash table of its own. A bag that only grows needs
 * neither.
 *
 * <p><b>Secondary indexes</b> lead from other keys to the rows, in any number, and may come and go
 * while there are readers. Every change of a row's address goes through {@code addRow}, {@code
 * removeRow} or {@code replaceRow}, and a snapshot has the roots of all indexes as of its commit.
 *
 * <p><b>Memory.</b> With a {@link PageCache}, pages that are full and committed, and what indexes
 * have as of the last commit, may be in a file instead of memory. Addresses and deletions are in
 * memory, so nothing but the reading of a row's or an entry's bytes notices.
 *
 * <p><b>Reclaiming.</b> {@code release} forgets snapshots that are not read and frees pages of
 * which no reader sees a row. Pages that are mostly dead are emptied by moving their live rows, a
 * bounded number per {@link #apply}.
 */
public final class RowStore {
  /** A page is emptied when less than this part of it is live. */
  private static final int SPARSE_PART = 4;

  private static final int MOVES_PER_APPLY = 256;
  private static final int PAGES_PER_APPLY = 16;

  private static final int COMPACTION_BYTES = 4 * RowPages.LARGEST_PAGE;
  private static final long NO_COMMIT = Long.MIN_VALUE;

  private final RowLayout layout;
  private final @Nullable RowIdentity identity;
  private final RowPages pages;
  private final RowDebts debts;
  private final DeadPages dead;
  private final SecondaryIndexes indexes = new SecondaryIndexes();
  private final MemoryBudget budget;
  private final @Nullable PageCache cache;
  // the same for all stores that were made of each other
  private final Lineage lineage;
  private final @Nullable RowWidening widening;
  // whether another store's rows may be made of this one's
  private volatile boolean source;

  private volatile RowSnapshot published;

  private long pending = NO_COMMIT;
  private long rows;
  // rows older than the pending commit that it deleted
  private long[] deleted = new long[16];
  private int[] deletedLengths = new int[16];
  private int deletedCount;
  private final Deque<RowPage> sparse = new ArrayDeque<>();

  /** What stores that were made of each other have in common: an identity. */
  private static final class Lineage {}

  private RowStore(
      RowLayout layout,
      RowPages pages,
      @Nullable RowIdentity identity,
      MemoryBudget budget,
      @Nullable PageCache cache) {
    this.layout = layout;
    this.pages = pages;
    this.identity = identity;
    this.debts = new RowDebts(layout, budget);
    this.dead = new DeadPages(pages);
    this.budget = budget;
    this.cache = cache;
    this.lineage = new Lineage();
    this.widening = null;
    this.published = snapshot(NO_COMMIT, null);
  }

  /** An empty relation of rows that differ in a key. */
  public static RowStore keyed(RowLayout layout, KeyEncoder key, MemoryBudget budget) {
    return keyed(layout, key, budget, null);
  }

  /**
   * An empty relation of rows that differ in a key.
   *
   * @param cache decides which of its pages are in memory; null if all are
   */
  public static RowStore keyed(
      RowLayout layout, KeyEncoder key, MemoryBudget budget, @Nullable PageCache cache) {
    RowPages pages = new RowPages(layout.fixedLength(), budget, cache);
    return new RowStore(layout, pages, keyIndex(key, budget, cache), budget, cache);
  }

  private static RowIdentity keyIndex(
      KeyEncoder key, MemoryBudget budget, @Nullable PageCache cache) {
    return new RowIdentity.Key(key, new IndexTree(budget, cache));
  }

  /** An empty relation without a key: a bag. */
  public static RowStore bag(RowLayout layout, MemoryBudget budget) {
    return bag(layout, budget, null);
  }

  /**
   * An empty relation without a key: a bag.
   *
   * @param cache decides which of its pages are in memory; null if all are
   */
  public static RowStore bag(RowLayout layout, MemoryBudget budget, @Nullable PageCache cache) {
    RowPages pages = new RowPages(layout.fixedLength(), budget, cache);
    return new RowStore(layout, pages, new WholeRow(pages, budget), budget, cache);
  }

  /** An empty relation without a key whose rows are never deleted. */
  public static RowStore appendOnly(RowLayout layout, MemoryBudget budget) {
    return appendOnly(layout, budget, null);
  }

  /**
   * An empty relation without a key whose rows are never deleted.
   *
   * @param cache decides which of its pages are in memory; null if all are
   */
  public static RowStore appendOnly(
      RowLayout layout, MemoryBudget budget, @Nullable PageCache cache) {
    RowPages pages = new RowPages(layout.fixedLength(), budget, cache);
    return new RowStore(layout, pages, null, budget, cache);
  }

  /**
   * The rows as of the last commit in a store of their own, where they have more columns. It takes
   * the same time whatever their number: a row gets its columns when somebody reads it.
   *
   * <p>This store must not be changed any more once the other one has been, but by the undoing of
   * that. Until then it may be, if the other one is forgotten. Any thread, as long as nobody
   * changes this store.
   *
   * @param widening its layout starts with this one's columns
   * @param key encodes the keys of the wider rows, which are the same; null for a bag
   */
  public RowStore widened(RowWidening widening, @Nullable KeyEncoder key) {
    source = true;
    RowSnapshot rowsNow = published;
    int columns = layout.columns();
    RowPages wide = new RowPages(rowsNow, columns, widening, budget, cache);
    RowIdentity found =
        switch (identity) {
          case RowIdentity.Key _ ->
              new RowIdentity.Key(
                  Objects.requireNonNull(key),
                  new IndexTree(Objects.requireNonNull(rowsNow.keys()), budget, cache));
          case WholeRow bag -> new WholeRow(bag, columns, widening, wide, budget);
          case null -> throw new IllegalStateException("rows that are never deleted");
        };
    return new RowStore(this, rowsNow, widening, wide, found);
  }

  private RowStore(
      RowStore narrow,
      RowSnapshot rowsNow,
      RowWidening widening,
      RowPages pages,
      RowIdentity identity) {
    this.layout = widening.layout();
    this.lineage = narrow.lineage;
    this.widening = widening;
    this.pages = pages;
    this.identity = identity;
    this.budget = narrow.budget;
    this.cache = narrow.cache;
    this.debts = new RowDebts(layout, budget);
    this.dead = new DeadPages(pages);
    this.rows = rowsNow.rows;
    this.published = snapshot(rowsNow.sequence, null);
  }

  /**
   * Lets this store, which nobody but its maker knows yet, have an index with the entries of one
   * that the store had which it was made of.
   *
   * @param definition of the same keys for this store's rows
   * @return null if that store's last commit does not have the index
   */
  public @Nullable SecondaryIndex adopt(
      SecondaryIndex index, IndexDefinition definition, RowStore narrow) {
    KeySnapshot entries = narrow.published.entries(index);
    if (entries == null) {
      return null;
    }
    SecondaryIndex adopted = new SecondaryIndex(definition, entries, budget, cache);
    indexes.adopt(adopted);
    published = published.with(indexes.committed());
    return adopted;
  }

  /** Whether this store's rows and another's are the same, but for columns added since. */
  public boolean isWidened(RowStore other) {
    return lineage.equals(other.lineage);
  }

  /** How rows that were written before have got their columns; null if none were. */
  public @Nullable RowWidening widening() {
    return widening;
  }

  /** Whether rows were written since this store was made of another one. */
  public boolean hasOwnRows() {
    return pages.hasOwn();
  }

  /** Whether rows are never deleted. */
  public boolean isAppendOnly() {
    return identity == null;
  }

  public RowLayout layout() {
    return layout;
  }

  /** Bytes of memory held. */
  public long bytes() {
    return pages.bytes() + (identity == null ? 0 : identity.bytes()) + indexes.bytes();
  }

  /** The sequence of the last commit that changed this relation; below all others if none did. */
  public long published() {
    return published.sequence;
  }

  /** Number of rows, with what was applied for a commit that is not published yet. */
  public long rows() {
    return rows;
  }

  /**
   * The relation as of a commit. Any thread.
   *
   * @param sequence a commit that was published and is not older than what {@link #release} was
   *     told
   */
  public RowSnapshot at(long sequence) {
    RowSnapshot snapshot = published;
    while (snapshot.sequence > sequence) {
      RowSnapshot previous = snapshot.previous;
      if (previous == null) {
        throw new IllegalStateException("commit " + sequence + " was released");
      }
      snapshot = previous;
    }
    return snapshot;
  }

  /**
   * Whether it knows the relation as of a commit. One that was made of another store does not know
   * commits before the last one of that. Any thread.
   *
   * @param sequence a commit that is not older than what {@link #release} was told
   */
  public boolean reaches(long sequence) {
    @Nullable RowSnapshot snapshot = published;
    while (snapshot != null && snapshot.sequence > sequence) {
      snapshot = snapshot.previous;
    }
    return snapshot != null;
  }

  /**
   * Applies a delta as part of a commit. Its rows may come in any order. If it throws, everything
   * that was applied for the commit is undone.
   *
   * @param slab holds the delta's rows in {@code [from, to)}
   * @param sequence of the commit, positive and greater than any published one
   * @throws SqlException {@link ErrorCode#INTERNAL_ERROR} if rows are deleted that are not there or
   *     a key is inserted twice, {@link ErrorCode#OUT_OF_MEMORY} beyond the budget, and what the
   *     definitions of secondary indexes throw for rows without a key and for duplicates
   */
  public void apply(byte[] slab, int from, int to, long sequence) {
    begin(sequence);
    boolean done = false;
    try {
      if (identity == null) {
        append(slab, from, to);
      } else {
        delete(identity, slab, from, to);
        insert(identity, slab, from, to);
        compact(identity);
      }
      done = true;
    } finally {
      if (!done) {
        undo(sequence);
      }
    }
  }

  /**
   * Applies rows of a table that is being read back, as {@link #apply} does. Pages may leave memory
   * before the commit is published, so if anything fails, the store is of no use any more.
   */
  public void load(byte[] slab, int from, int to, long sequence) {
    apply(slab, from, to, sequence);
    pages.commit();
    if (cache != null) {
      if (identity != null) {
        identity.settle();
      }
      indexes.settle();
    }
  }

  private void begin(long sequence) {
    if (pending == NO_COMMIT && sequence > Math.max(0, published.sequence)) {
      makeRoom();
      pending = sequence;
    } else if (pending != sequence) {
      throw new IllegalStateException(
          "commit " + sequence + " while " + pending + " is pending after " + published.sequence);
    }
  }

  private void makeRoom() {
    if (cache != null) {
      if (identity != null) {
        identity.makeRoom();
      }
      indexes.makeRoom();
    }
  }

  private void append(byte[] slab, int from, int to) {
    int runStart = from;
    int row = from;
    while (row < to) {
      int weight = Rows.weight(slab, row);
      int next = row + Rows.length(slab, row);
      if (weight < 0) {
        throw inconsistent("a row is deleted from a relation that only grows");
      }
      if (weight == 0) {
        appendRun(slab, runStart, row);
        runStart = next;
      }
      rows += weight;
      row = next;
    }
    appendRun(slab, runStart, to);
  }

  private void appendRun(byte[] slab, int from, int to) {
    if (indexes.isEmpty()) {
      pages.appendAll(slab, from, to, pending);
      return;
    }
    for (int row = from; row < to; row += Rows.length(slab, row)) {
      int weight = Rows.weight(slab, row);
      indexes.addRow(slab, row, weight, pages.append(slab, row, weight, pending));
    }
  }

  private void delete(RowIdentity by, byte[] slab, int from, int to) {
    for (int row = from; row < to; row += Rows.length(slab, row)) {
      long missing = -(long) Rows.weight(slab, row);
      if (missing > 0) {
        long address = by.find(slab, row);
        if (address != 0) {
          RowPage page = pages.page(address);
          byte[] bytes = page.bytes();
          int offset = page.offset(address);
          if (Rows.sameColumns(bytes, offset, slab, row)) {
            long there = Rows.weight(bytes, offset);
            long taken = Math.min(there, missing);
            changeWeight(by, address, page, bytes, there - taken);
            rows -= taken;
            missing -= taken;
          }
        }
        if (missing > 0) {
          debts.add(slab, row, missing);
        }
      }
    }
  }

  private void insert(RowIdentity by, byte[] slab, int from, int to) {
    for (int row = from; row < to; row += Rows.length(slab, row)) {
      long weight = Rows.weight(slab, row);
      if (weight > 0 && !debts.isEmpty()) {
        weight -= debts.pay(slab, row, weight);
      }
      if (weight > 0) {
        insert(by, slab, row, weight);
        rows += weight;
      }
    }
    if (!debts.isEmpty()) {
      throw inconsistent("a row is deleted that is not there");
    }
  }

  private void insert(RowIdentity by, byte[] slab, int row, long weight) {
    // the way down a key's index is gone once, to look and to add; what fails is undone anyway
    long address = by instanceof RowIdentity.Key ? 0 : by.find(slab, row);
    if (address == 0) {
      long added = pages.append(slab, row, (int) weight, pending);
      if (!by.add(slab, row, added) || by instanceof RowIdentity.Key && weight > 1) {
        throw inconsistent("a second row with the same key is inserted");
      }
      indexes.addRow(slab, row, (int) weight, added);
    } else {
      RowPage page = pages.page(address);
      byte[] bytes = page.bytes();
      changeWeight(by, address, page, bytes, weight + Rows.weight(bytes, page.offset(address)));
    }
  }

  // from here on, whoever changes a row has its page's bytes in hand: reading them again could fail
  // between two changes that belong together

  private void changeWeight(RowIdentity by, long address, RowPage page, byte[] bytes, long weight) {
    if (weight > Integer.MAX_VALUE) {
      throw new SqlException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "a row occurs more than " + Integer.MAX_VALUE + " times");
    }
    int offset = page.offset(address);
    if (weight > 1) {
      indexes.requireRepeatable(bytes, offset);
    }
    if (weight == 0) {
      delete(address, page, bytes);
      by.remove(bytes, offset, address);
      indexes.removeRow(bytes, offset, address);
    } else if (pages.isUncommitted(page, offset, pending)) {
      Rows.setWeight(bytes, offset, (int) weight);
    } else {
      move(by, address, page, bytes, (int) weight);
    }
  }

  /** Puts a new version of a row behind all others. */
  private void move(RowIdentity by, long address, RowPage page, byte[] bytes, int weight) {
    int offset = page.offset(address);
    long moved = pages.append(bytes, offset, weight, pending);
    delete(address, page, bytes);
    by.replace(bytes, offset, address, moved);
    indexes.replaceRow(bytes, offset, address, moved);
  }

  private void delete(long address, RowPage page, byte[] bytes) {
    int offset = page.offset(address);
    int length = Rows.length(bytes, offset);
    pages.delete(page, offset, length, pending);
    if (!pages.isUncommitted(page, offset, pending)) {
      if (deletedCount == deleted.length) {
        deleted = Arrays.copyOf(deleted, deletedCount * 2);
        deletedLengths = Arrays.copyOf(deletedLengths, deletedCount * 2);
      }
      deletedLengths[deletedCount] = length;
      deleted[deletedCount++] = address;
    }
    if (page.liveBytes() == 0 && page != pages.current()) {
      dead.add(page);
    } else if (page.liveBytes() < page.size() / SPARSE_PART && !page.sparse) {
      page.sparse = true;
      sparse.add(page);
    }
  }

  /** Moves rows out of sparse pages, so that they can be freed. */
  private void compact(RowIdentity by) {
    if (budget.available() < COMPACTION_BYTES) {
      return;
    }
    int moves = MOVES_PER_APPLY;
    for (int i = Math.min(sparse.size(), PAGES_PER_APPLY); i > 0 && moves > 0; i--) {
      RowPage page = sparse.remove();
      page.sparse = false;
      if (pages.contains(page)) {
        if (page != pages.current()) {
          moves -= moveRows(by, page, moves);
        }
        if (page.liveBytes() > 0 || page == pages.current()) {
          page.sparse = true;
          sparse.add(page);
        }
      }
    }
  }

  private int moveRows(RowIdentity by, RowPage page, int limit) {
    int moves = 0;
    int row = page.movedTo;
    byte[] bytes = page.bytes();
    while (page.liveBytes() > 0 && moves < limit) {
      if (row >= page.end()) {
        throw new IllegalStateException("a page counts live bytes but has no live row");
      }
      if (page.isLive(row)) {
        move(by, RowPages.address(page, row), page, bytes, Rows.weight(bytes, row));
        moves++;
      }
      row += Rows.length(bytes, row);
    }
    page.movedTo = row;
    if (page.liveBytes() == 0) {
      dead.add(page);
    }
    return moves;
  }

  /**
   * Lets readers see everything that was applied.
   *
   * @param sequence of the pending commit; nothing happens if nothing was applied for it
   */
  public void publish(long sequence) {
    if (pending == NO_COMMIT) {
      return;
    }
    begin(sequence);
    if (identity != null) {
      identity.commit(sequence);
    }
    indexes.commit(sequence);
    pages.commit();
    deletedCount = 0;
    pending = NO_COMMIT;
    published = snapshot(sequence, published);
  }

  private RowSnapshot snapshot(long sequence, @Nullable RowSnapshot previous) {
    KeySnapshot key = identity instanceof RowIdentity.Key keys ? keys.committed() : null;
    return new RowSnapshot(sequence, rows, pages, key, indexes.committed(), previous);
  }

  /**
   * Adds a secondary index over the rows that are there, those of a pending commit included.
   * Readers who ask for the last commit from now on find it ready; older snapshots do not have it.
   *
   * @param index is in no store
   * @throws SqlException if a row has no key or one that another row has; without effect then
   */
  public void addIndex(SecondaryIndex index) {
    indexes.add(index, published, pages, Arrays.copyOf(deleted, deletedCount), cache);
    published = published.with(indexes.committed());
  }

  /**
   * Drops a secondary index; nothing happens if it is not there. Readers of older snapshots may go
   * on with it.
   */
  public void dropIndex(SecondaryIndex index) {
    if (indexes.remove(index)) {
      published = published.with(indexes.committed());
    }
  }

  /**
   * Undoes everything that was applied for a commit that is not published; else does nothing. It
   * needs no page that is not in memory, so that it cannot fail.
   */
  public void undo(long sequence) {
    if (pending != sequence) {
      return;
    }
    for (int i = 0; i < deletedCount; i++) {
      RowPage page = pages.page(deleted[i]);
      page.undelete(page.offset(deleted[i]), deletedLengths[i], sequence);
    }
    if (identity != null) {
      identity.undo(sequence);
    }
    indexes.undo();
    pages.undo(sequence);
    debts.clear();
    deletedCount = 0;
    rows = published.rows;
    pending = NO_COMMIT;
  }

  /**
   * Frees what no reader needs, if all it takes is to know the oldest of them.
   *
   * @param oldest the oldest sequence that is or will be read
   */
  public void release(long oldest) {
    requireNoCommit();
    RowSnapshot snapshot = published;
    while (snapshot.sequence > oldest && snapshot.previous != null) {
      snapshot = snapshot.previous;
    }
    snapshot.previous = null;
    free(Readers.since(oldest));
  }

  /**
   * Frees what no reader needs, so that a reader who takes long does not hold back what came and
   * went since.
   *
   * @param read the sequences that are read, ascending; besides them only the last published one
   *     and later ones will be
   */
  public void release(long[] read) {
    requireNoCommit();
    RowSnapshot kept = published;
    for (int i = read.length - 1; i >= 0; i--) {
      RowSnapshot snapshot = kept;
      while (snapshot.sequence > read[i] && snapshot.previous != null) {
        snapshot = snapshot.previous;
      }
      if (snapshot != kept) {
        kept.previous = snapshot;
        kept = snapshot;
      }
    }
    kept.previous = null;
    free(new Readers(read, published.sequence));
  }

  private void free(Readers readers) {
    dead.free(readers);
    if (cache != null) {
      if (identity != null) {
        identity.release(readers);
      }
      indexes.release(readers);
    }
  }

  /**
   * Gives back what its pages take of a page cache, once nobody reads any commit of it. It is of no
   * use any more. Pages of which another store's rows may be made are left to the collector.
   */
  public void discard() {
    if (!source) {
      pages.release();
    }
    if (identity != null) {
      identity.discard();
    }
    indexes.discard();
  }

  private void requireNoCommit() {
    if (pending != NO_COMMIT) {
      throw new IllegalStateException("commit " + pending + " is not published");
    }
  }

  /**
   * Hands over the row with a key, pending changes included. The writer's; readers ask a snapshot.
   *
   * @return whether there is one
   */
  public boolean find(byte[] key, int offset, int length, RowConsumer consumer) {
    if (!(identity instanceof RowIdentity.Key keys)) {
      throw new IllegalStateException("a relation without a key");
    }
    long address = keys.find(key, offset, length);
    if (address != 0) {
      RowPage page = pages.page(address);
      consumer.accept(page.bytes(), page.offset(address));
    }
    return address != 0;
  }

  /** How often a row is in this bag, pending changes included. The writer's. */
  public long multiplicity(byte[] slab, int row) {
    long address = Objects.requireNonNull(identity).find(slab, row);
    if (address == 0) {
      return 0;
    }
    RowPage page = pages.page(address);
    return Rows.weight(page.bytes(), page.offset(address));
  }

  private SqlException inconsistent(String what) {
    return new SqlException(
        ErrorCode.INTERNAL_ERROR, "inconsistent delta: " + what + " (commit " + pending + ")");
  }
}
