package dev.headrace.ir.rewrite;

import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.except;
import static dev.headrace.ir.rewrite.Queries.intersect;
import static dev.headrace.ir.rewrite.Queries.stays;

import org.junit.jupiter.api.Test;

final class SetOperationToAggregateTest {
  private final Rule rule = new SetOperationToAggregate();

  @Test
  void exceptKeepsRowsThatOnlyTheLeftHas() {
    becomes(
        rule,
        except(T, U, false),
        """
            Project: a, b, c
              Filter: lefts > 0 AND rights = 0
                Aggregate by a, b, c: count(*) FILTER (WHERE left), count(*) FILTER (WHERE right)
                  Union all
                    Project: a, b, c, TRUE AS left, FALSE AS right
                      Scan t: a, b, c
                    Project: x AS a, y AS b, z AS c, FALSE AS left, TRUE AS right
                      Scan u: x, y, z
            """);
  }

  @Test
  void intersectKeepsRowsThatBothHave() {
    becomes(
        rule,
        intersect(T, U, false),
        """
            Project: a, b, c
              Filter: lefts > 0 AND rights > 0
                Aggregate by a, b, c: count(*) FILTER (WHERE left), count(*) FILTER (WHERE right)
                  Union all
                    Project: a, b, c, TRUE AS left, FALSE AS right
                      Scan t: a, b, c
                    Project: x AS a, y AS b, z AS c, FALSE AS left, TRUE AS right
                      Scan u: x, y, z
            """);
  }

  @Test
  void countingFormsStay() {
    stays(rule, except(T, U, true));
    stays(rule, intersect(T, U, true));
  }
}
