package dev.headrace.engine.database;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.ir.ContentHash;
import dev.headrace.runtime.circuit.Circuit;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.OutputOperator;
import dev.headrace.runtime.circuit.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The circuit behind all materialized views. Its operators are known by the global hashes of the
 * trees whose rows they put out, which is how a new view finds those that it can use.
 */
final class LiveCircuit {
  private final Circuit circuit;
  private final Map<ContentHash, Operator> byHash = new HashMap<>();
  private final IdentityHashMap<Operator, Facts> facts = new IdentityHashMap<>();
  private final IdentityHashMap<Operator, List<OperatorErrors>> errors = new IdentityHashMap<>();
  private final List<Tap> taps = new ArrayList<>();

  /**
   * What is known of an operator.
   *
   * @param identity by which others find it; null for one that belongs to a view alone
   * @param units that carry rows into it
   * @param errors what has failed in these
   */
  record Facts(@Nullable ContentHash identity, List<UnitFactory> units, OperatorErrors errors) {
    Facts {
      units = List.copyOf(units);
    }
  }

  LiveCircuit(Workers workers) {
    this.circuit = new Circuit(workers);
  }

  Circuit circuit() {
    return circuit;
  }

  /** Whether an operator is in the circuit. */
  boolean has(Operator operator) {
    return circuit.has(operator);
  }

  /** The operator of a tree with a global hash, if there is one. */
  @Nullable Operator find(ContentHash identity) {
    return byHash.get(identity);
  }

  /** Remembers what is known of an operator that has been added. */
  void describe(Operator operator, Facts known) {
    facts.put(operator, known);
    if (known.identity() != null) {
      byHash.put(known.identity(), operator);
    }
  }

  /** The units that carry rows into an operator. */
  List<UnitFactory> units(Operator operator) {
    Facts known = facts.get(operator);
    return known == null ? List.of() : known.units();
  }

  /** What has failed in the operators that a view is made of, but for those of other views. */
  List<OperatorErrors> errors(MaterializedView view) {
    return errors.computeIfAbsent(
        view.output(),
        output -> {
          List<OperatorErrors> found = new ArrayList<>();
          for (Operator operator : ofView(output)) {
            Facts known = facts.get(operator);
            if (known != null) {
              found.add(known.errors());
            }
          }
          return found;
        });
  }

  /**
   * The operators that a view is made of. It reads others' outputs, also those of views that have
   * gone and that operators which it shares go on reading; these have errors of their own.
   */
  static Set<Operator> ofView(Operator output) {
    Set<Operator> found = below(List.of(output), OutputOperator.class::isInstance);
    found.removeIf(operator -> operator instanceof OutputOperator && !operator.equals(output));
    return found;
  }

  /** Removes all operators that nothing needs. */
  void retain(Collection<? extends Operator> needed) {
    Set<Operator> kept = below(needed, _ -> false);
    circuit.retain(kept);
    facts.keySet().retainAll(kept);
    errors.keySet().retainAll(kept);
    byHash.values().removeIf(operator -> !kept.contains(operator));
  }

  /**
   * Operators with those that they read, directly and not.
   *
   * @param leaves of what is below these nothing is looked at, unless they are among the roots
   */
  static Set<Operator> below(Collection<? extends Operator> roots, Predicate<Operator> leaves) {
    Set<Operator> found = Collections.newSetFromMap(new IdentityHashMap<>());
    found.addAll(roots);
    Deque<Operator> todo = new ArrayDeque<>(roots);
    while (!todo.isEmpty()) {
      for (Operator input : todo.removeLast().inputs()) {
        if (found.add(input) && !leaves.test(input)) {
          todo.add(input);
        }
      }
    }
    return found;
  }

  // ---- those who listen

  /** Has a copy made of what some operators put out in each step from now on. */
  void add(Tap tap) {
    taps.add(tap);
  }

  void remove(Tap tap) {
    taps.remove(tap);
  }

  /** Whether somebody wants to know of every step. */
  boolean isTapped() {
    return !taps.isEmpty();
  }

  /** Whether somebody wants to know what an input is fed. */
  boolean isWaitingFor(InputOperator input) {
    return isTapped() || circuit.isWaitingFor(input);
  }

  /** Advances all operators. */
  void step(long sequence) {
    circuit.step();
    for (Tap tap : taps) {
      tap.take(sequence);
    }
  }
}
