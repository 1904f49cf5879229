package dev.headrace.codegen.generate;

import dev.headrace.codegen.support.JoinAlgorithm;
import dev.headrace.runtime.unit.UnitContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.Function;

/** Loads generated classes. */
public final class UnitLoader {
  private static final MethodType CONSTRUCTOR =
      MethodType.methodType(void.class, UnitContext.class);

  private UnitLoader() {}

  /**
   * Defines a hidden class, which is unloaded with its last instance and reference.
   *
   * @return makes instances
   */
  public static Function<UnitContext, Object> load(ClassImage image) {
    try {
      List<Object> constants = image.constants();
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandles.Lookup unit =
          constants.isEmpty()
              ? lookup.defineHiddenClass(image.bytes(), true)
              : lookup.defineHiddenClassWithClassData(image.bytes(), constants, true);
      return constructor(unit, unit.lookupClass());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("generated class does not load", e);
    }
  }

  /** Makes instances of a unit whose class is public. */
  public static Function<UnitContext, Object> constructor(Class<?> unit) {
    try {
      return constructor(MethodHandles.publicLookup(), unit);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(unit.getName() + " is no unit", e);
    }
  }

  private static Function<UnitContext, Object> constructor(
      MethodHandles.Lookup lookup, Class<?> unit) throws ReflectiveOperationException {
    MethodHandle constructor =
        lookup
            .findConstructor(unit, CONSTRUCTOR)
            .asType(MethodType.methodType(Object.class, UnitContext.class));
    return context -> instance(constructor, context);
  }

  private static Object instance(MethodHandle constructor, UnitContext context) {
    try {
      Object unit = (Object) constructor.invokeExact(context);
      if (unit instanceof JoinAlgorithm join) {
        join.useContext(context);
      }
      return unit;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("constructors declare no checked exceptions", e);
    }
  }
}
