package dev.headrace.engine.database;

import dev.headrace.ir.ContentHash;
import dev.headrace.ir.Rel;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which running operators and views can be parts of what a catalog defines, with what they
 * remember: those that have had exactly the rows that are there of the tables that they read.
 */
final class SharedState {
  private final LiveCircuit live;
  private final Catalog before;
  private final long recalledBytes;
  private final List<InputOperator> quiet = new ArrayList<>();
  private final Set<Operator> tables = identitySet();
  private final IdentityHashMap<Operator, Boolean> usable = new IdentityHashMap<>();
  private final Set<Operator> taken = identitySet();

  /**
   * @param before what the circuit maintains
   * @param next what it is to maintain
   * @param recalledBytes what an operator may remember to be asked for it: it takes time in which
   *     the circuit stands still
   */
  SharedState(LiveCircuit live, Catalog before, Catalog next, long recalledBytes) {
    this.live = live;
    this.before = before;
    this.recalledBytes = recalledBytes;
    for (Relation relation : next.relations()) {
      if (relation instanceof BaseRelation base) {
        InputOperator input = base.input().operator();
        // what came through a source is gone, so a new view has missed it
        if (base.store() != null) {
          tables.add(input);
        } else if (!input.hasFlowed()) {
          tables.add(input);
          quiet.add(input);
        }
      } else if (relation instanceof MaterializedView view) {
        taken.add(view.output());
      }
    }
  }

  private static Set<Operator> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** Whether what was found out still holds: nothing has come through sources that had nothing. */
  boolean isUpToDate() {
    return quiet.stream().noneMatch(InputOperator::hasFlowed);
  }

  /** The operator that puts out the changes of a relation. */
  Operator input(Rel.Scan scan, Catalog catalog) {
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

  /** The running operator of a tree, if a new view can be made of it. */
  @Nullable Operator find(ContentHash identity) {
    Operator running = live.find(identity);
    return running != null && isUsable(running) ? running : null;
  }

  private boolean isUsable(Operator running) {
    Boolean known = usable.get(running);
    if (known == null) {
      known = tables.containsAll(inputsBelow(running));
      usable.put(running, known);
    }
    return known;
  }

  private static Collection<Operator> inputsBelow(Operator operator) {
    return LiveCircuit.below(List.of(operator), _ -> false).stream()
        .filter(InputOperator.class::isInstance)
        .toList();
  }

  /** Whether an operator is to be asked for what it has put out, and not computed anew. */
  boolean canRecall(Operator running) {
    return running.canRecall() && running.stateBytes() <= recalledBytes;
  }

  /**
   * A view whose rows and operators are those of a definition: the one in whose place it is, or one
   * that goes.
   *
   * @param current the catalog with all views that come before it
   */
  @Nullable MaterializedView viewOf(ViewDefinition definition, Catalog current) {
    if (before.relation(definition.oid()).orElse(null) instanceof MaterializedView view
        && isView(definition, view, current)) {
      return view;
    }
    for (MaterializedView view : before.materializedViews()) {
      if (isView(definition, view, current) && isUsable(view.output())) {
        return view;
      }
    }
    return null;
  }

  private boolean isView(ViewDefinition definition, MaterializedView view, Catalog current) {
    return live.has(view.output())
        && view.identity().equals(definition.identity())
        && view.key().equals(definition.key())
        && view.store().isAppendOnly() == definition.appendOnly()
        && view.layout().equals(definition.layout())
        && readsTheSame(definition, view, current)
        && taken.add(view.output());
  }

  // the tables can have been altered on the way, and altered back
  private boolean readsTheSame(ViewDefinition definition, MaterializedView view, Catalog current) {
    Set<Operator> below = LiveCircuit.below(List.of(view.output()), _ -> false);
    for (Rel.Scan scan : Scans.of(definition.rel())) {
      Relation read = current.require(scan.relation());
      boolean same =
          read instanceof BaseRelation base
              ? before.relation(base.oid()).orElse(null) instanceof BaseRelation old
                  && old.input().operator().equals(base.input().operator())
              : below.contains(input(scan, current));
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
