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
import java.util.Optional;
import java.util.Set;

/**
 * The circuit that keeps the materialized views: makes it follow the catalog, and advances it. All
 * methods but {@link #failure} are called with the commit lock held.
 */
final class ViewMaintenance {
  private final Workers workers;
  private final Units units;
  private final RowErrorLog rowErrors;
  private final Map<String, SqlException> failed = Collections.synchronizedMap(new HashMap<>());
  private LiveCircuit live;

  ViewMaintenance(Workers workers, Units units, RowErrorLog rowErrors) {
    this.workers = workers;
    this.units = units;
    this.rowErrors = rowErrors;
    this.live = new LiveCircuit(workers);
  }

  List<Operator> operators() {
    return live.circuit().operators();
  }

  /** Why a view cannot be read, if it cannot. */
  Optional<SqlException> failure(String view) {
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
    Catalog current = next;
    IdentityHashMap<RowStore, Batch> filled = new IdentityHashMap<>();
    boolean done = false;
    try {
      Set<InputOperator> known = inputs(before);
      for (Relation relation : next.relations()) {
        if (relation instanceof BaseRelation base && !known.contains(base.input())) {
          added.add(live.circuit().add(base.input()));
        } else if (relation instanceof ViewDefinition definition) {
          MaterializedView view = plan(definition, current);
          added.addAll(view.operators());
          fill(view, current, read, sequence, filled);
          touched.add(view.store());
          current = current.with(view);
        }
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
        inputs.add(base.input());
      }
    }
    return inputs;
  }

  /** Removes what a catalog has no more, and returns the names of the views that are gone. */
  List<String> retire(Catalog before, Catalog after) {
    Set<Operator> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Relation relation : after.relations()) {
      switch (relation) {
        case BaseRelation base -> kept.add(base.input());
        case MaterializedView view -> kept.add(view.output());
        case View view -> {}
        case ViewDefinition view -> {}
        case SystemRelation system -> {}
      }
    }
    List<String> gone = new ArrayList<>();
    // those that read others come after them
    for (Relation relation : List.copyOf(before.relations()).reversed()) {
      if (relation instanceof MaterializedView view && !kept.contains(view.output())) {
        live.remove(view.operators());
        failed.remove(view.name());
        gone.add(view.name());
      } else if (relation instanceof BaseRelation base && !kept.contains(base.input())) {
        live.remove(List.of(base.input()));
      }
    }
    return gone;
  }

  private MaterializedView plan(ViewDefinition definition, Catalog catalog) {
    List<Operator> before = live.circuit().operators();
    CircuitPlanner planner =
        new CircuitPlanner(live.circuit(), maintenance(definition.name(), catalog));
    boolean done = false;
    try {
      Operator output = planner.plan(definition.name(), definition.rel());
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

  private PlanContext maintenance(String view, Catalog catalog) {
    return new PlanContext(
        PlanMode.MAINTAIN,
        spec -> units.prepare(spec, UnitMode.AUTO),
        UnitContext.of(rowErrors.of(view)),
        new RowLayout(List.of()),
        MemoryBudget.unlimited(),
        scan -> inputOf(scan, catalog),
        rel -> new AppendOnly(catalog::isAppendOnly).of(rel),
        live.shared());
  }

  private static Operator inputOf(Rel.Scan scan, Catalog catalog) {
    return switch (catalog.require(scan.relation())) {
      case BaseRelation base -> base.input();
      case MaterializedView view -> view.output();
      case View view -> throw new IllegalStateException("view " + view.name() + " not expanded");
      case ViewDefinition view ->
          throw new IllegalStateException("view " + view.name() + " comes later");
      case SystemRelation system ->
          throw new IllegalStateException(system.name() + " has no changes");
    };
  }

  /**
   * Fills a new view: its operators make a step of their own, over all rows there are.
   *
   * @param filled what the views hold that were filled for the same commit, which nobody can read
   *     yet; gets this one's rows
   */
  private void fill(
      MaterializedView view,
      Catalog catalog,
      ReadView read,
      long sequence,
      IdentityHashMap<RowStore, Batch> filled) {
    Map<Operator, Segments> rows = new LinkedHashMap<>();
    for (Rel.Scan scan : Scans.of(view.rel())) {
      Relation relation = catalog.require(scan.relation());
      RowStore store = relation.store();
      if (store != null) {
        Batch fresh = filled.get(store);
        rows.put(
            inputOf(scan, catalog),
            fresh == null ? read.scan(relation, store) : Segments.of(fresh));
      }
    }
    live.circuit().fill(rows, view.operators());
    Batch delta = delta(view);
    view.store().apply(delta.bytes(), 0, delta.end(), sequence);
    filled.put(view.store(), delta);
  }

  // ---- steps

  /** Advances all views by what their inputs were fed, and applies the views' deltas. */
  void step(Catalog catalog, long sequence, List<RowStore> touched, ViewListeners listeners) {
    live.circuit().step();
    for (MaterializedView view : catalog.materializedViews()) {
      if (hasChanged(view) && !failed.containsKey(view.name())) {
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
        base.input().reset();
        live.circuit().add(base.input());
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
      fill(again, catalog, read, sequence, filled);
      rowErrors.drain();
      touched.add(again.store());
      return catalog.with(again);
    } catch (SqlException e) {
      failed.put(view.name(), e);
      return catalog;
    }
  }

  private void requireRefillable(Relation relation) {
    SqlException failure = failed.get(relation.name());
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
