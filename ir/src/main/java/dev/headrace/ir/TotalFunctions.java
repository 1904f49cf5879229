package dev.headrace.ir;

import java.util.Set;

/**
 * Functions that never raise an error, whatever their arguments: predicates on them may be moved
 * below joins and filters. A function that is not listed is taken to be able to fail, which is
 * always safe.
 */
final class TotalFunctions {
  private static final Set<String> NAMES =
      Set.of(
          "ascii",
          "bit_length",
          "btrim",
          "ceil",
          "ceiling",
          "char_length",
          "character_length",
          "floor",
          "initcap",
          "left",
          "length",
          "lower",
          "ltrim",
          "md5",
          "octet_length",
          "position",
          "reverse",
          "right",
          "rtrim",
          "sign",
          "starts_with",
          "strpos",
          "trim",
          "upper");

  private TotalFunctions() {}

  static boolean contains(ScalarFunction function) {
    return NAMES.contains(function.name());
  }
}
