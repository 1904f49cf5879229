package dev.headrace.engine.database;

import dev.headrace.codegen.UnitMode;
import dev.headrace.codegen.Units;
import dev.headrace.codegen.circuit.CircuitPlanner;
import dev.headrace.codegen.circuit.PlanContext;
import dev.headrace.codegen.circuit.PlanMode;
import dev.headrace.ir.AppendOnly;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Consolidator;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.circuit.Workers;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory.
 *
 * <p><b>Commits.</b> One at a time, under the commit lock: the deltas of the changed tables are
 * applied to their stores, the circuit makes one step, the views' deltas are applied to theirs, and
 * then all of it becomes visible at once as the next sequence number. If anything fails before
 * that, the stores undo it; the circuit, which may be halfway, is made anew from the tables.
 *
 * <p><b>Reads.</b> A {@link ReadView} is a sequence number; every store answers as of it without
 * locks.
 */
public final class Database implements AutoCloseable {
  private final Settings settings;
  private final ReentrantLock commitLock = new ReentrantLock();
  private final Snapshots snapshots = new Snapshots(0);
  private final Workers workers;
  private final Units units = new Units();
  private final TableLocks locks = new TableLocks();
  private final RowErrorLog rowErrors = new RowErrorLog();
  private final BaseRelation rowErrorRelation;
  private final Map<String, List<ViewChanges>> listeners = new HashMap<>();
  private final Map<String, SqlException> failedViews = new HashMap<>();

  private LiveCircuit live;
  private volatile Catalog catalog = Catalog.EMPTY;
  private volatile boolean closed;

  public Database(Settings settings) {
    this.settings = settings;
    this.workers = Workers.of(settings.workers());
    this.live = new LiveCircuit(workers);
    this.rowErrorRelation =
        new BaseRelation(
            RowErrorLog.NAME,
            BaseRelation.Kind.SYSTEM,
            RowErrorLog.FIELDS,
            List.of(),
            List.of(),
            List.of(),
            RowStore.bag(RowLayout.of(RowErrorLog.FIELDS), MemoryBudget.unlimited()),
            live.circuit().add(new InputOperator(RowErrorLog.NAME, settings.workers())),
            Map.of(),
            null);
    this.catalog = catalog.with(rowErrorRelation);
  }

  public Settings settings() {
    return settings;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Units units() {
    return units;
  }

  /** The sequence of the latest commit, which is also the number of steps. */
  public long sequence() {
    return snapshots.latest();
  }

  TableLocks locks() {
    return locks;
  }

  public Transaction begin() {
    return new Transaction(this);
  }

  ReadView read(Map<String, TableChanges> changes) {
    requireOpen();
    return new ReadView(snapshots, changes);
  }

  private void requireOpen() {
    if (closed) {
      throw new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "the database is closed");
    }
  }

  /** Runs something that must not be interleaved with commits or changes of definitions. */
  public <T> T exclusively(Supplier<T> action) {
    commitLock.lock();
    try {
      requireOpen();
      return action.get();
    } finally {
      commitLock.unlock();
    }
  }

  // ---- commits

  void commit(Transaction transaction) {
    if (transaction.isEmpty()) {
      return;
    }
    exclusively(
        () -> {
          transaction.recheck(sequence());
          Map<BaseRelation, Batch> deltas = new LinkedHashMap<>();
          for (TableChanges changes : transaction.changes()) {
            if (!changes.isEmpty()) {
              deltas.put(current(changes.table()), changes.delta());
            }
          }
          step(deltas);
          return null;
        });
  }

  // the table may have been dropped, or dropped and made again, since the statement ran
  @SuppressWarnings("ReferenceEquality") // a table made again is another, however alike
  private BaseRelation current(BaseRelation table) {
    Relation now = catalog.relation(table.name()).orElse(null);
    if (now != table) {
      throw Transaction.overtaken(
          new SqlException(
              ErrorCode.UNDEFINED_TABLE,
              "relation " + SqlException.quote(table.name()) + " has been dropped"));
    }
    return table;
  }

