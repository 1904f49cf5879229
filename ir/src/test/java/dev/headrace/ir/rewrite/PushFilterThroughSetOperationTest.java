package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.fragile;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.except;
import static dev.headrace.ir.rewrite.Queries.filter;
import static dev.headrace.ir.rewrite.Queries.stays;

import org.junit.jupiter.api.Test;

final class PushFilterThroughSetOperationTest {
  private final Rule rule = new PushFilterThroughSetOperation();

  @Test
  void bothSidesAreFiltered() {
    becomes(
        rule,
        filter(equal(integer(0), constant(1)), except(T, U, true)),
        """
            Except all
              Filter: a = 1
                Scan t: a, b, c
              Filter: x = 1
                Scan u: x, y, z
            """);
  }

  @Test
  void whatCanFailStays() {
    stays(rule, filter(fragile(0), except(T, U, true)));
  }
}
