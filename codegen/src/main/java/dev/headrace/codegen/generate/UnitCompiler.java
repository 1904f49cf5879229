package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;

/** Compiles a specification to a class file. */
public final class UnitCompiler {
  /** Changes whenever equal specifications give other code. Part of a unit's hash. */
  public static final int VERSION = 1;

  private UnitCompiler() {}

  // the compiler recurses some six deep per level, the interpreter twice
  private static final int MAX_DEPTH = 400;

  /**
   * Writes the class.
   *
   * @throws CompilationRefused if the specification exceeds a limit
   */
  public static ClassImage compile(UnitSpec spec) throws CompilationRefused {
    int depth = Depth.of(spec);
    if (depth > MAX_DEPTH) {
      throw new CompilationRefused("an expression is " + depth + " levels deep");
    }
    UnitClass unit =
        switch (spec.end()) {
          case End.Emit emit -> new EmitUnitGenerator(spec, emit).generate();
          case End.Aggregate aggregate -> new AggregateUnitGenerator(spec, aggregate).generate();
          case End.Join join -> new JoinUnitGenerator(spec, join.spec()).generate();
        };
    try {
      return new ClassImage(unit.write(), unit.constants().values());
    } catch (IllegalArgumentException e) {
      // what java.lang.classfile throws for code or constant pools beyond the format's limits
      throw new CompilationRefused("too large for a class: " + e.getMessage(), e);
    }
  }
}
