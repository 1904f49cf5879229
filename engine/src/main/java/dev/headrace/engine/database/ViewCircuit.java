package dev.headrace.engine.database;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.OutputOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The part of the circuit that keeps one materialized view, as it is at some moment: the operators
 * below the view's output, down to tables, sources and other views.
 *
 * @param view that it keeps
 * @param rows that the view has
 * @param bytes that they take, with what finds them
 * @param steps that the view's output has made
 * @param nodes in an order in which inputs come before what reads them
 */
public record ViewCircuit(
    MaterializedView view, long rows, long bytes, long steps, List<Node> nodes) {
  public ViewCircuit {
    nodes = List.copyOf(nodes);
  }

  /**
   * An operator.
   *
   * @param number in the circuit of all views: an operator has the same number in each
   * @param inputs numbers of the operators that it reads; none for a table, a source or another
   *     view, which has a circuit of its own
   * @param sharedWith other views that it is a part of
   * @param stateRows records it remembers
   * @param stateBytes that they take
   * @param outputBytes that it has put out since it was made
   * @param nanos that its steps have taken
   * @param units that carry rows into it
   */
  public record Node(
      int number,
      String name,
      List<Integer> inputs,
      List<String> sharedWith,
      long stateRows,
      long stateBytes,
      long outputBytes,
      long nanos,
      List<UnitFactory> units) {
    public Node {
      inputs = List.copyOf(inputs);
      sharedWith = List.copyOf(sharedWith);
      units = List.copyOf(units);
    }
  }

  static ViewCircuit of(MaterializedView view, long rows, Catalog catalog, LiveCircuit live) {
    Set<Operator> mine = below(view);
    List<Operator> all = live.circuit().operators();
    List<Node> nodes = new ArrayList<>();
    for (int number = 0; number < all.size(); number++) {
      Operator operator = all.get(number);
      if (mine.contains(operator)) {
        nodes.add(
            isLeaf(operator, view)
                ? leaf(number, operator)
                : inner(
                    number,
                    operator.equals(view.output()) ? "View " + view.name() : operator.name(),
                    operator,
                    all,
                    others(operator, view, catalog),
                    live));
      }
    }
    return new ViewCircuit(view, rows, view.store().bytes(), view.output().steps(), nodes);
  }

  private static Node leaf(int number, Operator operator) {
    String name = (operator instanceof InputOperator ? "Scan " : "View ") + operator.name();
    return new Node(number, name, List.of(), List.of(), 0, 0, operator.outputBytes(), 0, List.of());
  }

  private static Node inner(
      int number,
      String name,
      Operator operator,
      List<Operator> all,
      List<String> others,
      LiveCircuit live) {
    return new Node(
        number,
        name,
        operator.inputs().stream().map(all::indexOf).toList(),
        others,
        operator.stateRows(),
        operator.stateBytes(),
        operator.outputBytes(),
        operator.nanos(),
        live.units(operator));
  }

  private static List<String> others(Operator operator, MaterializedView view, Catalog catalog) {
    List<String> names = new ArrayList<>();
    for (MaterializedView other : catalog.materializedViews()) {
      if (!other.output().equals(view.output())
          && !isLeaf(operator, other)
          && below(other).contains(operator)) {
        names.add(other.name());
      }
    }
    return names;
  }

  private static Set<Operator> below(MaterializedView view) {
    return LiveCircuit.below(List.of(view.output()), OutputOperator.class::isInstance);
  }

  private static boolean isLeaf(Operator operator, MaterializedView view) {
    return operator instanceof InputOperator
        || (operator instanceof OutputOperator && !operator.equals(view.output()));
  }
}
