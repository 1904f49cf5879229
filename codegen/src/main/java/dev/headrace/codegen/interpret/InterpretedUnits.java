package dev.headrace.codegen.interpret;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.runtime.unit.UnitContext;

/** Makes interpreted units. */
public final class InterpretedUnits {
  private InterpretedUnits() {}

  /** An instance of the unit that the specification's end asks for. */
  public static Object instance(UnitSpec spec, UnitContext context) {
    return switch (spec.end()) {
      case End.Emit emit -> new InterpretedEmitUnit(spec, emit, context);
      case End.Aggregate aggregate -> new InterpretedAggregateUnit(spec, aggregate, context);
      case End.Join join -> {
        InterpretedJoinUnit unit = new InterpretedJoinUnit(spec, join.spec(), context);
        unit.useContext(context);
        yield unit;
      }
    };
  }
}
