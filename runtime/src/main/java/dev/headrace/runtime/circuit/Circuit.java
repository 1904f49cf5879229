package dev.headrace.runtime.circuit;

import dev.headrace.runtime.unit.Cancellation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Operators in an order in which inputs come before what reads them. Not thread-safe: one step, or
 * one change of the operators, at a time.
 */
public final class Circuit {
  private final Workers workers;
  private final Cancellation cancellation;
  private final List<Operator> operators = new ArrayList<>();

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
    if (!operators.containsAll(operator.inputs())) {
      throw new IllegalArgumentException(operator.name() + " comes before its inputs");
    }
    operators.add(operator);
    operator.cancelledBy(cancellation);
    return operator;
  }

  /** Removes an operator that nothing reads. */
  public void remove(Operator operator) {
    for (Operator other : operators) {
      if (other.inputs().contains(operator)) {
        throw new IllegalArgumentException(other.name() + " reads " + operator.name());
      }
    }
    operators.remove(operator);
  }

  public List<Operator> operators() {
    return List.copyOf(operators);
  }

  /** Advances all operators by what the inputs were fed. */
  public void step() {
    operators.forEach(operator -> operator.step(workers));
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
    return all;
  }

  /** Makes units anew that have read parameters, which are others now. */
  public void renewUnits() {
    operators.forEach(Operator::renewUnits);
  }

  /**
   * Makes a step of some operators only, between the others' steps. They come in groups; those that
   * do not read each other run at once.
   *
   * @param rows what the operators that these read, and that are not among them, put out
   * @param groups operators in the circuit's order, as a whole and each
   * @param filled told the number of a group that has made its step, from any thread, while what it
   *     put out is there
   */
  public void fill(Map<Operator, Segments> rows, List<List<Operator>> groups, IntConsumer filled) {
    Set<Operator> some = Collections.newSetFromMap(new IdentityHashMap<>());
    groups.forEach(some::addAll);
    // what the others put out in the last step has been seen by those who were there
    for (Operator operator : some) {
      for (Operator input : operator.inputs()) {
        if (!some.contains(input)) {
          input.clearOutput();
        }
      }
    }
    rows.forEach((operator, delta) -> operator.putOut(delta, workers));
    new Filling(workers, groups, filled).run();
    rows.keySet().forEach(Operator::clearOutput);
  }
}
