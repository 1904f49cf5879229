package dev.headrace.engine.database;

import dev.headrace.codegen.Compilations;
import dev.headrace.codegen.Units;
import dev.headrace.codegen.store.UnitStore;
import dev.headrace.engine.message.Channels;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.circuit.Workers;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.PageCache;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.storage.Storage;
import dev.headrace.runtime.unit.Cancellation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database: all of it in memory, and its tables in a storage too, if it has one.
 *
 * <p><b>Commits.</b> One at a time, under the commit lock, which new views join as filled before
 * ({@link Preparation}): the deltas of the changed tables are applied to their stores, the circuit
 * makes one step, the views' deltas are applied to theirs, and what the tables have changed is put
 * in the storage's log. If anything fails before that, the stores undo it; the circuit, which may
 * be halfway, is made anew from the tables. Then the lock is let go, and once the commit is durable
 * all of it becomes visible at once as the next sequence number.
 *
 * <p><b>Reads.</b> A {@link ReadView} is a sequence number and a catalog; every store answers as of
 * it without locks.
 */
public final class Database implements AutoCloseable {
  /** Lower OIDs belong to the system, as in PostgreSQL. */
  static final int FIRST_OID = 16384;

  private static final int ROW_ERRORS_OID = 15000;

  /** How often new views follow other commits before these wait for them. */
  private static final int MOST_ROUNDS = 20;

  private final Settings settings;
  private final ReentrantLock commitLock = new ReentrantLock();
  private final AtomicInteger nextOid = new AtomicInteger(FIRST_OID);
  private final AtomicInteger sessions = new AtomicInteger();
  private final Queue<String> abandonedSchemas = new ConcurrentLinkedQueue<>();
  private final Snapshots snapshots;
  private final @Nullable Storage storage;
  private final Durability durability;
  private final @Nullable PageCache pageCache;
  private final DroppedStores dropped = new DroppedStores();
  private final Visibility visibility;
  private final Workers workers;
  private final Workers queryWorkers;
  private final Units units;
  private final Compilations compilations;
  private final Locks locks = new Locks();
  private final RowErrorLog rowErrors = new RowErrorLog();
  private final BaseRelation rowErrorRelation;
  private final ViewMaintenance views;
  private final ViewListeners listeners = new ViewListeners();
  private final Channels channels = new Channels();
  private final OpenSessions openSessions = new OpenSessions();

  // what has been committed; guarded by the commit lock
  private Version committed;
  private volatile boolean closed;

  /**
   * A database without definitions; one with a storage is then to be restored, see {@link
   * #restoration}.
   *
   * @param storage keeps the tables; null for a database in memory. Closed by the owner, after this
   */
  public Database(Settings settings, @Nullable Storage storage) {
    this.settings = settings;
    this.storage = storage;
    this.durability = new Durability(storage);
    this.pageCache =
        storage == null || settings.tableMemoryLimit() == 0
            ? null
            : new PageCache(settings.tableMemoryLimit(), storage.pages());
    this.units = units(settings.unitStore());
    this.compilations = new Compilations(units);
    this.workers = Workers.of(settings.workers());
    this.queryWorkers = Workers.sharing(settings.workers(), settings.parallelScanSize());
    this.views = new ViewMaintenance(workers, compilations, settings.fillStep(), rowErrors);
    this.rowErrorRelation =
        new BaseRelation(
            ROW_ERRORS_OID,
            RowErrorLog.NAME,
            BaseRelation.Kind.SYSTEM,
            RowErrorLog.FIELDS,
            List.of(),
            List.of(),
            List.of(),
            "",
            List.of(),
            RowStore.bag(RowLayout.of(RowErrorLog.FIELDS), MemoryBudget.unlimited()),
            newInput(RowErrorLog.NAME),
            Map.of(),
            null);
    this.committed = new Version(durability.logged(), Catalog.EMPTY);
    this.snapshots = new Snapshots(committed);
    this.visibility = new Visibility(snapshots, storage);
    try (ReadView read = readCommitted()) {
      Catalog catalog = committed.catalog().with(rowErrorRelation);
      Catalog installed =
          views.install(
              committed.catalog(),
              catalog,
              read,
              committed.sequence() + 1,
              new ArrayList<>(),
              Cancellation.NEVER);
      committed = new Version(committed.sequence(), installed);
      snapshots.advance(committed);
    }
  }

