package dev.headrace.engine.database;

import dev.headrace.codegen.Compilations;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.circuit.Workers;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.unit.Cancellation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The circuit that keeps the materialized views: makes it follow the catalog, and advances it. All
 * methods but {@link #failure}, {@link #prepare} and {@link #preview} are called with the commit
 * lock held.
 */
final class ViewMaintenance {
  /** What an operator may remember to be asked for it while commits wait. */
  private static final long RECALLED_BYTES = 4 << 20;

  private final Workers workers;
  private final Compilations compilations;
  private final RowErrorLog rowErrors;
  private final Map<Integer, SqlException> failed = Collections.synchronizedMap(new HashMap<>());
  private final IdentityHashMap<Operator, MaterializedView> byOutput = new IdentityHashMap<>();
  private Catalog stepped = Catalog.EMPTY;
  private volatile LiveCircuit live;
  private final ViewFilling filling;

  /**
   * @param fillStep bytes of rows that are read at a time to fill new views
   */
  ViewMaintenance(
      Workers workers, Compilations compilations, long fillStep, RowErrorLog rowErrors) {
    this.workers = workers;
    this.compilations = compilations;
    this.rowErrors = rowErrors;
    this.live = new LiveCircuit(workers);
    this.filling = new ViewFilling(compilations, fillStep, this::failure);
  }

  /** What keeps a view at this moment. */
  ViewCircuit circuitOf(MaterializedView view, Catalog catalog) {
    long rows = view.store().at(Long.MAX_VALUE).rows();
    return ViewCircuit.of(view, rows, catalog, live);
  }

  /** Why a view, by its OID, cannot be read, if it cannot. */
  Optional<SqlException> failure(int view) {
    return Optional.ofNullable(failed.get(view));
  }

  // ---- following the catalog

  /**
   * Plans and fills the views that are new in a catalog, and connects new tables.
   *
   * @param next its {@link ViewDefinition}s are to become views
   * @param read the rows that are there
   * @param sequence of the commit that makes them visible
   * @param touched gets the new views' stores
   * @param cancellation asked while they are filled
   * @return the catalog with the views
   * @throws SqlException after undoing all of it
   */
  Catalog install(
      Catalog before,
      Catalog next,
      ReadView read,
      long sequence,
      List<RowStore> touched,
      Cancellation cancellation) {
    SharedState shared = new SharedState(live, before, next, Long.MAX_VALUE);
    Installation installation = plan(live, shared, next, workers, cancellation);
    if (!installation.views().isEmpty()) {
      fill(installation, read, Map.of(), sequence, touched, (_, _) -> {});
    }
    connect(next);
    installation.moveOver();
    return installation.catalog();
  }

  /**
   * Plans the views that are new in a catalog, so that they can be filled while commits go on.
   * Without the commit lock, but nobody else may change definitions.
   *
   * @param cancellation asked while they are filled
   * @return null if there are none
   */
  @Nullable Preparation prepare(Catalog before, Catalog next, Cancellation cancellation) {
    LiveCircuit current = live;
    if (next.relations().stream().noneMatch(relation -> toBeMade(relation, current) != null)) {
      return null;
    }
    Workers own = Workers.of(workers.count());
    boolean done = false;
    try {
      SharedState shared = new SharedState(current, before, next, RECALLED_BYTES);
      Installation installation = plan(current, shared, next, own, cancellation);
      done = true;
      return new Preparation(current, before, shared, installation, filling, own);
    } finally {
      if (!done) {
        own.close();
      }
    }
  }

  /** Whether prepared views can be installed. */
  boolean isUpToDate(Preparation prepared, Catalog committed) {
    return prepared.isFor(live, committed);
  }

  /** Installs prepared views, as {@link #install} does. */
  Catalog install(Preparation prepared, Catalog next, long sequence, List<RowStore> touched) {
    Installation installation = prepared.join(() -> connect(next), sequence);
    installation.views().forEach(view -> touched.add(view.store()));
    return installation.catalog();
  }

  /** What installing a catalog would mean, as {@link #prepare} plans it. */
  List<ViewEdit> preview(Catalog before, Catalog next) {
    LiveCircuit current = live;
    SharedState shared = new SharedState(current, before, next, RECALLED_BYTES);
    // it never runs, so nothing is compiled for it
    Installation installation =
        new Installation(
            current, next, shared, workers, Cancellation.NEVER, Installation.NO_CODE, rowErrors);
    return new EditPreview(current, before, plan(installation, current, shared, next)).edits();
  }

  private Installation plan(
      LiveCircuit current,
      SharedState shared,
      Catalog next,
      Workers by,
      Cancellation cancellation) {
    return plan(
        new Installation(current, next, shared, by, cancellation, compilations::request, rowErrors),
        current,
        shared,
        next);
  }

  private Installation plan(
      Installation installation, LiveCircuit current, SharedState shared, Catalog next) {
    for (Relation relation : next.relations()) {
      ViewDefinition definition = toBeMade(relation, current);
      if (definition != null) {
        MaterializedView same = shared.viewOf(definition, installation.catalog());
        if (same == null) {
          installation.add(definition);
        } else {
          installation.keep(definition.inPlaceOf(same));
        }
      }
    }
    return installation;
  }

  /** What a relation that is no view yet is to become; null for the others. */
  private @Nullable ViewDefinition toBeMade(Relation relation, LiveCircuit current) {
    return switch (relation) {
      case ViewDefinition definition -> definition;
      // known to the transaction before a failed step has made all views anew
      case MaterializedView view
          when !current.has(view.output()) && !failed.containsKey(view.oid()) ->
          ViewDefinition.of(view);
      default -> null;
    };
  }

  private void connect(Catalog next) {
    for (Relation relation : next.relations()) {
      if (relation instanceof BaseRelation base && !live.has(base.input().operator())) {
        live.circuit().add(base.input().operator());
      }
    }
  }

  /** Removes the operators that no view of a catalog needs. */
  void retire(Catalog after) {
    List<Operator> needed = new ArrayList<>();
    for (Relation relation : after.relations()) {
      switch (relation) {
        case BaseRelation base when live.has(base.input().operator()) ->
            needed.add(base.input().operator());
        case MaterializedView view when live.has(view.output()) -> needed.add(view.output());
        default -> {}
      }
    }
    live.retain(needed);
  }

  /** Forgets the views that another catalog has no more, or others in their place; their OIDs. */
  List<Integer> forget(Catalog before, Catalog after) {
    List<Integer> gone = new ArrayList<>();
    for (MaterializedView view : before.materializedViews()) {
      if (!isSame(view, after.relation(view.oid()).orElse(null))) {
        failed.remove(view.oid());
        gone.add(view.oid());
      }
    }
    return gone;
  }

  private static boolean isSame(MaterializedView view, @Nullable Relation now) {
    return now instanceof MaterializedView other && other.output().equals(view.output());
  }

  private void fill(
      Installation installation,
      ReadView read,
      Map<Operator, Segments> given,
      long sequence,
      List<RowStore> touched,
      BiConsumer<MaterializedView, Batch> put) {
    IdentityHashMap<Operator, Segments> rows = new IdentityHashMap<>();
    given.forEach(rows::put);
    filling.recalled(installation).forEach(rows::put);
    filling.fill(installation, read, rows, sequence, put);
    installation.views().forEach(view -> touched.add(view.store()));
  }

  /** Has somebody told of the views that are filled from now on. */
  void tellFilled(Restoration.FilledListener listener) {
    filling.tell(listener);
  }

  /**
   * The rows of {@code headrace.row_errors} that come with a step: what has failed in it, and all
   * that has failed so far in what new views are made of.
   */
  Batch errors(Catalog before, Catalog after) {
    Map<OperatorErrors, Map<OperatorErrors.Failure, Integer>> failures = rowErrors.settle();
    Batch rows = new Batch();
    List<MaterializedView> fresh = new ArrayList<>();
    if (!before.is(after)) {
      for (MaterializedView view : after.materializedViews()) {
        if (!isSame(view, before.relation(view.oid()).orElse(null))) {
          fresh.add(view);
        }
      }
    }
    for (MaterializedView view : fresh) {
      live.errors(view).forEach(errors -> RowErrorLog.append(view.name(), errors.total(), rows));
    }
    if (!failures.isEmpty()) {
      for (MaterializedView view : after.materializedViews()) {
        if (!fresh.contains(view)) {
          for (OperatorErrors errors : live.errors(view)) {
            RowErrorLog.append(view.name(), failures.getOrDefault(errors, Map.of()), rows);
          }
        }
      }
    }
    return rows;
  }

  // ---- steps

  /**
   * Feeds what a commit that changes no definitions does to tables to the operators that read them.
   *
   * @return whether there are any, so that a step is to be made
   */
  boolean feed(Map<BaseRelation, Batch> deltas) {
    boolean fed = live.isTapped();
    for (Map.Entry<BaseRelation, Batch> each : deltas.entrySet()) {
      TableInput input = each.getKey().input();
      if (!input.passOver(each.getValue(), live)) {
        input.feed(each.getValue(), live::has);
        fed = true;
      }
    }
    return fed;
  }

  /** Feeds what a commit does that changes definitions, too. */
  void feed(Catalog before, Catalog after, Map<BaseRelation, Batch> deltas, long committed) {
    deltas.forEach(
        (table, delta) -> {
          if (altered(table, before) == null) {
            table.input().feed(delta, live::has);
          }
        });
    for (Relation relation : after.relations()) {
      if (relation instanceof BaseRelation table) {
        BaseRelation old = altered(table, before);
        if (old != null) {
          Batch delta = deltas.getOrDefault(table, new Batch());
          Batch rows = table.input().former() == null ? new Batch() : rows(old, committed);
          table.input().feedAltered(delta, old.input(), rows, live::has);
        }
      }
    }
  }

  /** What a table was whose rows are others now; null if they have only got columns, or nothing. */
  private static @Nullable BaseRelation altered(BaseRelation table, Catalog before) {
    return before.relation(table.oid()).orElse(null) instanceof BaseRelation old
            && !isSame(old.store(), table.store())
        ? old
        : null;
  }

  private static boolean isSame(@Nullable RowStore old, @Nullable RowStore now) {
    return old == now || (old != null && now != null && now.isWidened(old));
  }

  private static Batch rows(BaseRelation table, long sequence) {
    Batch rows = new Batch();
    Objects.requireNonNull(table.store(), "a stored relation")
        .at(sequence)
        .scan((slab, from, to) -> rows.appendAll(slab, from, to));
    return rows;
  }

  /** Advances all views by what their inputs were fed, and applies the views' deltas. */
  void step(Catalog catalog, long sequence, List<RowStore> touched, ViewListeners listeners) {
    live.step(sequence);
    Map<Operator, MaterializedView> views = viewsByOutput(catalog);
    for (Operator operator : live.circuit().changed()) {
      MaterializedView view = views.get(operator);
      if (view != null && !failed.containsKey(view.oid())) {
        Batch delta = Installation.delta(view);
        touched.add(view.store());
        view.store().apply(delta.bytes(), 0, delta.end(), sequence);
        listeners.changed(view, sequence, delta);
      }
    }
  }

  private Map<Operator, MaterializedView> viewsByOutput(Catalog catalog) {
    if (!catalog.is(stepped)) {
      byOutput.clear();
      catalog.materializedViews().forEach(view -> byOutput.put(view.output(), view));
      stepped = catalog;
    }
    return byOutput;
  }

  // ---- after a failed step

  /**
   * Makes the circuit anew. Views over tables are filled again; what a view over a source has seen
   * is gone, so it fails from now on until it is dropped.
   *
   * @param sequence of the commit that makes the new stores visible
   * @return the catalog with the new views
   */
  Catalog rebuild(Catalog catalog, ReadView read, long sequence, List<RowStore> touched) {
    live = new LiveCircuit(workers);
    for (Relation relation : catalog.relations()) {
      if (relation instanceof BaseRelation base) {
        base.input().operator().reset();
      }
    }
    connect(catalog);
    Catalog current = catalog;
    IdentityHashMap<Operator, Segments> filled = new IdentityHashMap<>();
    for (Relation relation : catalog.relations()) {
      if (relation instanceof MaterializedView view) {
        current = rebuild(view, current, read, sequence, touched, filled);
      }
    }
    // the errors are those that are told of already
    rowErrors.settle();
    return current;
  }

  private Catalog rebuild(
      MaterializedView view,
      Catalog catalog,
      ReadView read,
      long sequence,
      List<RowStore> touched,
      IdentityHashMap<Operator, Segments> filled) {
    try {
      for (Rel.Scan scan : Scans.of(view.rel())) {
        requireRefillable(catalog.require(scan.relation()));
      }
      SharedState shared = new SharedState(live, Catalog.EMPTY, catalog, Long.MAX_VALUE);
      Installation installation =
          new Installation(
              live, catalog, shared, workers, Cancellation.NEVER, compilations::request, rowErrors);
      installation.add(ViewDefinition.of(view));
      Segments rows = new Segments();
      fill(installation, read, filled, sequence, touched, (_, delta) -> rows.add(delta));
      filled.put(installation.views().getFirst().output(), rows);
      installation.moveOver();
      return installation.catalog();
    } catch (SqlException e) {
      failed.put(view.oid(), e);
      return catalog;
    } catch (OutOfMemoryError e) {
      failed.put(
          view.oid(),
          new SqlException(
                  ErrorCode.OUT_OF_MEMORY,
                  "a step failed and there was not enough memory to fill "
                      + SqlException.quote(view.name())
                      + " again",
                  e)
              .withHint("Drop the view and create it again, or open the database again."));
      return catalog;
    }
  }

  private void requireRefillable(Relation relation) {
    SqlException failure = failed.get(relation.oid());
    if (failure != null) {
      throw failure;
    }
    if (relation.store() == null) {
      throw new SqlException(
              ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "a step failed and the rows of source "
                  + SqlException.quote(relation.name())
                  + " are gone")
          .withHint("Drop the view and create it again.");
    }
  }
}
