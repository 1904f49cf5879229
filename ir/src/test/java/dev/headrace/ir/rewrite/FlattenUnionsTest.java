package dev.headrace.ir.rewrite;

import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.stays;
import static dev.headrace.ir.rewrite.Queries.union;

import org.junit.jupiter.api.Test;

final class FlattenUnionsTest {
  private final Rule rule = new FlattenUnions();

  @Test
  void unionsOfUnionsAreOne() {
    becomes(
        rule,
        union(union(T, U), T),
        """
            Union all
              Scan t: a, b, c
              Scan u: x, y, z
              Scan t: a, b, c
            """);
  }

  @Test
  void aUnionOfOneIsThatOne() {
    becomes(rule, union(T), "Scan t: a, b, c\n");
    stays(rule, union(T, U));
  }
}
