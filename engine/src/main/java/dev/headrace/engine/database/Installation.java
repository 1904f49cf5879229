package dev.headrace.engine.database;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.codegen.Units;
import dev.headrace.codegen.circuit.CircuitPlanner;
import dev.headrace.codegen.circuit.PlanContext;
import dev.headrace.codegen.circuit.PlanMode;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.AppendOnly;
import dev.headrace.ir.ContentHash;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Slice;
import dev.headrace.runtime.circuit.Circuit;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.circuit.Workers;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * New views on their way into the circuit. Their operators are made in a circuit of their own,
 * where inputs stand for what they read of the running one: tables, other views, and operators that
 * do what a part of a new view asks for. What these have put out so far is fed to the stand-ins. At
 * last the operators move over and read the real ones.
 *
 * <p>An operator that is there, but does not keep what it has put out, is computed anew from what
 * it reads; its copy stands for it, and is forgotten in the end.
 */
final class Installation {
  /** For operators that are not going to run. */
  static final UnitSource NO_CODE =
      (spec, view) -> Units.interpreted(spec, "it is not going to run");

  /** Where operators get their code from. */
  interface UnitSource {
    /** The unit of a specification, which a view needs. */
    UnitFactory unit(UnitSpec spec, String view);
  }

  private final LiveCircuit live;
  private final SharedState shared;
  private final Circuit circuit;
  private final FillCancellation cancellation;
  private final UnitSource units;
  private final RowErrorLog rowErrors;
  private final IdentityHashMap<Operator, InputOperator> standIns = new IdentityHashMap<>();
  private final IdentityHashMap<Operator, Operator> originals = new IdentityHashMap<>();
  private final IdentityHashMap<Operator, LiveCircuit.Facts> facts = new IdentityHashMap<>();
  private final Map<ContentHash, Operator> made = new HashMap<>();
  private final List<MaterializedView> views = new ArrayList<>();
  private final List<List<Operator>> groups = new ArrayList<>();
  private Catalog catalog;

  /**
   * @param next what the views are to be added to; its {@link ViewDefinition}s are left alone until
   *     {@link #add} is called for each of them
   * @param shared says which running operators can be used
   * @param cancellation asked while the views are filled
   */
  Installation(
      LiveCircuit live,
      Catalog next,
      SharedState shared,
      Workers workers,
      Cancellation cancellation,
      UnitSource units,
      RowErrorLog rowErrors) {
    this.live = live;
    this.catalog = next;
    this.shared = shared;
    this.cancellation = new FillCancellation(cancellation);
    this.circuit = new Circuit(workers, this.cancellation);
    this.units = units;
    this.rowErrors = rowErrors;
  }

  /** The catalog with the views that have been added. */
  Catalog catalog() {
    return catalog;
  }

  /** The views that get operators and rows here. */
  List<MaterializedView> views() {
    return views;
  }

  /** A view goes on under another definition, with all that it has. */
  void keep(MaterializedView view) {
    catalog = catalog.with(view);
  }

  // ---- planning

  /** Plans the operators of a view. */
  void add(ViewDefinition definition) {
    IdentityHashMap<Operator, ContentHash> identities = new IdentityHashMap<>();
    CircuitPlanner planner = new CircuitPlanner(circuit, context(definition.name(), identities));
    Operator output =
        ViewPhase.of(
            ViewPhase.Phase.WIRE,
            definition.name(),
            () -> planner.plan(definition.name(), definition.rel()));
    for (Operator operator : planner.added()) {
      UnitContext context = planner.contexts().get(operator);
      if (context != null && context.errors() instanceof OperatorErrors errors) {
        List<UnitFactory> carriers = planner.units().getOrDefault(operator, List.of());
        facts.put(operator, new LiveCircuit.Facts(identities.get(operator), carriers, errors));
      }
    }
    groups.add(planner.added());
    MaterializedView view = definition.view(output);
    views.add(view);
    catalog = catalog.with(view);
  }

