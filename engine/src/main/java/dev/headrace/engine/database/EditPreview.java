package dev.headrace.engine.database;

import dev.headrace.engine.database.ViewEdit.Kind;
import dev.headrace.engine.database.ViewEdit.Part;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.OutputOperator;
import dev.headrace.runtime.state.RowStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Tells what an installation that is planned would do. */
final class EditPreview {
  /** What a byte takes in an operator when nothing has been measured. */
  private static final double USUAL_NANOS = 10;

  /** From how many bytes on a measurement is worth something. */
  private static final long MEASURED_BYTES = 1 << 20;

  private final LiveCircuit live;
  private final Catalog before;
  private final Installation installation;
  private final IdentityHashMap<Operator, MaterializedView> old = new IdentityHashMap<>();
  private final IdentityHashMap<Operator, Relation> relations = new IdentityHashMap<>();
  private final Set<Operator> needed;
  private final double nanosPerByte;

  EditPreview(LiveCircuit live, Catalog before, Installation installation) {
    this.live = live;
    this.before = before;
    this.installation = installation;
    before.materializedViews().forEach(view -> old.put(view.output(), view));
    for (Relation relation : installation.catalog().relations()) {
      if (relation instanceof BaseRelation base) {
        relations.put(base.input().operator(), base);
      } else if (relation instanceof MaterializedView view) {
        relations.put(view.output(), view);
      }
    }
    this.needed = needed();
    this.nanosPerByte = nanosPerByte();
  }

  /** The running operators that stay. */
  private Set<Operator> needed() {
    List<Operator> roots = new ArrayList<>();
    for (MaterializedView view : installation.catalog().materializedViews()) {
      for (Operator operator : LiveCircuit.below(List.of(view.output()), _ -> false)) {
        Operator original = installation.original(operator);
        roots.add(original == null ? operator : original);
      }
    }
    return LiveCircuit.below(roots, _ -> false);
  }

  private double nanosPerByte() {
    long nanos = 0;
    long bytes = 0;
    for (Operator operator : live.circuit().operators()) {
      nanos += operator.nanos();
      bytes += operator.inputBytes();
    }
    return bytes < MEASURED_BYTES ? USUAL_NANOS : (double) nanos / bytes;
  }

  /** The views that are there, in their order, and those that go. */
  List<ViewEdit> edits() {
    List<ViewEdit> edits = new ArrayList<>();
    Set<Operator> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    for (MaterializedView view : installation.catalog().materializedViews()) {
      if (old.containsKey(view.output())) {
        kept.add(view.output());
        edits.add(new ViewEdit(view.name(), Kind.KEPT, List.of(), 0, 0));
      } else {
        boolean known = before.relation(view.oid()).orElse(null) instanceof MaterializedView;
        edits.add(made(view, known ? Kind.CHANGED : Kind.NEW));
      }
    }
    for (MaterializedView view : before.materializedViews()) {
      boolean stays =
          installation.catalog().relation(view.oid()).orElse(null) instanceof MaterializedView;
      if (!kept.contains(view.output()) && !stays) {
        edits.add(new ViewEdit(view.name(), Kind.DROPPED, dropped(view), 0, 0));
      }
    }
    return edits;
  }

  private List<Part> dropped(MaterializedView view) {
    Set<Operator> all = LiveCircuit.ofView(view.output());
    List<Part> parts = new ArrayList<>();
    for (Operator operator : live.circuit().operators()) {
      if (all.contains(operator) && !needed.contains(operator) && !isRelation(operator)) {
        parts.add(new Part(operator.name(), Kind.DROPPED, operator.stateRows()));
      }
    }
    return parts;
  }

  private static boolean isRelation(Operator operator) {
    return operator instanceof OutputOperator || operator instanceof InputOperator;
  }

  // ---- views that are made

  private ViewEdit made(MaterializedView view, Kind kind) {
    Set<Operator> all = LiveCircuit.ofView(view.output());
    List<Part> parts = new ArrayList<>();
    IdentityHashMap<Operator, Long> bytes = new IdentityHashMap<>();
    long rows = 0;
    double nanos = 0;
    Set<Operator> told = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Operator operator : installation.inOrder(all)) {
      Operator original = installation.original(operator);
      long input = operator.inputs().stream().mapToLong(o -> bytes.getOrDefault(o, 0L)).sum();
      if (original != null && installation.sources().contains(original)) {
        Source source = source(original);
        rows += source.rows();
        bytes.put(operator, source.bytes());
      } else {
        nanos += input * nanosPerByte;
        bytes.put(operator, original == null ? input : original.outputBytes());
      }
      if (original != null) {
        addKept(original, told, parts);
      } else if (!isRelation(operator)) {
        parts.add(new Part(operator.name(), Kind.NEW, 0));
      }
    }
    return new ViewEdit(view.name(), kind, parts, rows, (long) nanos);
  }

  private record Source(long rows, long bytes) {}

  private Source source(Operator running) {
    Relation relation = relations.get(running);
    if (relation == null) {
      return new Source(running.stateRows(), running.stateBytes());
    }
    RowStore store = relation.store();
    return store == null
        ? new Source(0, 0)
        : new Source(store.at(Long.MAX_VALUE).rows(), store.bytes());
  }

  /** A running operator that goes on as a part of the view, and those that it is made of. */
  private static void addKept(Operator running, Set<Operator> told, List<Part> parts) {
    if (!isRelation(running) && told.add(running)) {
      running.inputs().forEach(input -> addKept(input, told, parts));
      parts.add(new Part(running.name(), Kind.KEPT, running.stateRows()));
    }
  }
}
