package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;
import java.util.List;

/** Compiles a specification to a class file. */
public final class UnitCompiler {
  /** Changes whenever equal specifications give other code. Part of a unit's hash. */
  public static final int VERSION = 1;

  private UnitCompiler() {}

  /**
   * A compiled unit.
   *
   * @param bytes class file of a subclass of the unit's abstract class, with one constructor that
   *     takes a {@link dev.headrace.runtime.unit.UnitContext}
   * @param constants the class data it has to be defined with
   */
  public record ClassImage(byte[] bytes, List<Object> constants) {}

  /**
   * Writes the class.
   *
   * @throws IllegalArgumentException if no class can be generated, with the reason
   */
  public static ClassImage compile(UnitSpec spec) {
    UnitClass unit =
        switch (spec.end()) {
          case End.Emit emit -> new EmitUnitGenerator(spec, emit).generate();
          case End.Aggregate aggregate -> throw new IllegalArgumentException("later");
          case End.Join join -> throw new IllegalArgumentException("later");
        };
    byte[] bytes = unit.write();
    return new ClassImage(bytes, unit.constants().values());
  }
}
