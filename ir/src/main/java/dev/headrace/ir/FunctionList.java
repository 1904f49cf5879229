package dev.headrace.ir;

import dev.headrace.ir.ScalarFunction.Volatility;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the entries of the registry; each names a method of the class last given to {@link #in}.
 */
final class FunctionList {
  private final List<ScalarFunction> functions = new ArrayList<>();
  private Class<?> owner = Object.class;
  private Volatility common = Volatility.IMMUTABLE;

  FunctionList in(Class<?> methods) {
    owner = methods;
    common = Volatility.IMMUTABLE;
    return this;
  }

  /** As {@link #in}, of functions that look something up: they are not immutable but stable. */
  FunctionList inLookups(Class<?> methods) {
    owner = methods;
    common = Volatility.STABLE;
    return this;
  }

  /** An immutable function whose result is never NULL for arguments that are not. */
  FunctionList add(String name, String method, Kind result, Kind... parameters) {
    return add(name, method, result, false, false, common, parameters);
  }

  /** As {@link #add}, of a function that can give NULL. */
  FunctionList nullable(String name, String method, Kind result, Kind... parameters) {
    return add(name, method, result, false, true, common, parameters);
  }

  /** As {@link #add}, the last parameter taking one or more arguments. */
  FunctionList variadic(String name, String method, Kind result, Kind... parameters) {
    return add(name, method, result, true, false, common, parameters);
  }

  /** A function that is replaced by a parameter before execution. */
  FunctionList stable(String name, String method, Kind result) {
    return add(name, method, result, false, false, Volatility.STABLE);
  }

  /** A function with a new result for every call. */
  FunctionList changing(String name, String method, Kind result, Kind... parameters) {
    return add(name, method, result, false, false, Volatility.VOLATILE, parameters);
  }

  private FunctionList add(
      String name,
      String method,
      Kind result,
      boolean variadic,
      boolean nullable,
      Volatility volatility,
      Kind... parameters) {
    functions.add(
        new ScalarFunction(
            name, List.of(parameters), result, variadic, nullable, volatility, owner, method));
    return this;
  }

  List<ScalarFunction> functions() {
    return List.copyOf(functions);
  }
}
