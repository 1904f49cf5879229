package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.fragile;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.less;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.filter;

import org.junit.jupiter.api.Test;

final class MergeFiltersTest {
  private final Rule rule = new MergeFilters();

  @Test
  void twoFiltersBecomeOne() {
    becomes(
        rule,
        filter(less(integer(1), constant(2)), filter(equal(integer(0), constant(1)), T)),
        """
            Filter: a = 1 AND b < 2
              Scan t: a, b, c
            """);
  }

  @Test
  void aNullableGuardIsMadeTwoValued() {
    becomes(
        rule,
        filter(fragile(1), filter(equal(integer(0), constant(1)), T)),
        """
            Filter: coalesce(a = 1, FALSE) AND (10 / b) > 1
              Scan t: a, b, c
            """);
  }
}
