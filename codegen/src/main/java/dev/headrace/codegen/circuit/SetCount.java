package dev.headrace.codegen.circuit;

import dev.headrace.ir.Rel;
import dev.headrace.runtime.circuit.SetOperator;

/** How often EXCEPT and INTERSECT give a row that is there some times on either side. */
final class SetCount {
  private SetCount() {}

  static SetOperator.Count of(Rel.SetOperation operation) {
    return switch (operation.operator()) {
      case EXCEPT ->
          operation.all()
              ? (left, right) -> Math.max(0, left - Math.max(0, right))
              : (left, right) -> left > 0 && right <= 0 ? 1 : 0;
      case INTERSECT ->
          operation.all()
              ? (left, right) -> Math.max(0, Math.min(left, right))
              : (left, right) -> left > 0 && right > 0 ? 1 : 0;
    };
  }
}
