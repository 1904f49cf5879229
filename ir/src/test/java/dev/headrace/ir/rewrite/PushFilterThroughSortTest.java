package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.filter;
import static dev.headrace.ir.rewrite.Queries.limited;
import static dev.headrace.ir.rewrite.Queries.ordered;
import static dev.headrace.ir.rewrite.Queries.stays;

import org.junit.jupiter.api.Test;

final class PushFilterThroughSortTest {
  private final Rule rule = new PushFilterThroughSort();

  @Test
  void anOrderDoesNotMind() {
    becomes(
        rule,
        filter(equal(integer(0), constant(1)), ordered(T)),
        """
            Sort: a
              Filter: a = 1
                Scan t: a, b, c
            """);
  }

  @Test
  void aLimitDoes() {
    stays(rule, filter(equal(integer(0), constant(1)), limited(T, 10)));
  }
}
