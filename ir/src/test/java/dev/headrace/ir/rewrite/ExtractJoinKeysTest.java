package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.and;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.less;
import static dev.headrace.ir.Exprs.not;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.join;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel.Join;
import org.junit.jupiter.api.Test;

final class ExtractJoinKeysTest {
  private final Rule rule = new ExtractJoinKeys();

  @Test
  void equalitiesOfColumnsBecomeKeys() {
    Expr keys = and(equal(integer(4), integer(1)), less(integer(2), integer(5)));
    becomes(
        rule,
        join(Join.Kind.FULL, T, U, keys),
        """
            Full join: a = x AND b = y AND c < z
              Scan t: a, b, c
              Scan u: x, y, z
            """);
  }

  @Test
  void nullsMatchInIsNotDistinctFrom() {
    Expr same = not(new Expr.DistinctFrom(integer(1), integer(4)));
    becomes(
        rule,
        join(Join.Kind.INNER, T, U, same),
        """
            Inner join: a = x AND b IS NOT DISTINCT FROM y
              Scan t: a, b, c
              Scan u: x, y, z
            """);
  }

  @Test
  void columnsOfOneSideAreNoKey() {
    stays(rule, join(Join.Kind.INNER, T, U, equal(integer(0), integer(1))));
  }
}
