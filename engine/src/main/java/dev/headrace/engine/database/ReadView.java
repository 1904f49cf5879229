package dev.headrace.engine.database;

import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.ColdRows;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.runtime.state.RowStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one statement sees: all relations as of one commit, the definitions in force, and the
 * running transaction's own changes. Close it when the statement has ended.
 */
public final class ReadView implements AutoCloseable {
  private static final int SAMPLED_PARTS = 256;

  private final Snapshots snapshots;
  private final long sequence;
  private final Catalog catalog;
  private final Map<Integer, TableChanges> changes;
  private final @Nullable ReadSet reads;
  private @Nullable Set<String> behind;
  private List<Given> given = List.of();
  // of relations that are read in the order of an index
  private Map<RowStore, RowSnapshot> kept = Map.of();
  // the definitions of when the snapshot was taken, if these are others
  private @Nullable Catalog before;

  /** A relation that only this view has, and its rows; they are few. */
  private record Given(int oid, Segments rows) {}

  /**
   * A view of a commit that {@code snapshots} has registered a reader of; {@link #close} releases
   * it.
   *
   * @param changes of the transaction, by the tables' OIDs
   * @param reads where to note what is read; null if nobody wants to know
   */
  ReadView(
      Snapshots snapshots,
      long sequence,
      Catalog catalog,
      Map<Integer, TableChanges> changes,
      @Nullable ReadSet reads) {
    this.snapshots = snapshots;
    this.sequence = sequence;
    this.catalog = catalog;
    this.changes = changes;
    this.reads = reads;
  }

  /**
   * The same with one more relation, which has the rows that are given. It is not closed: this view
   * stays open for as long.
   */
  public ReadView with(Relation relation, Segments rows) {
    ReadView more = new ReadView(snapshots, sequence, catalog.with(relation), changes, reads);
    more.given = new ArrayList<>(given);
    more.given.add(new Given(relation.oid(), rows));
    more.before = before;
    return more;
  }

  /** The same for a snapshot that is older than the definitions in force. */
  ReadView since(Catalog definitions) {
    before = definitions;
    return this;
  }

  /**
   * Refuses a relation whose rows others have written anew since the snapshot was taken, as when a
   * column was dropped: the snapshot has none of the new rows, and nobody asks for the old ones. So
   * it does one that others have changed and then added a column to, as its rows have that column
   * since their last change only.
   *
   * @throws SqlException 40001
   */
  public void requireRows(Relation relation) {
    Catalog then = before;
    RowStore now = relation.store();
    if (then == null || now == null || now.published() <= sequence) {
      return;
    }
    if (!now.reaches(sequence)) {
      throw Transaction.overtaken(null);
    }
    RowStore old = then.relation(relation.oid()).map(Relation::store).orElse(null);
    boolean lost =
        old != null
            && old != now
            && own(relation) == null
            && now.at(sequence).rows() == 0
            && old.at(sequence).rows() > 0;
    if (lost) {
      throw Transaction.overtaken(null);
    }
  }

  /** The commit that is seen. */
  public long sequence() {
    return sequence;
  }

  /** The definitions in force. */
  public Catalog catalog() {
    return catalog;
  }

  /** Whether the transaction has changes of its own. */
  public boolean hasChanges() {
    return !changes.isEmpty();
  }

  /** What the transaction itself has changed of a relation; null for nothing. */
  private @Nullable TableChanges own(Relation relation) {
    TableChanges own = changes.get(relation.oid());
    return own == null || own.isEmpty() ? null : own;
  }

  /**
   * Whether the transaction has changed tables that a materialized view is made of, so that its
   * stored rows are not what its query gives. Views of sources are as of the snapshot: what flowed
   * through a source cannot be asked for again.
   */
  public boolean isBehind(MaterializedView view) {
    if (changes.isEmpty()) {
      return false;
    }
    Set<String> names = behind;
    if (names == null) {
      names = new HashSet<>();
      for (Relation relation : catalog.relations()) {
        if (relation instanceof MaterializedView known && readsChanged(known.rel(), names)) {
          names.add(known.name());
        }
      }
      behind = names;
    }
    return names.contains(view.name());
  }

