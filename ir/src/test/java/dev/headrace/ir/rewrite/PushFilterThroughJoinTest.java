package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.and;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.fragile;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.less;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.filter;
import static dev.headrace.ir.rewrite.Queries.join;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Rel.Join;
import org.junit.jupiter.api.Test;

final class PushFilterThroughJoinTest {
  private final Rule rule = new PushFilterThroughJoin();

  @Test
  void anInnerJoinTakesEverything() {
    becomes(
        rule,
        filter(
            and(
                less(integer(1), constant(2)),
                less(integer(4), constant(3)),
                less(integer(2), integer(5))),
            join(Join.Kind.INNER, T, U, null)),
        """
            Inner join: a = x AND c < z
              Filter: b < 2
                Scan t: a, b, c
              Filter: y < 3
                Scan u: x, y, z
            """);
  }

  @Test
  void aLeftJoinTakesConditionsOnItsLeftSide() {
    becomes(
        rule,
        filter(
            and(
                less(integer(1), constant(2)),
                less(integer(4), constant(3)),
                less(integer(2), integer(5))),
            join(Join.Kind.LEFT, T, U, null)),
        """
            Filter: y < 3 AND c < z
              Left join: a = x
                Filter: b < 2
                  Scan t: a, b, c
                Scan u: x, y, z
            """);
  }

  @Test
  void aRightJoinTakesConditionsOnItsRightSide() {
    becomes(
        rule,
        filter(
            and(
                less(integer(1), constant(2)),
                less(integer(4), constant(3)),
                less(integer(2), integer(5))),
            join(Join.Kind.RIGHT, T, U, null)),
        """
            Filter: b < 2 AND c < z
              Right join: a = x
                Scan t: a, b, c
                Filter: y < 3
                  Scan u: x, y, z
            """);
  }

  @Test
  void aFullJoinTakesNothing() {
    stays(
        rule,
        filter(
            and(
                less(integer(1), constant(2)),
                less(integer(4), constant(3)),
                less(integer(2), integer(5))),
            join(Join.Kind.FULL, T, U, null)));
  }

  @Test
  void anAntiJoinTakesConditionsOnItsRows() {
    becomes(
        rule,
        filter(less(integer(1), constant(2)), join(Join.Kind.ANTI, T, U, null)),
        """
            Anti join: a = x
              Filter: b < 2
                Scan t: a, b, c
              Scan u: x, y, z
            """);
  }

  @Test
  void whatCanFailIsStillGuardedByTheJoin() {
    becomes(
        rule,
        filter(fragile(1), join(Join.Kind.INNER, T, U, less(integer(2), integer(5)))),
        """
            Inner join: a = x AND coalesce(c < z, FALSE) AND (10 / b) > 1
              Scan t: a, b, c
              Scan u: x, y, z
            """);
    stays(rule, filter(fragile(1), join(Join.Kind.SEMI, T, U, null)));
  }
}
