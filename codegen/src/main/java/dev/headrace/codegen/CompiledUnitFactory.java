package dev.headrace.codegen;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.generate.Disassembly;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.ContentHash;
import dev.headrace.runtime.unit.UnitContext;
import java.util.function.Function;

/**
 * Makes instances of a unit with a class of its own.
 *
 * @param spec it was made from
 * @param hash of its specification
 * @param image of its class
 * @param constructor of its loaded class
 * @param generateNanos that making its class took
 * @param defineNanos that loading it took
 */
record CompiledUnitFactory(
    UnitSpec spec,
    ContentHash hash,
    ClassImage image,
    Function<UnitContext, Object> constructor,
    long generateNanos,
    long defineNanos)
    implements UnitFactory {
  /** How long compiling and loading it took. */
  long nanos() {
    return generateNanos + defineNanos;
  }

  @Override
  public Object instance(UnitContext context) {
    return constructor.apply(context);
  }

  @Override
  public String describe() {
    return "compiled, unit "
        + hash.toString().substring(0, 12)
        + ", "
        + image.bytes().length
        + " bytes";
  }

  @Override
  public String code() {
    return Disassembly.of(image.bytes());
  }
}