  // views come after what they read
  private boolean readsChanged(Rel rel, Set<String> behindSoFar) {
    boolean changed = false;
    for (Rel.Scan scan : Scans.of(rel)) {
      Relation read = catalog.require(scan.relation());
      if (read instanceof BaseRelation base && base.store() == null) {
        return false;
      }
      changed |= own(read) != null || behindSoFar.contains(read.name());
    }
    return changed;
  }

  private @Nullable Segments given(Relation relation) {
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).oid() == relation.oid()) {
        return given.get(i).rows();
      }
    }
    return null;
  }

  /** All rows of a relation that is stored. */
  public Segments scan(Relation relation, RowStore store) {
    Segments rows = given(relation);
    if (rows != null) {
      return rows;
    }
    noteRead(store);
    RowSnapshot snapshot = store.at(sequence);
    Segments segments = new Segments();
    TableChanges own = own(relation);
    if (own == null) {
      snapshot.scanCold(segments::add, segments::add);
      return segments;
    }
    Batch added = new Batch();
    GroupTable removed = own.split(added);
    if (removed.size() == 0) {
      snapshot.scanCold(segments::add, segments::add);
    } else {
      snapshot.scanCold(
          (slab, from, to) -> addRemaining(slab, from, to, removed, segments),
          cold -> segments.add(cold.changed(slab -> remaining(slab, removed))));
    }
    segments.add(added);
    return segments;
  }

  private static ColdRows.Slab remaining(ColdRows.Slab rows, GroupTable removed) {
    Segments left = new Segments();
    addRemaining(rows.bytes(), 0, rows.end(), removed, left);
    Batch batch = new Batch(rows.end());
    for (int i = 0; i < left.size(); i++) {
      batch.appendAll(left.slab(i), left.from(i), left.to(i));
    }
    return new ColdRows.Slab(batch.bytes(), batch.end());
  }

  private static void addRemaining(
      byte[] slab, int from, int to, GroupTable removed, Segments segments) {
    int runStart = from;
    for (int row = from; row < to; ) {
      int next = row + Rows.length(slab, row);
      long record = removed.find(Rows.hashColumns(slab, row), slab, row);
      if (record != 0) {
        segments.add(slab, runStart, row);
        runStart = next;
        int left = Math.toIntExact(Rows.weight(slab, row) - TableChanges.weight(removed, record));
        if (left > 0) {
          Batch rest = new Batch(next - row);
          rest.append(slab, row, left);
          segments.add(rest);
        }
      }
      row = next;
    }
    segments.add(slab, runStart, to);
  }

  /** Whether what is seen of a relation can be read in an order. */
  public boolean hasOrder(RowStore store, KeyOrder order) {
    return order.isIn(rows(store, order));
  }

  /** A relation's rows in an order that it can be read in. */
  public OrderedRows ordered(Relation relation, RowStore store, KeyOrder order) {
    return new OrderedRows(order.of(rows(store, order)), own(relation), order);
  }

  // an index that was there may have been dropped before it is used, but not from what is kept
  private RowSnapshot rows(RowStore store, KeyOrder order) {
    return order.index() == null ? store.at(sequence) : kept(store);
  }

  private synchronized RowSnapshot kept(RowStore store) {
    if (kept.isEmpty()) {
      kept = new HashMap<>(2);
    }
    return kept.computeIfAbsent(store, it -> it.at(sequence));
  }

  /** Number of rows of a relation; -1 if that has to be counted. */
  public long count(Relation relation, RowStore store) {
    if (given(relation) != null) {
      return -1;
    }
    noteRead(store);
    return own(relation) == null ? store.at(sequence).rows() : -1;
  }

  /** Appends a row of a relation that has some. */
  public void sample(RowStore store, Batch target) {
    RowSnapshot snapshot = store.at(sequence);
    for (int part = 0; part < SAMPLED_PARTS && target.isEmpty(); part++) {
      snapshot.scan(
          part,
          SAMPLED_PARTS,
          (slab, from, to) -> {
            if (target.isEmpty()) {
              target.append(slab, from);
            }
          });
    }
  }

  /** Notes that rows are read which are not found by a whole key of their relation. */
  public void noteRead(RowStore store) {
    if (reads != null) {
      reads.add(store);
    }
  }

  /** Notes that the row with a whole key of its relation is read, or that there is none. */
  public void noteRead(RowStore store, byte[] key, int length) {
    if (reads != null) {
      reads.add(store, key, length);
    }
  }

  @Override
  public void close() {
    snapshots.release(sequence);
  }
}