  private static Units units(@Nullable Path store) {
    return store == null
        ? Units.sharing()
        : Units.sharing(new UnitStore(store, UnitStore.DEFAULT_LIMIT));
  }

  public Settings settings() {
    return settings;
  }

  /** The definitions that a transaction that begins now sees. */
  public Catalog catalog() {
    return snapshots.latest().catalog();
  }

  public Units units() {
    return units;
  }

  /** The units that views have asked for. */
  public OpenSessions sessions() {
    return openSessions;
  }

  public Compilations compilations() {
    return compilations;
  }

  /** The sequence of the latest commit, which is also the number of steps. */
  public long sequence() {
    return snapshots.latest().sequence();
  }

  /** Decides which pages of tables are in memory; null if all are. */
  public @Nullable PageCache pageCache() {
    return pageCache;
  }

  /** The threads that share the work of queries. */
  public Workers queryWorkers() {
    return queryWorkers;
  }

  Snapshots snapshots() {
    return snapshots;
  }

  /** All locks that are held or waited for now. */
  public List<HeldLock> heldLocks() {
    return locks.all();
  }

  Locks locks() {
    return locks;
  }

  /** Where sessions hear of each other. */
  public Channels channels() {
    return channels;
  }

  /** An OID that nothing has. */
  public int newOid() {
    return nextOid.getAndIncrement();
  }

  /** The number of a session that needs one, for the name of its schema of temporary objects. */
  public int newSessionNumber() {
    return sessions.incrementAndGet();
  }

  /** Schemas of sessions that are over, which could not be dropped when these ended. */
  public Queue<String> abandonedSchemas() {
    return abandonedSchemas;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Where the deltas of a new table are to enter the circuit; its commit connects it. */
  public TableInput newInput(String name) {
    return TableInput.of(new InputOperator(name, workers.count()));
  }

  public Transaction begin() {
    return begin(new SessionLocks(this, () -> 0));
  }

  /** A transaction of a session. */
  public Transaction begin(SessionLocks session) {
    requireOpen();
    return new Transaction(this, session);
  }

  /** What is visible now, to no transaction in particular. */
  public ReadView read() {
    requireOpen();
    Version version = snapshots.acquire();
    return new ReadView(snapshots, version.sequence(), version.catalog(), Map.of(), null);
  }

  private ReadView readCommitted() {
    snapshots.retain(committed.sequence());
    return new ReadView(snapshots, committed.sequence(), committed.catalog(), Map.of(), null);
  }

  private void requireOpen() {
    if (closed) {
      throw new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "the database is closed");
    }
  }

  private <T> T exclusively(Supplier<T> action) {
    commitLock.lock();
    try {
      requireOpen();
      return action.get();
    } finally {
      commitLock.unlock();
    }
  }

  // ---- commits

  /**
   * @param cancellation asked while new views are filled
   */
  void commit(Transaction transaction, boolean synchronous, Cancellation cancellation) {
    Runnable whenVisible = transaction.whenVisible();
    if (transaction.isEmpty()) {
      if (whenVisible != null) {
        // behind the commits before it
        commitLock.lock();
        try {
          requireOpen();
          visibility.add(committed, durability.logged(), false, whenVisible);
        } finally {
          commitLock.unlock();
        }
      }
      return;
    }
    Preparation prepared = prepare(transaction.definitions(), cancellation);
    long sequence;
    try {
      sequence = apply(transaction, prepared, synchronous, cancellation);
    } finally {
      close(prepared);
    }
    visibility.await(sequence, synchronous);
  }

  /** Makes new views and fills them while other commits go on; null if there is nothing to do. */
  private @Nullable Preparation prepare(
      @Nullable Definitions definitions, Cancellation cancellation) {
    if (definitions == null || definitions.isEmpty()) {
      return null;
    }
    Catalog before = exclusively(() -> committed.catalog());
    Preparation prepared = views.prepare(before, definitions.applyTo(before), cancellation);
    if (prepared == null) {
      return null;
    }
    boolean done = false;
    try {
      // the first commit of all has no other before it
      done = exclusively(() -> committed.sequence() > 0 && begin(prepared));
      if (done) {
        done = false;
        prepared.fill();
        boolean close = false;
        for (int i = 0; i < MOST_ROUNDS && !close; i++) {
          close = prepared.follow(exclusively(prepared::drain));
        }
        done = true;
      }
    } finally {
      if (!done) {
        close(prepared);
      }
    }
    return done ? prepared : null;
  }

