package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.counts;
import static dev.headrace.ir.rewrite.Queries.except;
import static dev.headrace.ir.rewrite.Queries.filter;
import static dev.headrace.ir.rewrite.Queries.intersect;
import static dev.headrace.ir.rewrite.Queries.join;
import static dev.headrace.ir.rewrite.Queries.none;
import static dev.headrace.ir.rewrite.Queries.project;
import static dev.headrace.ir.rewrite.Queries.stays;
import static dev.headrace.ir.rewrite.Queries.union;

import dev.headrace.ir.Rel.Join;
import org.junit.jupiter.api.Test;

final class RemoveEmptyInputTest {
  private final Rule rule = new RemoveEmptyInput();

  @Test
  void rowByRowOperatorsOverNothingAreNothing() {
    becomes(rule, filter(equal(integer(0), constant(1)), none(T)), "Values: none\n");
    becomes(rule, project(none(T), integer(0)), "Values: none\n");
    becomes(rule, counts(none(T), 0), "Values: none\n");
  }

  @Test
  void anAggregateWithoutKeysHasARow() {
    stays(rule, counts(none(T)));
  }

  @Test
  void joinsWithNothing() {
    becomes(rule, join(Join.Kind.INNER, T, none(U), null), "Values: none\n");
    becomes(rule, join(Join.Kind.ANTI, T, none(U), null), "Scan t: a, b, c\n");
    becomes(
        rule,
        join(Join.Kind.LEFT, T, none(U), null),
        """
            Project: a, b, c, NULL AS x, NULL AS y, NULL AS z
              Scan t: a, b, c
            """);
  }

  @Test
  void unionsAndSetOperationsWithNothing() {
    becomes(rule, union(T, none(T), U), "Union all\n  Scan t: a, b, c\n  Scan u: x, y, z\n");
    becomes(rule, except(T, none(U), true), "Scan t: a, b, c\n");
    becomes(rule, intersect(T, none(U), true), "Values: none\n");
    stays(rule, except(T, none(U), false));
  }
}
