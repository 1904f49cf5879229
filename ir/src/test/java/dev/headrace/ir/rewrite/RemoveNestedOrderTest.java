package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.counts;
import static dev.headrace.ir.rewrite.Queries.limited;
import static dev.headrace.ir.rewrite.Queries.ordered;
import static dev.headrace.ir.rewrite.Queries.project;
import static dev.headrace.ir.rewrite.Queries.stays;
import static dev.headrace.ir.rewrite.Queries.union;

import org.junit.jupiter.api.Test;

final class RemoveNestedOrderTest {
  private final Rule rule = new RemoveNestedOrder();

  @Test
  void anOrderThatIsNotKeptIsNotMade() {
    becomes(
        rule,
        counts(ordered(T), 0),
        """
            Aggregate by a: count(*)
              Scan t: a, b, c
            """);
    becomes(rule, union(ordered(T), U), "Union all\n  Scan t: a, b, c\n  Scan u: x, y, z\n");
  }

  @Test
  void aLimitIsKept() {
    stays(rule, counts(limited(T, 3), 0));
    stays(rule, project(ordered(T), integer(0)));
  }
}