  private boolean begin(Preparation prepared) {
    return views.isUpToDate(prepared, committed.catalog()) && prepared.begin(readCommitted());
  }

  private void close(@Nullable Preparation prepared) {
    if (prepared != null) {
      commitLock.lock();
      try {
        prepared.close();
      } finally {
        commitLock.unlock();
      }
    }
  }

  /** What the commit of a transaction would do to materialized views, as far as it is known. */
  public List<ViewEdit> preview(Transaction transaction) {
    Definitions definitions = transaction.definitions();
    Catalog before = exclusively(() -> committed.catalog());
    return views.preview(before, definitions == null ? before : definitions.applyTo(before));
  }

  private long apply(
      Transaction transaction,
      @Nullable Preparation prepared,
      boolean synchronous,
      Cancellation cancellation) {
    return exclusively(
        () -> {
          transaction.validate();
          Definitions definitions = transaction.definitions();
          Catalog catalog = committed.catalog();
          if (definitions != null) {
            definitions.open();
            catalog = definitions.applyTo(catalog);
          }
          Map<BaseRelation, Batch> deltas = new LinkedHashMap<>();
          for (TableChanges changes : transaction.changes()) {
            BaseRelation table = changes.isEmpty() ? null : find(changes.table(), catalog);
            if (table != null) {
              deltas.put(table, changes.delta());
            }
          }
          return step(
              deltas,
              catalog,
              prepared,
              synchronous,
              () -> {},
              transaction.whenVisible(),
              cancellation);
        });
  }

  // what a transaction changed and then dropped is none of the commit's business
  private static @Nullable BaseRelation find(BaseRelation table, Catalog catalog) {
    return catalog.relation(table.oid()).orElse(null) instanceof BaseRelation now
            && now.store() == table.store()
        ? now
        : null;
  }

  /**
   * Takes in rows of a connector's input: one commit, which nobody waits for. Bad records go to the
   * error relation.
   *
   * @param position up to which the input was read with them
   */
  public void ingest(BaseRelation relation, Batch rows, Batch badRecords, InputPosition position) {
    long sequence = take(relation, rows, badRecords, position);
    visibility.await(sequence, false);
  }

  private long take(BaseRelation relation, Batch rows, Batch badRecords, InputPosition position) {
    return exclusively(
        () -> {
          Map<BaseRelation, Batch> deltas = new LinkedHashMap<>();
          if (!rows.isEmpty()) {
            deltas.put(current(relation), rows);
          }
          if (!badRecords.isEmpty()) {
            deltas.put(current(Objects.requireNonNull(relation.errors())), badRecords);
          }
          if (deltas.isEmpty() && !(storage != null && position.ended())) {
            return committed.sequence();
          }
          return step(
              deltas,
              committed.catalog(),
              null,
              false,
              () -> durability.writePosition(relation, position),
              null,
              Cancellation.NEVER);
        });
  }

  /** How far an input was read when the database was opened. */
  public InputPosition position(BaseRelation relation) {
    return durability.position(relation.oid());
  }

  private BaseRelation current(BaseRelation relation) {
    BaseRelation now = find(relation, committed.catalog());
    if (now == null) {
      throw new SqlException(
          ErrorCode.UNDEFINED_TABLE,
          "relation " + SqlException.quote(relation.name()) + " has been dropped");
    }
    return now;
  }

