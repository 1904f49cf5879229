package dev.headrace.engine.database;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.codegen.circuit.PlanContext;
import dev.headrace.ir.ContentHash;
import dev.headrace.runtime.circuit.Circuit;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Workers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The circuit behind all materialized views, and which of its operators new views may share.
 *
 * <p>An operator may be shared while nothing has flowed through it: a new view that reads it has
 * then missed nothing. Later ones get operators of their own, which are filled from the tables.
 */
final class LiveCircuit {
  private final Circuit circuit;
  private final Map<ContentHash, Operator> byHash = new HashMap<>();
  private final IdentityHashMap<Operator, List<UnitFactory>> units = new IdentityHashMap<>();

  LiveCircuit(Workers workers) {
    this.circuit = new Circuit(workers);
  }

  Circuit circuit() {
    return circuit;
  }

  /** Remembers what carries rows into operators, to be shown. */
  void describe(Map<Operator, List<UnitFactory>> unitsOf) {
    unitsOf.forEach(units::put);
  }

  /** The units that carry rows into an operator. */
  List<UnitFactory> units(Operator operator) {
    return units.getOrDefault(operator, List.of());
  }

  PlanContext.SharedOperators shared() {
    return new PlanContext.SharedOperators() {
      @Override
      public @Nullable Operator find(ContentHash identity) {
        Operator known = byHash.get(identity);
        return known != null && isUntouched(known) ? known : null;
      }

      @Override
      public void add(ContentHash identity, Operator operator) {
        byHash.put(identity, operator);
      }
    };
  }

  private static boolean isUntouched(Operator operator) {
    return operator instanceof InputOperator input
        ? !input.hasFlowed()
        : operator.outputBytes() == 0
            && operator.inputs().stream().allMatch(LiveCircuit::isUntouched);
  }

  /** Whether an operator is in the circuit. */
  boolean has(Operator operator) {
    return circuit.operators().contains(operator);
  }

  /** What reads an input whose table has another one now is no more for new views to share. */
  void retire(InputOperator input) {
    byHash.values().removeIf(operator -> operator == input || reads(operator, input));
    remove(List.of(input));
  }

  private static boolean reads(Operator operator, InputOperator input) {
    return operator.inputs().stream().anyMatch(o -> o == input || reads(o, input));
  }

  /** Removes operators, last first, that nothing else reads. */
  void remove(List<Operator> operators) {
    Deque<Operator> candidates = new ArrayDeque<>(operators);
    while (!candidates.isEmpty()) {
      Operator operator = candidates.removeLast();
      if (!isRead(operator)) {
        circuit.remove(operator);
        byHash.values().remove(operator);
        units.remove(operator);
      }
    }
  }

  private boolean isRead(Operator operator) {
    Set<Operator> read = new HashSet<>();
    circuit.operators().forEach(o -> read.addAll(o.inputs()));
    return read.contains(operator);
  }
}