  private PlanContext context(String view, IdentityHashMap<Operator, ContentHash> identities) {
    Catalog current = catalog;
    return new PlanContext(
        PlanMode.MAINTAIN,
        spec -> units.unit(spec, view),
        () -> new UnitContext(new Slice(), rowErrors.ofOperator(), cancellation),
        new RowLayout(List.of()),
        MemoryBudget.unlimited(),
        scan -> input(shared.input(scan, current)),
        rel -> new AppendOnly(current::isAppendOnly).of(rel),
        new PlanContext.SharedOperators() {
          @Override
          public @Nullable Operator find(ContentHash identity) {
            Operator known = made.get(identity);
            if (known != null) {
              return known;
            }
            Operator running = shared.find(identity);
            return running != null && shared.canRecall(running) ? standIn(running) : null;
          }

          @Override
          public void add(ContentHash identity, Rel rel, Operator operator) {
            made.put(identity, operator);
            identities.put(operator, identity);
            Operator running = shared.find(identity);
            if (running != null) {
              originals.put(operator, running);
            }
          }
        });
  }

  private Operator input(Operator read) {
    return circuit.has(read) ? read : standIn(read);
  }

  private Operator standIn(Operator running) {
    InputOperator known = standIns.get(running);
    if (known == null) {
      known = circuit.add(InputOperator.standingFor(running));
      standIns.put(running, known);
      originals.put(known, running);
    }
    return known;
  }

  /** The running operators whose rows the new ones get. */
  Set<Operator> sources() {
    return standIns.keySet();
  }

  /** The operators that stay. */
  Set<Operator> added() {
    Set<Operator> needed =
        LiveCircuit.below(
            views.stream().map(MaterializedView::output).toList(), originals::containsKey);
    needed.removeAll(originals.keySet());
    return needed;
  }

  /** What stands for a running operator here, or is its copy; null for a new operator. */
  @Nullable Operator original(Operator operator) {
    return originals.get(operator);
  }

  /** Some of the operators, inputs before what reads them. */
  List<Operator> inOrder(Set<Operator> some) {
    return circuit.operators().stream().filter(some::contains).toList();
  }

  // ---- filling

  /** Whether much of what is filled in may be computed again when more comes. */
  boolean computesAnew() {
    return circuit.operators().stream().anyMatch(Operator::computesAnew);
  }

  /**
   * Makes a step over some of what the running operators have put out.
   *
   * @param rows of some of the {@link #sources}
   * @param filled told each view when its output has the step's rows, from any thread
   */
  void fill(Map<Operator, Segments> rows, Consumer<MaterializedView> filled) {
    feed(rows);
    circuit.fill(groups, group -> filled.accept(views.get(group)));
  }

  /** Makes a step more. */
  void step(Map<Operator, Segments> rows) {
    feed(rows);
    circuit.step();
  }

  private void feed(Map<Operator, Segments> rows) {
    rows.forEach(
        (running, segments) -> {
          InputOperator standIn = standIns.get(running);
          if (standIn != null) {
            standIn.feed(segments);
          }
        });
  }

  /** What a view's output has put out in the last step, in one piece. */
  static Batch delta(MaterializedView view) {
    Batch batch = new Batch();
    for (int part = 0; part < view.output().parts(); part++) {
      Segments segments = view.output().output(part);
      for (int i = 0; i < segments.size(); i++) {
        batch.appendAll(segments.slab(i), segments.from(i), segments.to(i));
      }
    }
    return batch;
  }

  // ---- the end

  /** Begins what is not to be given up any more. */
  void endFilling() {
    cancellation.end();
  }

  /** Moves the operators to the running circuit, between two of its steps. */
  void moveOver() {
    endFilling();
    Set<Operator> added = added();
    live.circuit().adopt(circuit, added, originals);
    added.forEach(
        operator -> {
          LiveCircuit.Facts known = facts.get(operator);
          if (known != null) {
            live.describe(operator, known);
          }
        });
  }
}
