package dev.headrace.runtime.circuit;

import dev.headrace.runtime.unit.Cancellation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Operators in an order in which inputs come before what reads them. Not thread-safe: one step, or
 * one change of the operators, at a time.
 */
public final class Circuit {
  private final Workers workers;
  private final Cancellation cancellation;
  private final List<Operator> operators = new ArrayList<>();
  private final Set<Operator> members = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Operator> changed = new ArrayList<>();
  private final BitSet due = new BitSet();
  private boolean settled;
  private @Nullable Wiring wiring;

  public Circuit(Workers workers) {
    this(workers, Cancellation.NEVER);
  }

  /**
   * A circuit whose steps can be given up.
   *
   * @param cancellation asked now and then during a step; once it has ended one, the circuit is of
   *     no more use
   */
  public Circuit(Workers workers, Cancellation cancellation) {
    this.workers = workers;
    this.cancellation = cancellation;
  }

  /** An empty circuit for what runs within a step of this one. */
  public Circuit nested() {
    return new Circuit(workers, cancellation);
  }

  public Workers workers() {
    return workers;
  }

  /** Adds an operator whose inputs have been added. */
  public <O extends Operator> O add(O operator) {
    if (!members.containsAll(operator.inputs())) {
      throw new IllegalArgumentException(operator.name() + " comes before its inputs");
    }
    operators.add(operator);
    members.add(operator);
    operator.cancelledBy(cancellation);
    settled &= !operator.isFirstStepDue();
    wiring = null;
    return operator;
  }

  /** Whether an operator is one of it. */
  public boolean has(Operator operator) {
    return members.contains(operator);
  }

  /** Removes all operators but some, which read only each other. */
  public void retain(Set<Operator> some) {
    for (Operator operator : operators) {
      if (some.contains(operator) && !some.containsAll(operator.inputs())) {
        throw new IllegalArgumentException(operator.name() + " reads what is removed");
      }
    }
    operators.removeIf(operator -> !some.contains(operator));
    members.removeIf(operator -> !some.contains(operator));
    changed.removeIf(operator -> !some.contains(operator));
    wiring = null;
  }

  /**
   * Takes over some operators of another circuit, with what they remember, between two steps.
   *
   * @param standIns inputs of the other circuit, and the operators of this one that are read in
   *     their place from now on
   */
  public void adopt(Circuit other, Set<Operator> some, Map<Operator, Operator> standIns) {
    for (Operator operator : other.operators) {
      if (some.contains(operator)) {
        operator.reconnect(standIns);
        operator.clearOutput();
        add(operator);
      }
    }
  }

  public List<Operator> operators() {
    return List.copyOf(operators);
  }

  /**
   * Advances all operators by what the inputs were fed. After the first step of each this takes
   * time for those that have something to do only, however many there are.
   */
  public void step() {
    if (settled) {
      stepSome();
    } else {
      operators.forEach(operator -> operator.step(workers));
      noteChanged();
      settled = true;
    }
  }

  private void stepSome() {
    changed.forEach(Operator::clearOutput);
    changed.clear();
    Wiring known = wiring();
    due.clear();
    known.addFed(due);
    for (int i = due.nextSetBit(0); i >= 0; i = due.nextSetBit(i + 1)) {
      Operator operator = operators.get(i);
      operator.step(workers);
      if (operator.hasOutput()) {
        changed.add(operator);
        known.addReaders(i, due);
      }
    }
  }

  private Wiring wiring() {
    Wiring known = wiring;
    if (known == null) {
      known = Wiring.of(operators);
      wiring = known;
    }
    return known;
  }

  /**
   * Whether a step would have anything to do for an input that is fed, but to forget it again: some
   * other operator reads it, or the next step is the first of some.
   */
  public boolean isWaitingFor(InputOperator input) {
    return !settled || wiring().isRead(input);
  }

  private void noteChanged() {
    changed.clear();
    for (Operator operator : operators) {
      if (operator.hasOutput()) {
        changed.add(operator);
      }
    }
  }

  /** The operators that have put out something in the last step, in order. */
  public List<Operator> changed() {
    return Collections.unmodifiableList(changed);
  }

  /**
   * Forgets all steps, so that the next one is the first.
   *
   * @return false if some operator cannot: then the circuit is of no more use
   */
  public boolean reset() {
    boolean all = true;
    for (Operator operator : operators) {
      all &= operator.restart();
    }
    changed.clear();
    settled = false;
    return all;
  }

  /** Makes units anew that have read parameters, which are others now. */
  public void renewUnits() {
    operators.forEach(Operator::renewUnits);
  }

  /**
   * Makes one of the first steps. The operators come in groups, of which those that do not read
   * each other run at once; those in no group, which only others read, run first.
   *
   * @param groups operators in the circuit's order, as a whole and each
   * @param filled told the number of a group that has made its step, from any thread, while what it
   *     put out is there
   */
  public void fill(List<List<Operator>> groups, IntConsumer filled) {
    Set<Operator> grouped = Collections.newSetFromMap(new IdentityHashMap<>());
    groups.forEach(grouped::addAll);
    for (Operator operator : operators) {
      if (!grouped.contains(operator)) {
        operator.step(workers);
      }
    }
    new Filling(workers, groups, filled).run();
    noteChanged();
    settled = true;
  }
}
