package dev.headrace.quality.examples;

import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The registry of scalar functions as tables of a documentation page, one for each group. */
final class FunctionReference {
  /** Titles by the class that has a function's Java method; classes of one title are one group. */
  private static final Map<String, String> GROUPS = groups();

  /** What casts and other syntax are lowered to; it has no name of its own in SQL. */
  private static final String NO_NAME = "";

  private FunctionReference() {}

  private static Map<String, String> groups() {
    return new LinkedHashMap<>();
  }

  static String markdown() {
    return ScalarFunctions.all().stream()
        .map(f -> f.owner().getSimpleName() + " " + f.signature() + " -> " + f.result().sqlName())
        .collect(Collectors.joining("\n"));
  }
}
