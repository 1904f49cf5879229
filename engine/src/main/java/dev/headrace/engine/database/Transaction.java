package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.function.AdvisoryLocks;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.state.RowWidening;
import dev.headrace.runtime.unit.Cancellation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The uncommitted changes of a session, and what it sees of others'.
 *
 * <p><b>Isolation.</b> Statements read from a snapshot: each its own (READ COMMITTED), or all of a
 * transaction the same. Who changes a row locks it first. If another has changed it since the
 * snapshot, a READ COMMITTED statement looks again, and any other transaction fails with 40001. A
 * SERIALIZABLE one also remembers what it has read; if that has changed when it commits its own
 * changes, it fails.
 *
 * <p>Used by one thread at a time.
 */
public final class Transaction {
  private static final long NONE = -1;

  private final Database database;
  private final List<Logged> log = new ArrayList<>();
  private final List<Savepoint> savepoints = new ArrayList<>();
  private final TransactionLocks locks;
  private final DeferredChecks deferredChecks = new DeferredChecks();
  private Isolation isolation = Isolation.READ_COMMITTED;
  // replaced by one that can be changed with the first change
  private Map<Integer, TableChanges> changes = Map.of();
  private @Nullable Definitions definitions;
  private @Nullable ReadSet reads;
  private boolean hasRead;
  private long snapshot = NONE;
  private Catalog definitionsOfSnapshot = Catalog.EMPTY;
  private boolean tookFromSequences;
  private @Nullable Runnable whenVisible;

  /** A statement's delta, kept while there is a savepoint to return to. */
  private record Logged(TableChanges changes, Batch delta) {}

  private record Savepoint(
      String name,
      int logged,
      Map<Integer, TableChanges> changes,
      Definitions.@Nullable Mark definitions,
      TransactionLocks.Mark locks,
      DeferredChecks.Mark deferredChecks,
      Runnable undo) {}

  Transaction(Database database, SessionLocks session) {
    this.database = database;
    this.locks = new TransactionLocks(database.locks(), session.party());
  }

  // ---- reading

  public Isolation isolation() {
    return isolation;
  }

  /**
   * Chooses what the transaction sees.
   *
   * @throws SqlException {@link ErrorCode#ACTIVE_SQL_TRANSACTION} once it has a snapshot
   */
  public void isolate(Isolation level) {
    if (level != isolation && isUsed()) {
      throw new SqlException(
          ErrorCode.ACTIVE_SQL_TRANSACTION,
          "SET TRANSACTION ISOLATION LEVEL must be called before any query");
    }
    isolation = level;
    reads = level == Isolation.SERIALIZABLE ? new ReadSet() : null;
  }

  /** Whether a statement has read or changed something. */
  public boolean isUsed() {
    return hasRead || !isEmpty();
  }

  /** What the next statement sees. */
  public ReadView read() {
    hasRead = true;
    Snapshots snapshots = database.snapshots();
    Version version = snapshots.acquire();
    long sequence = version.sequence();
    if (isolation != Isolation.READ_COMMITTED) {
      if (snapshot == NONE) {
        snapshot = sequence;
        definitionsOfSnapshot = version.catalog();
        snapshots.retain(snapshot);
      } else {
        snapshots.retain(snapshot);
        snapshots.release(sequence);
        sequence = snapshot;
      }
    }
    Catalog catalog = definitions == null ? version.catalog() : definitions.catalog();
    ReadView view = new ReadView(snapshots, sequence, catalog, changes, reads);
    return snapshot == NONE || catalog.is(definitionsOfSnapshot)
        ? view
        : view.since(definitionsOfSnapshot);
  }

  /** The latest commit and the transaction's own changes, whatever its statements see. */
  public ReadView readLatest() {
    Version version = database.snapshots().acquire();
    return new ReadView(database.snapshots(), version.sequence(), catalog(), changes, null);
  }

  /** The definitions in force for the next statement. */
  public Catalog catalog() {
    return definitions == null ? database.catalog() : definitions.catalog();
  }

  // ---- locks

  /** How a table is to be locked first by a statement that changes rows of it. */
  public static LockMode modeOf(BaseRelation table, boolean onlyInserts) {
    // without a key its rows cannot be locked by themselves; two that both hold it in a way that
    // lets the other write could not get there any more
    return onlyInserts || !table.primaryKey().isEmpty()
        ? LockMode.ROW_EXCLUSIVE
        : LockMode.EXCLUSIVE;
  }

  /** Locks a table as a whole. */
  public void lock(BaseRelation table, LockMode mode, Patience patience) {
    locks.lock(table, mode, patience);
  }

  /** Locks a table as a whole if there is no need to wait, and says whether it is locked. */
  public boolean tryLock(BaseRelation table, LockMode mode) {
    return locks.tryLock(table, mode);
  }

  /** Takes an advisory lock until the transaction ends. */
  public void lock(AdvisoryLocks.Lock lock, Patience patience) {
    locks.lock(lock, patience);
  }