  /**
   * Makes a commit, up to its being visible.
   *
   * @param prepared the views that are new in it; null to make them now
   * @param records writes what else is to be kept with it
   * @param whenVisible what to do when it is visible
   * @param cancellation asked while new views are filled
   * @return its sequence
   */
  private long step(
      Map<BaseRelation, Batch> deltas,
      Catalog next,
      @Nullable Preparation prepared,
      boolean synchronous,
      Runnable records,
      @Nullable Runnable whenVisible,
      Cancellation cancellation) {
    Catalog before = committed.catalog();
    long sequence = committed.sequence() + 1;
    durability.begin(sequence);
    List<RowStore> touched = new ArrayList<>();
    Catalog catalog = next;
    try {
      if (!next.is(before)) {
        if (prepared != null && views.isUpToDate(prepared, before)) {
          catalog = views.install(prepared, next, sequence, touched);
        } else {
          try (ReadView read = readCommitted()) {
            catalog = views.install(before, next, read, sequence, touched, cancellation);
          }
        }
      }
      if (!next.is(before)) {
        IndexMaintenance.install(before, catalog);
      }
      apply(deltas, sequence, touched);
      durability.write(before, catalog, deltas, nextOid);
      records.run();
    } catch (RuntimeException | Error e) {
      // out of memory, too: what is left of it would become part of the next commit
      durability.abandon();
      touched.forEach(store -> store.undo(sequence));
      undoIndexes(catalog, before);
      views.retire(before);
      if (e instanceof SqlException known && known.code() == ErrorCode.INTERNAL_ERROR) {
        throw Transaction.overtaken(known);
      }
      throw e;
    }
    boolean done = false;
    try {
      boolean stepping = true;
      if (next.is(before)) {
        stepping = views.feed(deltas);
      } else {
        views.feed(before, catalog, deltas, committed.sequence());
        listeners.replaced(before, catalog);
      }
      if (stepping) {
        views.step(catalog, sequence, touched, listeners);
        addRowErrors(before, catalog, sequence, touched);
      }
      durability.commit();
      List<Integer> gone = next.is(before) ? List.of() : views.forget(before, catalog);
      if (!next.is(before)) {
        catalog.types().publish();
        views.retire(catalog);
      }
      publish(
          new Version(sequence, catalog),
          touched,
          synchronous,
          both(listeners.telling(gone, this::readCommitted, sequence), whenVisible));
      done = true;
    } finally {
      if (!done) {
        durability.abandon();
        touched.forEach(store -> store.undo(sequence));
        undoIndexes(catalog, before);
        listeners.forget();
        rebuild();
      }
    }
    if (!next.is(before)) {
      IndexMaintenance.retire(before, catalog);
    }
    return sequence;
  }

  private static Runnable both(Runnable first, @Nullable Runnable second) {
    return second == null
        ? first
        : () -> {
          first.run();
          second.run();
        };
  }

  // those of stores that have been replaced were dropped there
  private static void undoIndexes(Catalog catalog, Catalog before) {
    if (!catalog.is(before)) {
      IndexMaintenance.retire(catalog, before);
      IndexMaintenance.install(catalog, before);
    }
  }

  private static void apply(
      Map<BaseRelation, Batch> deltas, long sequence, List<RowStore> touched) {
    for (Map.Entry<BaseRelation, Batch> each : deltas.entrySet()) {
      apply(each.getKey(), each.getValue(), sequence, touched);
    }
  }

  private static void apply(
      BaseRelation relation, Batch batch, long sequence, List<RowStore> touched) {
    RowStore store = relation.store();
    if (store != null) {
      touched.add(store);
      store.apply(batch.bytes(), 0, batch.end(), sequence);
    }
  }

  private void addRowErrors(Catalog before, Catalog after, long sequence, List<RowStore> touched) {
    Batch errors = views.errors(before, after);
    Set<String> gone = new HashSet<>();
    Map<String, String> renamed = new HashMap<>();
    for (Relation relation : before.is(after) ? List.<Relation>of() : before.relations()) {
      if (relation instanceof MaterializedView view) {
        if (!(after.relation(view.oid()).orElse(null) instanceof MaterializedView again)
            || !isSame(view, again)) {
          gone.add(view.name());
        } else if (!again.name().equals(view.name())) {
          renamed.put(view.name(), again.name());
        }
      }
    }
    if (!gone.isEmpty()) {
      RowStore store = Objects.requireNonNull(rowErrorRelation.store());
      errors.appendAll(RowErrorLog.retraction(store.at(committed.sequence()), gone));
    }
    renamed.forEach(
        (old, name) -> {
          RowStore store = Objects.requireNonNull(rowErrorRelation.store());
          RowErrorLog.renamed(store.at(committed.sequence()), old, name, errors);
        });
    if (!errors.isEmpty()) {
      apply(rowErrorRelation, errors, sequence, touched);
    }
  }

