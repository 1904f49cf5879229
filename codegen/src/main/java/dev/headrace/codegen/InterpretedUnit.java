package dev.headrace.codegen;

import dev.headrace.codegen.interpret.InterpretedUnits;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.runtime.unit.UnitContext;

/**
 * A unit that walks its expressions.
 *
 * @param reason why it is not compiled
 */
record InterpretedUnit(UnitSpec spec, String reason) implements UnitFactory {
  @Override
  public Object instance(UnitContext context) {
    return InterpretedUnits.instance(spec, context);
  }

  @Override
  public String describe() {
    return "interpreted: " + reason;
  }

  @Override
  public String code() {
    return "";
  }
}
