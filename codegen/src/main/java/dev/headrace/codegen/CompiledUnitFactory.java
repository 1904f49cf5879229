package dev.headrace.codegen;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.generate.Disassembly;
import dev.headrace.ir.ContentHash;
import dev.headrace.runtime.unit.UnitContext;
import java.util.function.Function;

/**
 * Makes instances of a unit with a class of its own.
 *
 * @param hash of its specification
 * @param image of its class
 * @param constructor of its loaded class
 * @param nanos that compiling and loading it took
 */
record CompiledUnitFactory(
    ContentHash hash, ClassImage image, Function<UnitContext, Object> constructor, long nanos)
    implements UnitFactory {
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
