package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.coalesce;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.isNull;
import static dev.headrace.ir.Exprs.less;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.filter;
import static dev.headrace.ir.rewrite.Queries.join;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Rel.Join;
import org.junit.jupiter.api.Test;

final class OuterJoinToInnerTest {
  private final Rule rule = new OuterJoinToInner();

  @Test
  void aLeftJoinWhoseNullsAreRejectedIsInner() {
    becomes(
        rule,
        filter(less(integer(4), constant(3)), join(Join.Kind.LEFT, T, U, null)),
        """
            Filter: y < 3
              Inner join: a = x
                Scan t: a, b, c
                Scan u: x, y, z
            """);
  }

  @Test
  void aFullJoinLosesTheSideThatIsRejected() {
    becomes(
        rule,
        filter(less(integer(1), constant(3)), join(Join.Kind.FULL, T, U, null)),
        """
            Filter: b < 3
              Left join: a = x
                Scan t: a, b, c
                Scan u: x, y, z
            """);
  }

  @Test
  void functionsThatHideNullsAreSeenThrough() {
    becomes(
        rule,
        filter(
            equal(coalesce(integer(4), constant(0)), constant(5)),
            join(Join.Kind.LEFT, T, U, null)),
        """
            Filter: coalesce(y, 0) = 5
              Inner join: a = x
                Scan t: a, b, c
                Scan u: x, y, z
            """);
    stays(
        rule,
        filter(
            equal(coalesce(integer(4), constant(0)), constant(0)),
            join(Join.Kind.LEFT, T, U, null)));
  }

  @Test
  void isNullKeepsTheOuterJoin() {
    stays(rule, filter(isNull(integer(4)), join(Join.Kind.LEFT, T, U, null)));
    stays(rule, filter(less(integer(1), constant(3)), join(Join.Kind.LEFT, T, U, null)));
  }
}
