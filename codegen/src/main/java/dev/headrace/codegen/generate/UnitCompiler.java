package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;
import org.jspecify.annotations.Nullable;

/** Compiles a specification to a class file. */
public final class UnitCompiler {
  /** Changes whenever equal specifications give other code. Part of a unit's hash. */
  public static final int VERSION = 1;

  private UnitCompiler() {}

  // Analyses and generation recurse, some six calls a level; half a megabyte of stack is enough.
  private static final int MAX_DEPTH = 400;

  /** Why a specification is not even tried, or null. Does not recurse, so it can come first. */
  public static @Nullable String refusal(UnitSpec spec) {
    int depth = Depth.of(spec);
    return depth > MAX_DEPTH ? "an expression is " + depth + " levels deep" : null;
  }

  /**
   * Writes the class.
   *
   * @throws CompilationRefused if the specification exceeds a limit
   */
  public static ClassImage compile(UnitSpec spec) throws CompilationRefused {
    String refusal = refusal(spec);
    if (refusal != null) {
      throw new CompilationRefused(refusal);
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