  /** The same if there is no need to wait, and says whether it is held. */
  public boolean tryLock(AdvisoryLocks.Lock lock) {
    return locks.tryLock(lock);
  }

  /** Locks a key of a table that others may refer to, whether or not a row has it. */
  public void lockKey(BaseRelation table, Slice key, LockMode mode, Patience patience) {
    locks.lockReferred(table, key, mode, patience);
  }

  /** Locks rows that a query has read. */
  public RowLocks lockRowsOf(ReadView view, Patience patience) {
    return new RowLocks(database, locks, isolation, definitions != null, view, patience);
  }

  // ---- changing

  /**
   * Adds a statement's delta to a table, checked and as a whole, after locking its rows.
   *
   * @param delta not to be changed afterwards
   * @param view what the statement saw
   * @param choosing whether the statement has chosen what to do by whether keys were taken, so that
   *     it has to look again if others have taken some
   * @return false if another transaction has changed the rows since; nothing was added then, and
   *     the statement has to look again
   * @throws SqlException 23505 for a second row with a key, 40001 if this transaction cannot look
   *     again
   */
  public boolean change(
      BaseRelation table, Batch delta, ReadView view, boolean choosing, Patience patience) {
    if (delta.isEmpty()) {
      return true;
    }
    UniqueIndexes unique = UniqueIndexes.of(table, catalog());
    long[] keyHashes = TableChanges.keyHashes(table, delta);
    locks.lockRows(table, delta, keyHashes, patience);
    unique.lock(locks, delta, patience);
    try (ReadView now = database.read()) {
      RowStore store = Objects.requireNonNull(table.store(), "a stored relation");
      boolean taken =
          choosing
              && (RowConflicts.keysDiffer(
                      table, store, delta, true, view.sequence(), now.sequence())
                  || unique.isTakenSince(store, delta, view.sequence(), now.sequence()));
      if (taken || RowConflicts.isOvertaken(table, store, delta, view.sequence(), now.sequence())) {
        if (isolation != Isolation.READ_COMMITTED) {
          throw overtaken(null);
        }
        return false;
      }
      TableChanges own = writableChanges(table);
      RowSnapshot committed = store.at(now.sequence());
      own.add(delta, keyHashes, now.sequence(), exists(committed));
      List<Index> indexes = catalog().indexesOf(table);
      own.checkUnique(deferredChecks.dueNow(indexes, own, delta, committed), delta, committed);
      if (!savepoints.isEmpty()) {
        log.add(new Logged(own, delta));
      }
    }
    return true;
  }

  /** Checks the changes against a unique index, now that this is not put off any more. */
  public void requireUnique(Index index) {
    TableChanges own = changes.get(index.relation());
    if (own != null) {
      try (ReadView now = readLatest()) {
        UniqueIndexes.requireUnique(index, own, now);
      }
    }
  }

  private TableChanges writableChanges(BaseRelation table) {
    Map<Integer, TableChanges> all = writableChanges();
    TableChanges own = all.get(table.oid());
    if (own == null) {
      own = new TableChanges(table);
      all.put(table.oid(), own);
    }
    return own;
  }

  private Map<Integer, TableChanges> writableChanges() {
    if (changes.isEmpty()) {
      changes = new LinkedHashMap<>();
    }
    return changes;
  }

  private static Predicate<Slice> exists(RowSnapshot rows) {
    return key -> rows.get(key.base(), key.offset(), key.length(), (slab, row) -> {});
  }

  /**
   * Puts another version of a table, with other columns or rows, in the place of this one.
   *
   * @param rows all rows of the new version; its store is empty
   */
  public void replace(BaseRelation table, Batch rows) {
    TableChanges all = new TableChanges(table);
    if (!rows.isEmpty()) {
      all.add(rows, Long.MAX_VALUE, key -> false);
    }
    writableChanges().put(table.oid(), all);
  }

  /**
   * Puts a version of a table with more columns in the place of this one.
   *
   * @param columns that it had
   */
  public void widen(BaseRelation table, RowWidening widening, int columns) {
    TableChanges before = changes.get(table.oid());
    if (before != null) {
      RowStore store = Objects.requireNonNull(table.store(), "a stored relation");
      writableChanges()
          .put(table.oid(), before.widened(table, widening, columns, store.published()));
    }
  }

  // ---- defining

  /**
   * Changes the catalog, for this transaction and with its commit for all. Others that do so wait.
   */
  public void define(UnaryOperator<Catalog> edit, Patience patience) {
    definitions(patience).edit(edit);
  }

  /** Makes something begin with this transaction's definitions. */
  public void attach(Attachment attachment, Patience patience) {
    definitions(patience).attach(attachment);
  }

  /** Keeps others from changing the catalog, so that what it says now holds until the commit. */
  public void lockCatalog(Patience patience) {
    locks.lockCatalog(patience);
  }

