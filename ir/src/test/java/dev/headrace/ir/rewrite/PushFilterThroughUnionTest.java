package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.filter;
import static dev.headrace.ir.rewrite.Queries.union;

import org.junit.jupiter.api.Test;

final class PushFilterThroughUnionTest {
  private final Rule rule = new PushFilterThroughUnion();

  @Test
  void everyInputIsFiltered() {
    becomes(
        rule,
        filter(equal(integer(0), constant(1)), union(T, U)),
        """
            Union all
              Filter: a = 1
                Scan t: a, b, c
              Filter: x = 1
                Scan u: x, y, z
            """);
  }
}