  /** Takes in rows of a connector's input: one commit. Bad records go to the error relation. */
  public void ingest(BaseRelation relation, Batch rows, Batch badRecords) {
    exclusively(
        () -> {
          Map<BaseRelation, Batch> deltas = new LinkedHashMap<>();
          if (!rows.isEmpty()) {
            deltas.put(current(relation), rows);
          }
          if (!badRecords.isEmpty()) {
            deltas.put(Objects.requireNonNull(relation.errors()), badRecords);
          }
          if (!deltas.isEmpty()) {
            step(deltas);
          }
          return null;
        });
  }

  private void step(Map<BaseRelation, Batch> deltas) {
    long sequence = sequence() + 1;
    List<RowStore> touched = new ArrayList<>();
    try {
      for (Map.Entry<BaseRelation, Batch> entry : deltas.entrySet()) {
        apply(entry.getKey(), entry.getValue(), sequence, touched);
      }
    } catch (SqlException e) {
      touched.forEach(store -> store.undo(sequence));
      throw e.code() == ErrorCode.INTERNAL_ERROR ? Transaction.overtaken(e) : e;
    }
    try {
      deltas.forEach((relation, batch) -> feed(relation.input(), batch));
      live.circuit().step();
      List<Runnable> notifications = applyViews(sequence, touched);
      addRowErrors(sequence, touched);
      publish(sequence, touched);
      notifications.forEach(Runnable::run);
    } catch (RuntimeException | Error e) {
      touched.forEach(store -> store.undo(sequence));
      rebuild();
      throw e;
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

  private static void feed(InputOperator input, Batch batch) {
    Segments segments = new Segments();
    segments.add(batch);
    input.feed(segments);
  }

  private List<Runnable> applyViews(long sequence, List<RowStore> touched) {
    List<Runnable> notifications = new ArrayList<>();
    for (Relation relation : catalog.relations()) {
      if (relation instanceof MaterializedView view && !failedViews.containsKey(view.name())) {
        Batch delta = delta(view.output());
        if (!delta.isEmpty()) {
          touched.add(view.store());
          view.store().apply(delta.bytes(), 0, delta.end(), sequence);
          List<ViewChanges> interested = listeners.get(view.name());
          if (interested != null) {
            Batch changes = consolidated(view.layout(), delta);
            if (!changes.isEmpty()) {
              interested.forEach(l -> notifications.add(() -> l.changed(sequence, changes)));
            }
          }
        }
      }
    }
    return notifications;
  }

  /** The delta that an operator has put out in this step, in one piece. */
  private static Batch delta(Operator output) {
    Batch batch = new Batch();
    for (int part = 0; part < output.parts(); part++) {
      Segments segments = output.output(part);
      for (int i = 0; i < segments.size(); i++) {
        batch.appendAll(segments.slab(i), segments.from(i), segments.to(i));
      }
    }
    return batch;
  }

  private static Batch consolidated(RowLayout layout, Batch delta) {
    Consolidator consolidator = new Consolidator(layout, MemoryBudget.unlimited());
    consolidator.addAll(delta, 1);
    Batch result = new Batch();
    consolidator.drainTo(result);
    return result;
  }

  private void addRowErrors(long sequence, List<RowStore> touched) {
    changeRowErrors(rowErrors.drain(), sequence, touched);
  }

  private Batch rowErrorsOf(List<String> views) {
    RowStore store = Objects.requireNonNull(rowErrorRelation.store());
    return RowErrorLog.retraction(store.at(sequence()), Set.copyOf(views));
  }

  private void changeRowErrors(Batch errors, long sequence, List<RowStore> touched) {
    if (!errors.isEmpty()) {
      apply(rowErrorRelation, errors, sequence, touched);
    }
  }

  private void publish(long sequence, List<RowStore> touched) {
    touched.forEach(store -> store.publish(sequence));
    snapshots.advance(sequence);
    long[] reading = snapshots.reading();
    touched.forEach(store -> store.release(reading));
  }

  // ---- definitions

  /** Makes a table or source, or the error relation of one, known. */
  public void add(Relation relation) {
    exclusively(
        () -> {
          catalog = catalog.with(relation);
          return null;
        });
  }

  public InputOperator newInput(String name) {
    return exclusively(() -> live.circuit().add(new InputOperator(name, workers.count())));
  }

  public void add(Sink sink) {
    exclusively(
        () -> {
          catalog = catalog.with(sink);
          return null;
        });
  }

  /**
   * Makes a materialized view: plans its query, fills it from the rows that are there, and keeps it
   * from then on. Nothing is left behind if it fails.
   *
   * @param replace whether there is a view of that name, which it takes the place of
   */
  public MaterializedView materialize(ViewDefinition definition, boolean replace) {
    return exclusively(
        () -> {
          MaterializedView view = plan(definition);
          long sequence = sequence() + 1;
          try {
            fill(view, sequence);
            List<RowStore> touched = new ArrayList<>(List.of(view.store()));
            Batch errors = rowErrorsOf(List.of(definition.name()));
            errors.appendAll(rowErrors.drain());
            changeRowErrors(errors, sequence, touched);
            publish(sequence, touched);
          } catch (RuntimeException | Error e) {
            view.store().undo(sequence);
            rowErrors.drain();
            live.remove(view.operators());
            throw e;
          }
          if (replace) {
            catalog.relation(definition.name()).ifPresent(this::release);
          }
          catalog = catalog.with(view);
          return view;
        });
  }

  private MaterializedView plan(ViewDefinition definition) {
    List<Operator> before = live.circuit().operators();
    CircuitPlanner planner = new CircuitPlanner(live.circuit(), maintenance(definition.name()));
    try {
      Operator output = planner.plan(definition.name(), definition.rel());
      return definition.view(output, planner.added());
    } catch (RuntimeException | Error e) {
      List<Operator> added = new ArrayList<>(live.circuit().operators());
      added.removeAll(before);
      live.remove(added);
      throw e;
    }
  }

  private PlanContext maintenance(String view) {
    return new PlanContext(
        PlanMode.MAINTAIN,
        spec -> units.prepare(spec, UnitMode.AUTO),
        UnitContext.of(rowErrors.of(view)),
        new RowLayout(List.of()),
        MemoryBudget.unlimited(),
        this::inputOf,
        this::isAppendOnly,
        live.shared());
  }

  private Operator inputOf(Rel.Scan scan) {
    return switch (catalog.require(scan.relation())) {
      case BaseRelation base -> base.input();
      case MaterializedView view -> view.output();
      case View view -> throw new IllegalStateException("view " + view.name() + " not expanded");
    };
  }

  private boolean isAppendOnly(Rel rel) {
    return new AppendOnly(this::relationIsAppendOnly).of(rel);
  }

  /** Whether rows of a relation are only ever added. */
  public boolean relationIsAppendOnly(String name) {
    return switch (catalog.require(name)) {
      case BaseRelation base -> base.isAppendOnly();
      case MaterializedView view -> view.store().isAppendOnly();
      case View view -> false;
    };
  }

  // the view's operators make a step of their own, over all rows there are
  private void fill(MaterializedView view, long sequence) {
    Map<Operator, Segments> rows = new LinkedHashMap<>();
    try (ReadView read = new ReadView(snapshots, Map.of())) {
      for (Rel.Scan scan : Scans.of(view.rel())) {
        RowStore store = store(catalog.require(scan.relation()));
        if (store != null) {
          rows.put(inputOf(scan), read.scan(scan.relation(), store));
        }
      }
      live.circuit().fill(rows, view.operators());
      Batch delta = delta(view.output());
      view.store().apply(delta.bytes(), 0, delta.end(), sequence);
    }
  }

  /** Where a relation's rows are; null if they are not stored. */
  public @Nullable RowStore store(String relation) {
    return store(catalog.require(relation));
  }

  private static @Nullable RowStore store(Relation relation) {
    return switch (relation) {
      case BaseRelation base -> base.store();
      case MaterializedView view -> view.store();
      case View view -> null;
    };
  }

  /** Drops relations and sinks, given in an order in which dependents come first. */
  public void drop(List<String> names) {
    exclusively(
        () -> {
          for (String name : names) {
            catalog.relation(name).ifPresent(this::release);
            catalog = catalog.without(name);
          }
          Batch errors = rowErrorsOf(names);
          if (!errors.isEmpty()) {
            List<RowStore> touched = new ArrayList<>();
            changeRowErrors(errors, sequence() + 1, touched);
            publish(sequence() + 1, touched);
          }
          return null;
        });
  }

  private void release(Relation relation) {
    switch (relation) {
      case MaterializedView view -> {
        live.remove(view.operators());
        failedViews.remove(view.name());
        List<ViewChanges> interested = listeners.remove(view.name());
        if (interested != null) {
          interested.forEach(ViewChanges::ended);
        }
      }
      case BaseRelation base -> live.remove(List.of(base.input()));
      case View view -> {}
    }
  }

  // ---- after a failed step

  /**
   * Makes the circuit anew. Views over tables are filled again; what a view over a source has seen
   * is gone, so it fails from now on until it is dropped.
   */
  private void rebuild() {
    rowErrors.drain();
    live = new LiveCircuit(workers);
    for (Relation relation : catalog.relations()) {
      if (relation instanceof BaseRelation base) {
        base.input().reset();
        live.circuit().add(base.input());
      }
    }
    for (Relation relation : catalog.relations()) {
      if (relation instanceof MaterializedView view) {
        rebuild(view);
      }
    }
  }

  private void rebuild(MaterializedView view) {
    long sequence = sequence() + 1;
    try {
      for (Rel.Scan scan : Scans.of(view.rel())) {
        requireRefillable(scan.relation());
      }
      MaterializedView again = plan(ViewDefinition.of(view));
      fill(again, sequence);
      rowErrors.drain();
      again.store().publish(sequence);
      snapshots.advance(sequence);
      catalog = catalog.with(again);
    } catch (SqlException e) {
      failedViews.put(view.name(), e);
    }
  }

  private void requireRefillable(String name) {
    SqlException failure = failedViews.get(name);
    if (failure != null) {
      throw failure;
    }
    if (catalog.require(name) instanceof BaseRelation base && base.store() == null) {
      throw new SqlException(
              ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "a step failed and the rows of source " + SqlException.quote(name) + " are gone")
          .withHint("Drop the view and create it again.");
    }
  }

  /** Why a view cannot be read, if it cannot. */
  public Optional<SqlException> failure(String view) {
    return Optional.ofNullable(failedViews.get(view));
  }

  // ---- changes of views

  /**
   * Hands over a view's rows and then, without a gap, its changes.
   *
   * @param start gets the view's rows as of its step, with the commit lock held
   */
  public void listen(String viewName, ViewChanges listener, SnapshotConsumer start) {
    exclusively(
        () -> {
          if (!(catalog.require(viewName) instanceof MaterializedView view)) {
            throw new SqlException(
                ErrorCode.WRONG_OBJECT_TYPE,
                SqlException.quote(viewName) + " is not a materialized view");
          }
          try (ReadView read = new ReadView(snapshots, Map.of())) {
            start.accept(view, read.sequence(), read.scan(view.name(), view.store()));
          }
          listeners.computeIfAbsent(view.name(), n -> new CopyOnWriteArrayList<>()).add(listener);
          return null;
        });
  }

  /** Takes a view's rows as of a step. */
  @FunctionalInterface
  public interface SnapshotConsumer {
    void accept(MaterializedView view, long step, Segments rows);
  }

  public void unlisten(String viewName, ViewChanges listener) {
    commitLock.lock();
    try {
      List<ViewChanges> interested = listeners.get(viewName);
      if (interested != null) {
        interested.remove(listener);
      }
    } finally {
      commitLock.unlock();
    }
  }

  /** Statistics of the circuit's operators, in its order. */
  public List<Operator> operators() {
    return exclusively(() -> live.circuit().operators());
  }

  /** Columns of a relation, as far as it has any. */
  public List<Field> fields(String relation) {
    return catalog.require(relation).fields();
  }

  @Override
  public void close() {
    commitLock.lock();
    try {
      if (!closed) {
        closed = true;
        listeners.values().forEach(list -> list.forEach(ViewChanges::ended));
        listeners.clear();
        workers.close();
      }
    } finally {
      commitLock.unlock();
    }
  }
}