  private static boolean isSame(MaterializedView view, Relation now) {
    return now instanceof MaterializedView other && other.store() == view.store();
  }

  private void publish(
      Version version, List<RowStore> touched, boolean synchronous, Runnable tell) {
    touched.forEach(store -> store.publish(version.sequence()));
    if (pageCache != null && !version.catalog().is(committed.catalog())) {
      dropped.add(committed.catalog(), version.catalog(), version.sequence());
    }
    committed = version;
    visibility.add(version, durability.logged(), synchronous, tell);
    long[] reading = snapshots.reading();
    touched.forEach(store -> store.release(reading));
    dropped.discard(reading[0]);
  }

  private void rebuild() {
    List<RowStore> touched = new ArrayList<>();
    long sequence = committed.sequence() + 1;
    try (ReadView read = readCommitted()) {
      Catalog catalog = views.rebuild(committed.catalog(), read, sequence, touched);
      IndexMaintenance.install(committed.catalog(), catalog);
      publish(new Version(sequence, catalog), touched, false, () -> {});
    }
  }

  // ---- storage

  /** Reads the database back from its storage; before anything else. */
  public Restoration restoration() {
    return new Restoration(this, durability, views);
  }

  /** Whether definitions are being read back, which were right when they were made. */
  public boolean isRestoring() {
    return durability.isRestoring();
  }

  void restoreOid(int oid) {
    nextOid.set(oid);
  }

  /** Sequence of the commit that comes next. */
  long nextSequence() {
    return exclusively(() -> committed.sequence() + 1);
  }

  /** Lets rows be seen that were read back as the next commit's. */
  void show(List<RowStore> stores) {
    exclusively(
        () -> {
          publish(
              new Version(committed.sequence() + 1, committed.catalog()), stores, false, () -> {});
          return null;
        });
  }

  /**
   * Copies the storage as of now to a directory, while commits go on.
   *
   * @return sequence of the last commit in the copy
   */
  public long backup(Path directory) {
    requireOpen();
    if (storage == null) {
      throw new SqlException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "the database is in memory only");
    }
    return storage.checkpoint(settings.baseDirectory().resolve(directory));
  }

  /** Why a view, by its OID, cannot be read, if it cannot. */
  public Optional<SqlException> failure(int view) {
    return views.failure(view);
  }

  // ---- changes of views

  /**
   * Hands over a view's rows and then, without a gap, its changes.
   *
   * @param start gets the view's rows as of its step, with the commit lock held
   * @return the view's OID, for {@link #unlisten}
   */
  public int listen(String viewName, ViewChanges listener, SnapshotConsumer start) {
    return exclusively(
        () -> {
          if (!(committed.catalog().require(viewName) instanceof MaterializedView view)) {
            throw new SqlException(
                ErrorCode.WRONG_OBJECT_TYPE,
                SqlException.quote(viewName) + " is not a materialized view");
          }
          // so that no commit before comes as a change again
          visibility.awaitAll();
          try (ReadView read = readCommitted()) {
            start.accept(view, read.sequence(), read.scan(view, view.store()));
          }
          listeners.add(view.oid(), listener);
          return view.oid();
        });
  }

  /** Takes a view's rows as of a step. */
  @FunctionalInterface
  public interface SnapshotConsumer {
    void accept(MaterializedView view, long step, Segments rows);
  }

  public void unlisten(int view, ViewChanges listener) {
    commitLock.lock();
    try {
      listeners.remove(view, listener);
    } finally {
      commitLock.unlock();
    }
  }

  /** What keeps a committed view at this moment. */
  public ViewCircuit circuitOf(MaterializedView view) {
    return exclusively(() -> views.circuitOf(view, committed.catalog()));
  }

  @Override
  public void close() {
    commitLock.lock();
    try {
      if (!closed) {
        closed = true;
        compilations.close();
        listeners.endAll();
        workers.close();
        queryWorkers.close();
      }
    } finally {
      commitLock.unlock();
    }
  }
}