  private Definitions definitions(Patience patience) {
    Definitions mine = definitions;
    if (mine == null) {
      lockCatalog(patience);
      mine = new Definitions(database.catalog());
      definitions = mine;
    }
    return mine;
  }

  // ---- savepoints

  /**
   * Remembers the state of now under a name, which may have been used before.
   *
   * @param undo what there is to do besides when the transaction returns to it
   */
  public void savepoint(String name, Runnable undo) {
    Definitions.Mark mark = definitions == null ? null : definitions.mark();
    savepoints.add(
        new Savepoint(
            name,
            log.size(),
            new LinkedHashMap<>(changes),
            mark,
            locks.mark(),
            deferredChecks.mark(),
            undo));
  }

  /** Forgets a savepoint and those after it, not what was done since. */
  public void releaseSavepoint(String name) {
    int index = indexOf(name);
    savepoints.subList(index, savepoints.size()).clear();
    if (savepoints.isEmpty()) {
      log.clear();
    }
  }

  /** Undoes what was done since a savepoint, which remains. */
  public void rollbackTo(String name) {
    int index = indexOf(name);
    Savepoint savepoint = savepoints.get(index);
    List<Logged> later = log.subList(savepoint.logged(), log.size());
    later.reversed().forEach(logged -> logged.changes().remove(logged.delta()));
    later.clear();
    changes = new LinkedHashMap<>(savepoint.changes());
    if (definitions != null) {
      if (savepoint.definitions() == null) {
        definitions.abandon();
        definitions = null;
      } else {
        definitions.rollback(savepoint.definitions());
      }
    }
    savepoints.subList(index + 1, savepoints.size()).clear();
    deferredChecks.rollback(savepoint.deferredChecks());
    locks.rollback(savepoint.locks());
    savepoint.undo().run();
  }

  public boolean hasSavepoints() {
    return !savepoints.isEmpty();
  }

  private int indexOf(String name) {
    for (int i = savepoints.size() - 1; i >= 0; i--) {
      if (savepoints.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new SqlException(
        ErrorCode.INVALID_SAVEPOINT_SPECIFICATION,
        "savepoint " + SqlException.quote(name) + " does not exist");
  }

  // ---- the end

  /**
   * Checks what others may have changed since it was checked. With the commit lock held.
   *
   * @throws SqlException 23505, or 40001 if what a serializable transaction has read has changed
   */
  void validate() {
    if (reads != null && snapshot != NONE && reads.isOutdated(snapshot)) {
      throw new SqlException(
              ErrorCode.SERIALIZATION_FAILURE,
              "could not serialize access due to read/write dependencies among transactions")
          .withHint("The transaction might succeed if retried.");
    }
    for (TableChanges table : changes.values()) {
      RowStore store = Objects.requireNonNull(table.table().store(), "a stored relation");
      table.recheck(store.published(), exists(store.at(Long.MAX_VALUE)));
    }
  }

  Collection<TableChanges> changes() {
    return changes.values();
  }

  /** The checks that it has put off. */
  public DeferredChecks deferredChecks() {
    return deferredChecks;
  }

  @Nullable Definitions definitions() {
    return definitions;
  }

  /** Something was got from a sequence, which must not be given out again after a crash. */
  public void tookFromSequence() {
    tookFromSequences = true;
  }

  /** Has something done when the commit is visible, in the order of commits. It must not wait. */
  public void whenVisible(Runnable action) {
    whenVisible = action;
  }

  @Nullable Runnable whenVisible() {
    return whenVisible;
  }

  /** Whether there is nothing to commit. */
  public boolean isEmpty() {
    return !tookFromSequences && (definitions == null || definitions.isEmpty()) && changesNothing();
  }

  private boolean changesNothing() {
    for (TableChanges each : changes.values()) {
      if (!each.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes the changes permanent and visible; afterwards the transaction is empty.
   *
   * @param synchronous whether to return when they are on the disk, if the database has one
   * @param cancellation asked while new views are filled
   */
  public void commit(boolean synchronous, Cancellation cancellation) {
    Definitions defined = definitions;
    boolean done = false;
    try {
      database.commit(this, synchronous, cancellation);
      done = true;
      definitions = null;
    } finally {
      rollback();
      if (done && defined != null) {
        defined.start();
      }
    }
  }

  /** Forgets the changes and lets go of all locks. */
  public void rollback() {
    if (definitions != null) {
      definitions.abandon();
      definitions = null;
    }
    changes = Map.of();
    log.clear();
    savepoints.clear();
    deferredChecks.clear();
    tookFromSequences = false;
    whenVisible = null;
    if (snapshot != NONE) {
      database.snapshots().release(snapshot);
      snapshot = NONE;
      definitionsOfSnapshot = Catalog.EMPTY;
    }
    if (reads != null) {
      reads = new ReadSet();
    }
    locks.release();
  }

  static SqlException overtaken(@Nullable Throwable cause) {
    String message = "could not serialize access due to concurrent update";
    return new SqlException(ErrorCode.SERIALIZATION_FAILURE, message, cause);
  }
}
