package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;

/** Compiles a specification to a class file. */
public final class UnitCompiler {
  /** Changes whenever equal specifications give other code. Part of a unit's hash. */
  public static final int VERSION = 1;

  private UnitCompiler() {}

  /**
   * Writes the class.
   *
   * @throws IllegalArgumentException if no class can be generated, with the reason
   */
  public static ClassImage compile(UnitSpec spec) {
    UnitClass unit =
        switch (spec.end()) {
          case End.Emit emit -> new EmitUnitGenerator(spec, emit).generate();
          case End.Aggregate aggregate -> new AggregateUnitGenerator(spec, aggregate).generate();
          case End.Join join -> new JoinUnitGenerator(spec, join.spec()).generate();
        };
    byte[] bytes = unit.write();
    return new ClassImage(bytes, unit.constants().values());
  }
}
