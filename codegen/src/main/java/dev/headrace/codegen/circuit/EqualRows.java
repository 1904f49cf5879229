package dev.headrace.codegen.circuit;

import dev.headrace.ir.Determinism;
import dev.headrace.ir.Rel;

/** Whether equal rows may come as one of a weight above one. */
final class EqualRows {
  private EqualRows() {}

  /** Whether all rows of a tree that runs once come one by one. */
  static boolean neverOf(Rel rel) {
    return switch (rel) {
      case Rel.Values _ -> true;
      case Rel.Aggregate _ -> true;
      case Rel.Filter(Rel input, _) -> !Determinism.ofOwn(rel) || neverOf(input);
      case Rel.Project(Rel input, _, _) -> !Determinism.ofOwn(rel) || neverOf(input);
      case Rel.Expand expand -> neverOf(expand.input());
      case Rel.Union union -> union.inputs().stream().allMatch(EqualRows::neverOf);
      case Rel.Scan _,
          Rel.Window _,
          Rel.Once _,
          Rel.Recursive _,
          Rel.Working _,
          Rel.Join _,
          Rel.Sort _,
          Rel.SetOperation _ ->
          false;
    };
  }
}
