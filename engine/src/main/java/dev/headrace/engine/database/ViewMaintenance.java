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
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.circuit.Workers;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The circuit that keeps the materialized views: makes it follow the catalog, and advances it. All
 * methods but {@link #failure} are called with the commit lock held.
 */
final class ViewMaintenance {
  private final Workers workers;
  private final Units units;
  private final RowErrorLog rowErrors;
  private final Map<Integer, SqlException> failed = Collections.synchronizedMap(new HashMap<>());
  private LiveCircuit live;
  private volatile Restoration.FilledListener filledListener = (_, _, _) -> {};

  ViewMaintenance(Workers workers, Units units, RowErrorLog rowErrors) {
    this.workers = workers;
    this.units = units;
    this.rowErrors = rowErrors;
    this.live = new LiveCircuit(workers);
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
   * @return the catalog with the views
   * @throws SqlException after undoing all of it
   */
  Catalog install(
      Catalog before, Catalog next, ReadView read, long sequence, List<RowStore> touched) {
    List<Operator> added = new ArrayList<>();
    List<MaterializedView> views = new ArrayList<>();
    Catalog current = next;
    boolean done = false;
    try {
      Set<InputOperator> known = inputs(before);
      for (Relation relation : next.relations()) {
        if (relation instanceof BaseRelation base && !known.contains(base.input().operator())) {
          added.add(live.circuit().add(base.input().operator()));
        } else if (relation instanceof ViewDefinition definition) {
          MaterializedView view = plan(definition, current);
          added.addAll(view.operators());
          touched.add(view.store());
          views.add(view);
          current = current.with(view);
        }
      }
      if (!views.isEmpty()) {
        fill(views, current, read, sequence, Map.of());
      }
      done = true;
      return current;
    } finally {
      if (!done) {
        touched.forEach(store -> store.undo(sequence));
        rowErrors.drain();
        live.remove(added);
      }
    }
  }

  private static Set<InputOperator> inputs(Catalog catalog) {
    Set<InputOperator> inputs = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Relation relation : catalog.relations()) {
      if (relation instanceof BaseRelation base) {
        inputs.add(base.input().operator());
      }
    }
    return inputs;
  }

  /** Removes what a catalog has no more, and returns the OIDs of the views that are gone. */
  List<Integer> retire(Catalog before, Catalog after) {
    Set<Operator> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Relation relation : after.relations()) {
      switch (relation) {
        case BaseRelation base -> kept.add(base.input().operator());
        case MaterializedView view -> kept.add(view.output());
        case View view -> {}
        case ViewDefinition view -> {}
        case SystemRelation system -> {}
      }
    }
    List<Integer> gone = new ArrayList<>();
    // those that read others come after them
    for (Relation relation : List.copyOf(before.relations()).reversed()) {
      if (relation instanceof MaterializedView view && !kept.contains(view.output())) {
        live.remove(view.operators());
        failed.remove(view.oid());
        gone.add(view.oid());
      } else if (relation instanceof BaseRelation base) {
        retire(base.input(), kept);
      }
    }
    return gone;
  }

  private void retire(TableInput input, Set<Operator> kept) {
    if (!kept.contains(input.operator())) {
      live.retire(input.operator());
    }
    if (input.former() != null) {
      retire(input.former().input(), kept);
    }
  }

  private MaterializedView plan(ViewDefinition definition, Catalog catalog) {
    List<Operator> before = live.circuit().operators();
    CircuitPlanner planner = new CircuitPlanner(live.circuit(), maintenance(definition, catalog));
    boolean done = false;
    try {
      Operator output = planner.plan(definition.name(), definition.rel());
      live.describe(planner.units());
      MaterializedView view = definition.view(output, planner.added());
      done = true;
      return view;
    } finally {
      if (!done) {
        List<Operator> added = new ArrayList<>(live.circuit().operators());
        added.removeAll(before);
        live.remove(added);
      }
    }
  }

  private PlanContext maintenance(ViewDefinition view, Catalog catalog) {
    return new PlanContext(
        PlanMode.MAINTAIN,
        spec -> units.prepare(spec, UnitMode.AUTO),
        UnitContext.of(rowErrors.of(view.oid(), view.name())),
        new RowLayout(List.of()),
        MemoryBudget.unlimited(),
        scan -> inputOf(scan, catalog),
        rel -> new AppendOnly(catalog::isAppendOnly).of(rel),
        live.shared());
  }

  private static Operator inputOf(Rel.Scan scan, Catalog catalog) {
    return switch (catalog.require(scan.relation())) {
      case BaseRelation base -> base.input().operator();
      case MaterializedView view -> view.output();
      case View view -> throw new IllegalStateException("view " + view.name() + " not expanded");
      case ViewDefinition view ->
          throw new IllegalStateException("view " + view.name() + " comes later");
      case SystemRelation system ->
          throw new IllegalStateException(system.name() + " has no changes");
    };
  }

  /**
   * Fills new views: their operators make a step of their own, over all rows there are.
   *
   * @param filled what other views hold that were filled for the same commit, which nobody can read
   *     yet
   */
  private void fill(
      List<MaterializedView> views,
      Catalog catalog,
      ReadView read,
      long sequence,
      Map<RowStore, Batch> filled) {
    Set<Operator> own = Collections.newSetFromMap(new IdentityHashMap<>());
    views.forEach(view -> own.addAll(view.operators()));
    Map<Operator, Segments> rows = new LinkedHashMap<>();
    for (MaterializedView view : views) {
      for (Rel.Scan scan : Scans.of(view.rel())) {
        Relation relation = catalog.require(scan.relation());
        RowStore store = relation.store();
        Operator input = inputOf(scan, catalog);
        if (store != null && !own.contains(input)) {
          Batch fresh = filled.get(store);
          rows.put(input, fresh == null ? read.scan(relation, store) : Segments.of(fresh));
        }
      }
    }
    long start = System.nanoTime();
    List<List<Operator>> operators = views.stream().map(MaterializedView::operators).toList();
    live.circuit()
        .fill(
            rows,
            operators,
            group -> {
              MaterializedView view = views.get(group);
              Batch delta = delta(view);
              view.store().apply(delta.bytes(), 0, delta.end(), sequence);
              filledListener.filled(view.name(), delta.rows(), System.nanoTime() - start);
            });
  }

  /** Has somebody told of the views that are filled from now on. */
  void tellFilled(Restoration.FilledListener listener) {
    filledListener = listener;
  }

  /** Lets views report errors under the names that they have in a catalog. */
  void rename(Catalog before, Catalog after) {
    if (!before.is(after)) {
      after.materializedViews().forEach(view -> rowErrors.rename(view.oid(), view.name()));
    }
  }

  // ---- steps

  /** Feeds what a commit does to tables to the operators that read them. */
  void feed(Catalog before, Catalog after, Map<BaseRelation, Batch> deltas, long committed) {
    deltas.forEach(
        (table, delta) -> {
          if (before.is(after) || altered(table, before) == null) {
            table.input().feed(delta, live::has);
          }
        });
    for (Relation relation : before.is(after) ? List.<Relation>of() : after.relations()) {
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
    live.circuit().step();
    for (MaterializedView view : catalog.materializedViews()) {
      if (hasChanged(view) && !failed.containsKey(view.oid())) {
        Batch delta = delta(view);
        touched.add(view.store());
        view.store().apply(delta.bytes(), 0, delta.end(), sequence);
        listeners.changed(view, sequence, delta);
      }
    }
  }

  private static boolean hasChanged(MaterializedView view) {
    for (int part = 0; part < view.output().parts(); part++) {
      if (!view.output().output(part).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** What a view's output has put out in this step, in one piece. */
  private static Batch delta(MaterializedView view) {
    Batch batch = new Batch();
    for (int part = 0; part < view.output().parts(); part++) {
      Segments segments = view.output().output(part);
      for (int i = 0; i < segments.size(); i++) {
        batch.appendAll(segments.slab(i), segments.from(i), segments.to(i));
      }
    }
    return batch;
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
    rowErrors.drain();
    live = new LiveCircuit(workers);
    for (Relation relation : catalog.relations()) {
      if (relation instanceof BaseRelation base) {
        base.input().operator().reset();
        live.circuit().add(base.input().operator());
      }
    }
    Catalog current = catalog;
    IdentityHashMap<RowStore, Batch> filled = new IdentityHashMap<>();
    for (Relation relation : catalog.relations()) {
      if (relation instanceof MaterializedView view) {
        current = rebuild(view, current, read, sequence, touched, filled);
      }
    }
    return current;
  }

  private Catalog rebuild(
      MaterializedView view,
      Catalog catalog,
      ReadView read,
      long sequence,
      List<RowStore> touched,
      IdentityHashMap<RowStore, Batch> filled) {
    try {
      for (Rel.Scan scan : Scans.of(view.rel())) {
        requireRefillable(catalog.require(scan.relation()));
      }
      MaterializedView again = plan(ViewDefinition.of(view), catalog);
      fill(List.of(again), catalog.with(again), read, sequence, filled);
      filled.put(again.store(), delta(again));
      rowErrors.drain();
      touched.add(again.store());
      return catalog.with(again);
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
