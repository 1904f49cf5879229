package dev.headrace.codegen;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.ir.ContentHash;
import dev.headrace.runtime.unit.UnitContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Units that have been compiled before. Thread-safe. */
@FunctionalInterface
public interface UnitLibrary {
  /** A library without units. */
  UnitLibrary EMPTY = hash -> null;

  /**
   * A unit whose class is loaded.
   *
   * @param constructor makes instances
   */
  record Loaded(ClassImage image, Function<UnitContext, Object> constructor) {}

  /** The unit of a hash if there is one. */
  @Nullable Loaded find(ContentHash hash);
}
