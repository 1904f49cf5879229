package dev.headrace.ir;

import dev.headrace.model.SqlType.Kind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Scalar functions as method handles that take all arguments in one array of carriers: {@code
 * (Object[])Object}. Made once per function and number of arguments, for the whole process.
 */
final class FunctionHandles {
  private record Shape(ScalarFunction function, int arguments) {}

  private static final ConcurrentMap<Shape, MethodHandle> HANDLES = new ConcurrentHashMap<>();

  private FunctionHandles() {}

  /**
   * The handle for a call with that many SQL arguments. The array's length is {@link #arity}; for a
   * slice result its last element is the slice to fill.
   */
  static MethodHandle of(ScalarFunction function, int arguments) {
    return HANDLES.computeIfAbsent(new Shape(function, arguments), FunctionHandles::make);
  }

  /** Length of the argument array: one more than the SQL arguments for a slice result. */
  static int arity(ScalarFunction function, int arguments) {
    return arguments + (function.fillsSlice() ? 1 : 0);
  }

  private static MethodHandle make(Shape shape) {
    ScalarFunction function = shape.function;
    MethodHandle handle = find(function);
    if (function.variadic()) {
      List<Kind> parameters = function.parameters();
      int last = parameters.size() - 1;
      Class<?> array = handle.type().parameterType(last);
      handle = handle.asCollector(last, array, shape.arguments - last);
    }
    // By way of the wrappers: a direct conversion from Object to int also looks for other numbers.
    MethodType boxed = handle.type().wrap();
    return handle
        .asType(boxed)
        .asType(boxed.generic())
        .asSpreader(Object[].class, boxed.parameterCount());
  }

  private static MethodHandle find(ScalarFunction function) {
    try {
      return MethodHandles.publicLookup()
          .findStatic(function.owner(), function.method(), function.methodType());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          function.signature()
              + " has no method "
              + function.owner().getName()
              + "."
              + function.method()
              + function.methodType(),
          e);
    }
  }
}
