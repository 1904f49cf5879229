package dev.headrace.ir.rewrite;

import dev.headrace.ir.Rel;
import java.util.List;
import java.util.stream.Stream;

/** {@code Union (Union (x, y), z) -> Union (x, y, z)}; {@code Union (x) -> x}. */
final class FlattenUnions implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.Union union)) {
      return rel;
    }
    if (union.inputs().size() == 1) {
      return union.inputs().getFirst();
    }
    List<Rel> inputs =
        union.inputs().stream()
            .flatMap(i -> i instanceof Rel.Union inner ? inner.inputs().stream() : Stream.of(i))
            .toList();
    return inputs.size() == union.inputs().size() ? rel : new Rel.Union(inputs, union.fields());
  }
}
