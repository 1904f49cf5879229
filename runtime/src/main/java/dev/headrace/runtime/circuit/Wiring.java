package dev.headrace.runtime.circuit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Which operators of a circuit read which, by their places in it. */
final class Wiring {
  private static final int[] NONE = {};

  private final List<InputOperator> inputs = new ArrayList<>();
  private final List<Integer> inputPlaces = new ArrayList<>();
  private final int[][] readers;
  private final Set<Operator> read = Collections.newSetFromMap(new IdentityHashMap<>());

  private Wiring(int operators) {
    this.readers = new int[operators][];
  }

  static Wiring of(List<Operator> operators) {
    Wiring wiring = new Wiring(operators.size());
    IdentityHashMap<Operator, Integer> places = new IdentityHashMap<>();
    List<List<Integer>> readers = new ArrayList<>();
    for (int place = 0; place < operators.size(); place++) {
      Operator operator = operators.get(place);
      places.put(operator, place);
      readers.add(new ArrayList<>(2));
      if (operator instanceof InputOperator input) {
        wiring.inputs.add(input);
        wiring.inputPlaces.add(place);
      }
      for (Operator source : operator.inputs()) {
        Integer sourcePlace = places.get(source);
        if (sourcePlace != null) {
          readers.get(sourcePlace).add(place);
          wiring.read.add(source);
        }
      }
    }
    for (int place = 0; place < readers.size(); place++) {
      List<Integer> some = readers.get(place);
      wiring.readers[place] =
          some.isEmpty() ? NONE : some.stream().mapToInt(Integer::intValue).toArray();
    }
    return wiring;
  }

  /** Adds the places of the inputs that have been fed. */
  void addFed(BitSet due) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).isFed()) {
        due.set(inputPlaces.get(i));
      }
    }
  }

  /** Whether another operator reads one. */
  boolean isRead(Operator operator) {
    return read.contains(operator);
  }

  /** Adds the places of the operators that read one, which come behind it. */
  void addReaders(int place, BitSet due) {
    for (int reader : readers[place]) {
      due.set(reader);
    }
  }
}
